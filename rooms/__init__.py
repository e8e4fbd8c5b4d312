"""The rooms under test: how a session of one comes to be, and where the room differs."""
