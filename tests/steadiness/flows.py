"""The flows of the stage, each cut off before its last message: what was done so far, and who sends what then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.reference_server.live import Live

People = dict[str, Live]
ON = {"microphone": True, "camera": False}
PEOPLE = ["Maya", "Marc", "Ada", "Ben"]
"""Maya and Marc moderate."""


@dataclass(frozen=True)
class Flow:
    """A session of this stage access, what leads up to the message, who sends it, and whom it is about."""

    access: str
    before: Callable[[People], object]
    who: str
    message: str
    whom: str = ""
    payload: tuple[tuple[str, Any], ...] = ()

    def carried(self, people: People) -> dict[str, Any]:
        """What the message carries."""
        return dict(self.payload) | ({"person": people[self.whom].id} if self.whom else {})


def nothing(_people: People) -> None:
    """The session has only begun."""


def asked(people: People) -> None:
    """Ben and Ada wait for an answer."""
    people["Ben"].does("ask")
    people["Ada"].does("ask")


def invited(people: People) -> None:
    """Ada has an invitation."""
    people["Maya"].does("invite", person=people["Ada"].id)


def asked_and_invited(people: People) -> None:
    """Ben waits for an answer, and Ada has one."""
    asked(people)
    people["Maya"].does("approve", person=people["Ada"].id)


def live(people: People) -> None:
    """Ben and Ada are on stage."""
    for name in ("Ben", "Ada"):
        people["Maya"].does("invite", person=people[name].id)
        people[name].does("join", **ON)


def removed(people: People) -> None:
    """Ada was on stage and has been told of her removal."""
    live(people)
    people["Maya"].does("remove", person=people["Ada"].id)


DEVICES = tuple(ON.items())
FLOWS = {
    "joining directly": Flow("everyone", nothing, "Ada", "join", payload=DEVICES),
    "asking": Flow("request", nothing, "Ada", "ask"),
    "cancelling": Flow("request", asked, "Ada", "cancel_request"),
    "approving": Flow("request", asked, "Maya", "approve", "Ada"),
    "declining a request": Flow("request", asked, "Marc", "decline", "Ada"),
    "inviting": Flow("invite", nothing, "Maya", "invite", "Ada"),
    "accepting an invitation": Flow("invite", invited, "Ada", "join", payload=DEVICES),
    "declining an invitation": Flow("invite", invited, "Ada", "decline_invitation"),
    "revoking": Flow("invite", invited, "Marc", "revoke", "Ada"),
    "removing": Flow("invite", live, "Maya", "remove", "Ada"),
    "switching a device": Flow("invite", live, "Ada", "devices", payload=(("microphone", False), ("camera", True))),
    "closing everything": Flow("request", asked_and_invited, "Maya", "set_access", payload=(("access", "nobody"),)),
    "putting news away": Flow("invite", removed, "Ada", "dismiss_notice", payload=(("number", 1),)),
}
