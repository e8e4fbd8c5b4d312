"""MiroTalk P2P as a room. README.md explains the mapping."""

PRESENTERS = ("Maya", "Noah")
"""The names of the features' moderators, which the server treats as presenters."""
MODERATOR_FRAGMENT = "presents"
"""The fragment of a moderator's link, which the server does not see; it gives no additional rights."""
