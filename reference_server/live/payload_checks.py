"""What may stand in a client's message: every field named, of one type, and bounded; nothing else."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from reference_server.rules.stage import Access, Refusal

Payload = dict[str, Any]
Check = Callable[[object], Any]
Fields = Mapping[str, Check]

BAD_MESSAGE = "bad_message"


class Optional:
    """A check for a field that may be missing, and is None then."""

    def __init__(self, check: Check) -> None:
        self._check = check

    def __call__(self, value: object) -> Any:
        """What the check makes of a value that is there."""
        return self._check(value)


class BadValue(ValueError):
    """A value of the wrong sort; the text goes after the field's name."""


def checked(fields: Fields, payload: object) -> Payload:
    """The payload with exactly these fields, each checked; None where an optional one is missing.

    Raises Refusal "bad_message", naming the field.
    """
    if not isinstance(payload, dict):
        raise Refusal(BAD_MESSAGE, "The message must carry one object.")
    for name in payload:
        if name not in fields:
            raise Refusal(BAD_MESSAGE, f"“{str(name)[:40]}” is not a field of this message.")
    return {name: _checked(name, check, payload) for name, check in fields.items()}


def _checked(name: str, check: Check, payload: Payload) -> object:
    if name not in payload and isinstance(check, Optional):
        return None
    if name not in payload:
        raise Refusal(BAD_MESSAGE, f"“{name}” is missing.")
    try:
        return check(payload[name])
    except BadValue as error:
        raise Refusal(BAD_MESSAGE, f"“{name}” {error}.") from error


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise BadValue("must be true or false")
    return value


def text(longest: int) -> Check:
    """A check for text of at most so many characters."""

    def check(value: object) -> str:
        if not isinstance(value, str) or len(value) > longest or not _is_whole(value):
            raise BadValue(f"must be a text of at most {longest} characters")
        return value

    return check


def _is_whole(value: str) -> bool:
    """Whether no half of a character stands alone, which JSON allows and no database takes."""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def whole_number(smallest: int, largest: int) -> Check:
    """A check for a whole number within bounds, both included."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not smallest <= value <= largest:
            raise BadValue(f"must be a whole number from {smallest} to {largest}")
        return value

    return check


def identifier(value: object) -> str:
    """An id such as the server gives to sessions and people."""
    return _matching(value, r"[0-9A-Za-z]{1,36}", "must be an id")


def page_id(value: object) -> str:
    """An id such as a page gives to itself."""
    return _matching(value, r"[0-9A-Za-z-]{8,36}", "must be 8 to 36 letters, digits or hyphens")


def access(value: object) -> Access:
    """One of the four stage accesses."""
    if not isinstance(value, str) or value not in {str(one) for one in Access}:
        raise BadValue(f"must be one of {', '.join(Access)}")
    return Access(value)


def optional(check: Check) -> Check:
    """A check that lets null pass as well."""
    return lambda value: None if value is None else check(value)


def fields_of(fields: Fields) -> Check:
    """A check for an object with exactly these fields."""

    def check(value: object) -> Payload:
        try:
            return checked(fields, value)
        except Refusal as error:
            raise BadValue(f"is not as it should be: {error.message.rstrip('.')}") from error

    return check


def _matching(value: object, pattern: str, otherwise: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise BadValue(otherwise)
    return value
