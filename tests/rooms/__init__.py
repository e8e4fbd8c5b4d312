"""What is declared of rooms, and how sessions of them come to be."""
