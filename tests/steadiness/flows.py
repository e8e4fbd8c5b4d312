"""Flows of a session, each stopped before its last message, so that a test can interrupt that message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.reference_server.clients import Live

People = dict[str, Live]
Payload = dict[str, Any]
ON = {"microphone": True, "camera": False}
PEOPLE = ["Maya", "Marc", "Ada", "Ben"]
"""Maya and Marc moderate."""
POLL = {"id": None, "question": {"text": "Outdoors?", "options": ["Yes", "No"], "several": False}}


@dataclass(frozen=True)
class Flow:
    """A flow in a session of this stage access: after ``before``, ``sender`` sends the message."""

    access: str
    before: Callable[[People], object]
    sender: str
    message: str
    payload: Callable[[People], Payload] = lambda _people: {}


def about(name: str) -> Callable[[People], Payload]:
    """Return a payload about this person."""
    return lambda people: {"person": people[name].id}


def with_(**payload: object) -> Callable[[People], Payload]:
    """Return a payload that is the same for all people."""
    return lambda _people: payload


def nothing(_people: People) -> None:
    """End with the session in its state at the opening."""


def asked(people: People) -> None:
    """Ben and Ada wait for an answer."""
    people["Ben"].do("ask")
    people["Ada"].do("ask")


def invited(people: People) -> None:
    """Ada has an invitation."""
    people["Maya"].do("invite", person=people["Ada"].id)


def asked_and_invited(people: People) -> None:
    """Ben waits for an answer, and Ada's request was approved."""
    asked(people)
    people["Maya"].do("approve", person=people["Ada"].id)


def live(people: People) -> None:
    """Ben and Ada are on stage."""
    for name in ("Ben", "Ada"):
        people["Maya"].do("invite", person=people[name].id)
        people[name].do("join", **ON)


def removed(people: People) -> None:
    """Ada was removed from the stage and has the notification of it."""
    live(people)
    people["Maya"].do("remove", person=people["Ada"].id)


def hands(people: People) -> None:
    """Ben and Ada have raised a hand."""
    people["Ben"].do("raise_hand")
    people["Ada"].do("raise_hand")


def written(people: People) -> None:
    """The chat has one message."""
    people["Maya"].do("say", text="Good morning", sent_as="mark-one")


def drafted(people: People) -> None:
    """Maya has written a poll."""
    people["Maya"].do("draft_poll", **POLL)
    people["Maya"].wait_until(lambda view: view["polls"])


def opened(people: People) -> None:
    """The poll is open."""
    drafted(people)
    people["Maya"].do("open_questionnaire", **the_poll(people))


def voted(people: People) -> None:
    """Ada and Ben have voted."""
    opened(people)
    for name in ("Ada", "Ben"):
        people[name].do("answer_questionnaire", **vote(0)(people))


def the_poll(people: People) -> Payload:
    """Return a payload about the poll."""
    return {"questionnaire": people["Maya"].view["polls"][0]["id"]}


def vote(index: int) -> Callable[[People], Payload]:
    """Return a payload that votes for the option at this index."""
    return lambda people: the_poll(people) | {"choices": [[index]]}


FLOWS = {
    "joining directly": Flow("everyone", nothing, "Ada", "join", with_(**ON)),
    "asking": Flow("request", nothing, "Ada", "ask"),
    "cancelling": Flow("request", asked, "Ada", "cancel_request"),
    "approving": Flow("request", asked, "Maya", "approve", about("Ada")),
    "declining a request": Flow("request", asked, "Marc", "decline", about("Ada")),
    "inviting": Flow("invite", nothing, "Maya", "invite", about("Ada")),
    "accepting an invitation": Flow("invite", invited, "Ada", "join", with_(**ON)),
    "declining an invitation": Flow("invite", invited, "Ada", "decline_invitation"),
    "revoking": Flow("invite", invited, "Marc", "revoke", about("Ada")),
    "removing": Flow("invite", live, "Maya", "remove", about("Ada")),
    "switching a device": Flow("invite", live, "Ada", "devices", with_(microphone=False, camera=True)),
    "muting everybody": Flow("invite", live, "Maya", "mute_all"),
    "closing everything": Flow("request", asked_and_invited, "Maya", "set_access", with_(access="nobody")),
    "dismissing a notification": Flow("invite", removed, "Ada", "dismiss_notice", with_(number=1)),
    "raising a hand": Flow("nobody", nothing, "Ada", "raise_hand"),
    "lowering a hand": Flow("nobody", hands, "Ben", "lower_hand"),
    "clearing the hands": Flow("nobody", hands, "Maya", "clear_hands"),
    "writing in the chat": Flow("nobody", written, "Ada", "say", with_(text="Good morning, Maya", sent_as="mark-two")),
    "writing a poll": Flow("nobody", nothing, "Maya", "draft_poll", with_(**POLL)),
    "opening a poll": Flow("nobody", drafted, "Maya", "open_questionnaire", the_poll),
    "voting": Flow("nobody", opened, "Ada", "answer_questionnaire", vote(1)),
    "changing a vote": Flow("nobody", voted, "Ada", "answer_questionnaire", vote(1)),
    "closing a poll": Flow("nobody", voted, "Maya", "close_questionnaire", the_poll),
    "ending polls": Flow("nobody", voted, "Maya", "set_polls", with_(on=False)),
}
