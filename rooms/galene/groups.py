"""Galene's group file and operator token for a requested session.

Their formats are in Galene's manual, under "Group description reference" and "Stateful tokens".
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

ATTENDEES: Mapping[str, str] = {"everyone": "present", "nobody": "message"}
"""For each stage access that Galene has, the permissions of attendees: to publish, or to watch and write."""
OPERATOR = ("op", "present", "message")
LIFETIME = timedelta(days=1)
"""The lifetime of a moderator's link, longer than any run."""


class NotServed(ValueError):
    """Galene has no such session; the message gives the reason, in one line."""


def group_file(session_request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the group's file, which admits anyone by any name.

    Raises NotServed where Galene has no such session.
    """
    _expect_served(session_request)
    anyone = {"password": {"type": "wildcard"}, "permissions": ATTENDEES[session_request["access"]]}
    return {"displayName": session_request["title"], "wildcard-user": anyone}


def operator_token(token: str, group: str, now: datetime) -> dict[str, Any]:
    """Return the token that makes anyone with the link an operator of this group, under any name."""
    return {
        "token": token,
        "group": group,
        "permissions": list(OPERATOR),
        "expires": (now + LIFETIME).isoformat(),
    }


def _expect_served(session_request: Mapping[str, Any]) -> None:
    if session_request["access"] not in ATTENDEES:
        known = " and ".join(f"“{access}”" for access in ATTENDEES)
        raise NotServed(f"Galene has no stage access like “{session_request['access']}”; it has {known}.")
    if session_request.get("polls") or session_request.get("quizzes"):
        raise NotServed("Galene has no polls and no quizzes.")
    if "limit" in session_request:
        raise NotServed("Galene limits how many people a group holds (max-clients), not how many are on stage.")
