"""The exception that a program raises if the room cannot have the requested session."""


class NotOffered(ValueError):
    """The room has no such session; the message gives the reason, in one line."""
