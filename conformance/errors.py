"""Exceptions: why a rule was not reached, and why a file cannot be used."""


class NotReached(RuntimeError):
    """The rule was not reached, for example because the room opened no session or its server ended."""


class Refused(NotReached):
    """The room opens no session of this kind, by its response, its command or its room file."""


class OwnSessionNeeded(NotReached):
    """The scenario needs a session of its own, and the room is one running meeting."""


class UnreadableFile(Exception):
    """A record, report, note or kill matrix that cannot be used.

    The message is one line: which file, what is wrong, what to do.
    """


class AmbiguousStep(Exception):
    """The step has more than one step definition; the message names their places."""
