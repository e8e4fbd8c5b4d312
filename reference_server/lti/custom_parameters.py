"""The custom parameters of an activity, which contain the properties of its new session."""

import re

from reference_server.lti.claims import Claims
from reference_server.lti.refusals import RefusedLaunch
from reference_server.rules.user_text import one_line
from reference_server.storage.session_store import NewSession
from reference_server.web.new_session import LONGEST_TITLE, FieldError, read_new_session

FLAGS = ("polls", "quizzes")
_FLAG_WORDS = {"on": True, "true": True, "1": True, "yes": True, "off": False, "false": False, "0": False, "no": False}


def write_custom_parameters(new: NewSession) -> dict[str, str]:
    """Return the custom parameters of an activity whose session has these properties."""
    flags = {name: "on" if getattr(new, name) else "off" for name in FLAGS}
    return {"access": str(new.access), **flags}


def read_session_properties(claims: Claims) -> NewSession:
    """Return the properties of an activity's session, and ignore parameters of other tools.

    Raises RefusedLaunch.
    """
    fields = _read_fields(claims)
    try:
        return read_new_session(fields)
    except FieldError as error:
        raise RefusedLaunch(
            "bad_setting", f"custom parameter {error.field} is {fields[error.field]!r}: {error.detail}"
        ) from error


def _read_fields(claims: Claims) -> dict[str, object]:
    parameters = claims.custom_parameters()
    fields: dict[str, object] = {"access": parameters["access"].strip()} if parameters.get("access") else {}
    fields |= {name: _parse_flag(name, parameters[name]) for name in FLAGS if parameters.get(name)}
    if parameters.get("limit"):
        fields["limit"] = _parse_number(parameters["limit"])
    if title := one_line(claims.title())[:LONGEST_TITLE].strip():
        fields["title"] = title
    return fields


def _parse_number(value: str) -> object:
    """Return the number, or any other text unchanged, so that the error message quotes it."""
    text = value.strip()
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else value


def _parse_flag(name: str, value: str) -> bool:
    word = value.strip().lower()
    if word not in _FLAG_WORDS:
        raise RefusedLaunch("bad_setting", f"custom parameter {name} is {value!r}: write on or off")
    return _FLAG_WORDS[word]
