"""The database and the secret file."""
