"""An adapter for Peer Calls, in whose calls everyone is on stage. README.md explains the mapping."""

MODERATOR_FRAGMENT = "conducts"
"""The fragment of a moderator's link, which the server does not see; it gives no additional rights."""
