"""Exceptions that say why a rule was not put to the test."""


class NotReached(RuntimeError):
    """The rule was not put to the test: the room opened no session, or its server ended."""


class Refused(NotReached):
    """The room answered that it opens no session of this kind."""


class AmbiguousStep(Exception):
    """The step has more than one step definition; the message names their places."""
