"""Room files, sessions and adapters of rooms under test."""
