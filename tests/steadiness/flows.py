"""Flows of a session, each stopped before its last message, so that a test can interrupt that message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.reference_server.clients import PageClient

People = dict[str, PageClient]
Payload = dict[str, Any]
MICROPHONE_ONLY = {"microphone": True, "camera": False}
NAMES = ["Maya", "Marc", "Ada", "Ben"]
"""Maya and Marc moderate."""
POLL = {"id": None, "question": {"text": "Outdoors?", "options": ["Yes", "No"], "several": False}}


@dataclass(frozen=True)
class Flow:
    """A flow in a session with this stage access.

    ``prepare`` runs first, then ``sender`` sends the message.
    """

    access: str
    prepare: Callable[[People], object]
    sender: str
    message: str
    payload: Callable[[People], Payload] = lambda _people: {}


def person_payload(name: str) -> Callable[[People], Payload]:
    """Return a payload about this person."""
    return lambda people: {"person": people[name].id}


def fixed_payload(**payload: object) -> Callable[[People], Payload]:
    """Return a payload that is the same for all people."""
    return lambda _people: payload


def change_nothing(_people: People) -> None:
    """Leave the session as it was opened."""


def ask_to_join(people: People) -> None:
    """Let Ben and Ada ask to join."""
    people["Ben"].do("ask")
    people["Ada"].do("ask")


def invite_ada(people: People) -> None:
    people["Maya"].do("invite", person=people["Ada"].id)


def ask_and_invite(people: People) -> None:
    """Let Ben and Ada ask to join, and approve Ada's request."""
    ask_to_join(people)
    people["Maya"].do("approve", person=people["Ada"].id)


def bring_on_stage(people: People) -> None:
    """Bring Ben and Ada on stage."""
    for name in ("Ben", "Ada"):
        people["Maya"].do("invite", person=people[name].id)
        people[name].do("join", **MICROPHONE_ONLY)


def remove_ada(people: People) -> None:
    """Remove Ada from the stage, which notifies her."""
    bring_on_stage(people)
    people["Maya"].do("remove", person=people["Ada"].id)


def raise_hands(people: People) -> None:
    """Let Ben and Ada raise a hand."""
    people["Ben"].do("raise_hand")
    people["Ada"].do("raise_hand")


def write_in_chat(people: People) -> None:
    """Let Maya send a chat message."""
    people["Maya"].do("say", text="Good morning", sent_as="mark-one")


def draft_poll(people: People) -> None:
    """Let Maya draft a poll."""
    people["Maya"].do("draft_poll", **POLL)
    people["Maya"].wait_until(lambda view: view["polls"])


def open_poll(people: People) -> None:
    """Let Maya draft and open a poll."""
    draft_poll(people)
    people["Maya"].do("open_questionnaire", **poll_payload(people))


def vote(people: People) -> None:
    """Let Ada and Ben vote for the first option of a poll."""
    open_poll(people)
    for name in ("Ada", "Ben"):
        people[name].do("answer_questionnaire", **vote_payload(0)(people))


def poll_payload(people: People) -> Payload:
    """Return a payload about the only poll."""
    return {"questionnaire": people["Maya"].view["polls"][0]["id"]}


def vote_payload(index: int) -> Callable[[People], Payload]:
    """Return a payload that votes for the option at this index."""
    return lambda people: poll_payload(people) | {"choices": [[index]]}


FLOWS = {
    "joining directly": Flow("everyone", change_nothing, "Ada", "join", fixed_payload(**MICROPHONE_ONLY)),
    "asking": Flow("request", change_nothing, "Ada", "ask"),
    "cancelling": Flow("request", ask_to_join, "Ada", "cancel_request"),
    "approving": Flow("request", ask_to_join, "Maya", "approve", person_payload("Ada")),
    "declining a request": Flow("request", ask_to_join, "Marc", "decline", person_payload("Ada")),
    "inviting": Flow("invite", change_nothing, "Maya", "invite", person_payload("Ada")),
    "accepting an invitation": Flow("invite", invite_ada, "Ada", "join", fixed_payload(**MICROPHONE_ONLY)),
    "declining an invitation": Flow("invite", invite_ada, "Ada", "decline_invitation"),
    "revoking": Flow("invite", invite_ada, "Marc", "revoke", person_payload("Ada")),
    "removing": Flow("invite", bring_on_stage, "Maya", "remove", person_payload("Ada")),
    "switching a device": Flow(
        "invite", bring_on_stage, "Ada", "devices", fixed_payload(microphone=False, camera=True)
    ),
    "muting everybody": Flow("invite", bring_on_stage, "Maya", "mute_all"),
    "ending all stage access": Flow("request", ask_and_invite, "Maya", "set_access", fixed_payload(access="nobody")),
    "dismissing a notification": Flow("invite", remove_ada, "Ada", "dismiss_notice", fixed_payload(number=1)),
    "raising a hand": Flow("nobody", change_nothing, "Ada", "raise_hand"),
    "lowering a hand": Flow("nobody", raise_hands, "Ben", "lower_hand"),
    "clearing the raised hands": Flow("nobody", raise_hands, "Maya", "clear_hands"),
    "writing in the chat": Flow(
        "nobody", write_in_chat, "Ada", "say", fixed_payload(text="Good morning, Maya", sent_as="mark-two")
    ),
    "drafting a poll": Flow("nobody", change_nothing, "Maya", "draft_poll", fixed_payload(**POLL)),
    "opening a poll": Flow("nobody", draft_poll, "Maya", "open_questionnaire", poll_payload),
    "voting": Flow("nobody", open_poll, "Ada", "answer_questionnaire", vote_payload(1)),
    "changing a vote": Flow("nobody", vote, "Ada", "answer_questionnaire", vote_payload(1)),
    "closing a poll": Flow("nobody", vote, "Maya", "close_questionnaire", poll_payload),
    "disabling polls": Flow("nobody", vote, "Maya", "set_polls", fixed_payload(on=False)),
}
