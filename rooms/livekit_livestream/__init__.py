"""LiveKit's livestream sample as a room. README.md explains the mapping."""

HOST = "Maya"
"""The name of the session's only host, as in the host's link: the moderator of the features."""
