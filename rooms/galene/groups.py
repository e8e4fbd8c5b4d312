"""From the wish for a session to what Galene keeps of a group: its file, and the token that makes an operator.

The shapes are those of Galene's manual, under "Group description reference" and "Stateful tokens".
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

ATTENDEES: Mapping[str, str] = {"everyone": "present", "nobody": "message"}
"""For each stage access that Galene has, what attendees may do: publish themselves, or watch and write."""
OPERATOR = ("op", "present", "message")
LIFETIME = timedelta(days=1)
"""How long a moderator's link holds: longer than any run."""


class NotServed(ValueError):
    """Galene has no such session; the message says why, in one line."""


def group_file(wish: Mapping[str, Any]) -> dict[str, Any]:
    """The group's file, with anybody let in by any name; NotServed where Galene has nothing like what is wished for."""
    _expect_served(wish)
    anybody = {"password": {"type": "wildcard"}, "permissions": ATTENDEES[wish["access"]]}
    return {"displayName": wish["title"], "wildcard-user": anybody}


def operator_token(token: str, group: str, now: datetime) -> dict[str, Any]:
    """The token by which whoever follows the link is an operator of this group, under any name."""
    return {
        "token": token,
        "group": group,
        "permissions": list(OPERATOR),
        "expires": (now + LIFETIME).isoformat(),
    }


def _expect_served(wish: Mapping[str, Any]) -> None:
    if wish["access"] not in ATTENDEES:
        known = " and ".join(f"“{access}”" for access in ATTENDEES)
        raise NotServed(f"Galene has no stage access like “{wish['access']}”; it has {known}.")
    if wish.get("polls") or wish.get("quizzes"):
        raise NotServed("Galene has no polls and no quizzes.")
    if "limit" in wish:
        raise NotServed("Galene limits how many people a group holds (max-clients), not how many are on stage.")
