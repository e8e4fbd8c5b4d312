"""The exception of programs that open sessions of a room."""


class NotOffered(ValueError):
    """The room has no such session; the message gives the reason, in one line."""
