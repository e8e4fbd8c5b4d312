"""Reads the properties of a new session, from the form and from the API alike."""

from collections.abc import Mapping
from typing import Any

from reference_server.live.payload_checks import BadValue, Check, access, flag, whole_number
from reference_server.rules.stage import FULL_STAGE, Access
from reference_server.rules.user_text import one_line
from reference_server.storage.session_store import NewSession

LONGEST_TITLE = 100
EMPTY_FORM: Mapping[str, object] = {"title": "", "access": "everyone", "polls": False, "quizzes": False}


class FieldError(ValueError):
    """A wrong field: its name, and a sentence about the problem."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field
        self.detail = detail


def _title(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("must be a string")
    title = one_line(value)
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise BadValue(f"must have 1 to {LONGEST_TITLE} characters")
    return title


_FIELDS: dict[str, tuple[Check, object]] = {
    "title": (_title, "Session"),
    "access": (access, Access.EVERYONE),
    "polls": (flag, False),
    "quizzes": (flag, False),
    "limit": (whole_number(1, FULL_STAGE), FULL_STAGE),
}


def form_fields(form: Mapping[str, str]) -> dict[str, object]:
    """Return the fields of a submitted form, for `read_new_session`.

    Browsers send nothing for an unchecked box, and an empty string for an empty title.
    """
    fields: dict[str, object] = {name: value for name, value in form.items() if value.strip()}
    return {**fields, **{name: name in fields for name in ("polls", "quizzes")}}


def read_new_session(fields: Mapping[str, object]) -> NewSession:
    """Return the session that these fields describe; missing ones get their defaults. Raises FieldError."""
    for name in fields:
        if name not in _FIELDS:
            raise FieldError(name[:40], f"Unknown field; use {', '.join(_FIELDS)}.")
    return NewSession(**{name: _read(name, fields) for name in _FIELDS})


def _read(name: str, fields: Mapping[str, object]) -> Any:
    check, default = _FIELDS[name]
    try:
        return check(fields[name]) if name in fields else default
    except BadValue as error:
        raise FieldError(name, f"“{name}” {error}.") from error
