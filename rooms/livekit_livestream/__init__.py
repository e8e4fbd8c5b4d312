"""LiveKit's livestream sample as a room. README.md explains the mapping."""

HOST = "Maya"
"""The name of the session's one host, which the host's link contains: who moderates in the features."""
