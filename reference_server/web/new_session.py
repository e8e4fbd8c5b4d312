"""What someone asks for when they make a session, by the form or by the API: both are read alike."""

from collections.abc import Mapping
from typing import Any

from reference_server.live.payload_checks import BadValue, Check, access, flag, whole_number
from reference_server.rules.stage import FULL_STAGE, Access
from reference_server.rules.user_text import one_line
from reference_server.storage.session_store import NewSession

LONGEST_TITLE = 100


class FieldError(ValueError):
    """One field is wrong: which, and what about it."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field
        self.detail = detail


def _title(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("must be a text")
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


def read_new_session(given: Mapping[str, object]) -> NewSession:
    """The session asked for; what is not said gets its default. Raises FieldError."""
    for name in given:
        if name not in _FIELDS:
            raise FieldError(name[:40], f"There is no such field; there are {', '.join(_FIELDS)}.")
    return NewSession(**{name: _read(name, given) for name in _FIELDS})


def _read(name: str, given: Mapping[str, object]) -> Any:
    check, default = _FIELDS[name]
    try:
        return check(given[name]) if name in given else default
    except BadValue as error:
        raise FieldError(name, f"“{name}” {error}.") from error
