"""The rooms under test: how their sessions are created, and adapters for rooms with other screens."""
