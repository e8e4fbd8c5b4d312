"""Exceptions: why a rule was not tested, and why a file cannot be used."""


class NotReached(RuntimeError):
    """The rule was not tested, for example because the room opened no session or its server ended."""


class Refused(NotReached):
    """The room answered that it opens no session of this kind."""


class OwnSessionNeeded(NotReached):
    """The scenario needs a session of its own, and the room is one running meeting."""


class UnreadableFile(Exception):
    """A record or report that cannot be used.

    The message is one line: which file, what is wrong, what to do.
    """


class AmbiguousStep(Exception):
    """The step has more than one step definition; the message names their places."""
