"""Every message × both roles × every standing: acknowledged with facts, or a typed error.

The tables have the expected results: the kind of the first fact of an accepted message, or the code of the refusal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.reference_server.clients import read_refusal_code
from tests.stand_ins.connected_session import OpenSession

Results = dict[str, str | dict[str, str]]

ACCESSES = ("everyone", "request", "invite", "nobody")
FACTS = {
    *("asked", "request_cancelled", "request_approved", "request_declined"),
    *("invited", "invitation_declined", "invitation_revoked"),
    *("went_live", "devices_set", "removed", "access_set", "hand_raised", "hand_lowered", "nothing"),
}
JOIN = {"microphone": True, "camera": True}
DEVICES = {"microphone": False, "camera": True}

SWITCH_OFF_MESSAGES = ("mute_all", "cameras_off")
NOT_A_MODERATOR = "not_a_moderator"

# The people in the session, by role and standing; some standings are possible only with some stage accesses.
NAMES = {
    "moderator": "Maya",
    "moderator on stage": "Marc",
    "viewer": "Vera",
    "asking": "Asa",
    "invited": "Ina",
    "on stage": "Stan",
}
ACCESSES_OF_STANDING = {"asking": ("request",), "invited": ("everyone", "request", "invite")}


def by_access(otherwise: str, **results: str) -> dict[str, str]:
    """Return a result for each stage access."""
    return {access: results.get(access, otherwise) for access in ACCESSES}


def same_for_everybody(result: str) -> Results:
    """Return the same result for every person."""
    return dict.fromkeys([*NAMES, "unknown"], result)


# Messages about oneself: the results by the role and standing of the sender.
ABOUT_ONESELF: dict[str, Results] = {
    "ask": {
        "moderator": "not_an_attendee",
        "moderator on stage": "not_an_attendee",
        "viewer": by_access("not_offered", request="asked"),
        "asking": "already_asking",
        "invited": "already_invited",
        "on stage": "already_on_stage",
    },
    "cancel_request": {
        "moderator": "not_an_attendee",
        "moderator on stage": "not_an_attendee",
        "viewer": "not_asking",
        "asking": "request_cancelled",
        "invited": "not_asking",
        "on stage": "not_asking",
    },
    "decline_invitation": {
        "moderator": "not_an_attendee",
        "moderator on stage": "not_an_attendee",
        "viewer": "not_invited",
        "asking": "not_invited",
        "invited": "invitation_declined",
        "on stage": "not_invited",
    },
    "join": {
        "moderator": "went_live",
        "moderator on stage": "already_on_stage",
        "viewer": by_access("not_offered", everyone="went_live"),
        "asking": "not_offered",
        "invited": "went_live",
        "on stage": "already_on_stage",
    },
    "devices": {
        "moderator": "not_on_stage",
        "moderator on stage": "devices_set",
        "viewer": "not_on_stage",
        "asking": "not_on_stage",
        "invited": "not_on_stage",
        "on stage": "devices_set",
    },
    "raise_hand": {
        **dict.fromkeys(("viewer", "asking", "invited"), "hand_raised"),
        **dict.fromkeys(("moderator", "moderator on stage"), "not_an_attendee"),
        "on stage": "already_on_stage",
    },
    # Refusals only: nobody has a raised hand here. Raised hands are tested in test_chat_and_reactions.
    "lower_hand": {
        **dict.fromkeys(("viewer", "asking", "invited"), "not_raised"),
        **dict.fromkeys(("moderator", "moderator on stage"), "not_an_attendee"),
        "on stage": "already_on_stage",
    },
    "clear_hands": {
        **dict.fromkeys(("viewer", "asking", "invited", "on stage"), "not_a_moderator"),
        **dict.fromkeys(("moderator", "moderator on stage"), "not_raised"),
    },
    "say": dict.fromkeys(NAMES, "nothing"),
    "read_chat": dict.fromkeys(NAMES, "nothing"),
    "react": dict.fromkeys(NAMES, "nothing"),
    "dismiss_notice": dict.fromkeys(NAMES, "nothing"),
    # Nobody else is on stage with this moderator, so there is nothing to switch off.
    **{
        message: {name: "nothing" if "moderator" in name else NOT_A_MODERATOR for name in NAMES}
        for message in SWITCH_OFF_MESSAGES
    },
}
PAYLOADS: dict[str, dict[str, Any]] = {
    "join": JOIN,
    "devices": DEVICES,
    "say": {"text": "Hello", "sent_as": "mark-0001"},
    "read_chat": {"after": 0},
    "react": {"reaction": "heart"},
    "dismiss_notice": {"number": 7},
}
NEVER_REFUSED = {"say", "read_chat", "react", "dismiss_notice"}
ACCEPTED_IN_OTHER_TESTS = {"lower_hand", "clear_hands"}

# Messages of a moderator about a person: the results by the role and standing of that person. Each of them is refused
# to attendees (SAFE-1, LEAVE-6).
ABOUT_OTHERS: dict[str, Results] = {
    "approve": {**same_for_everybody("not_asking"), "asking": "request_approved", "unknown": "unknown_person"},
    "decline": {**same_for_everybody("not_asking"), "asking": "request_declined", "unknown": "unknown_person"},
    "invite": {
        "moderator": "not_an_attendee",
        "moderator on stage": "not_an_attendee",
        "viewer": by_access("invited", nobody="not_offered"),
        "asking": "request_approved",
        "invited": "already_invited",
        "on stage": by_access("already_on_stage", nobody="not_offered"),
        "unknown": "unknown_person",
    },
    "revoke": {**same_for_everybody("not_invited"), "invited": "invitation_revoked", "unknown": "unknown_person"},
    "remove": {
        **same_for_everybody("not_on_stage"),
        "on stage": "removed",
        "moderator on stage": "removed",
        "unknown": "unknown_person",
    },
}


@dataclass(frozen=True)
class Case:
    """One message under a stage access, and the expected result.

    It has a sender, and may be about a person.
    """

    access: str
    sender: str
    message: str
    result: str
    person: str = ""
    payload: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        words = (self.access, self.sender, self.message, self.person, str(self.payload.get("access", "")))
        return "-".join(word.replace(" ", "_") for word in words if word)


def list_possible_standings(access: str) -> list[str]:
    """Return the roles and standings that are possible with a stage access."""
    return [name for name in NAMES if access in ACCESSES_OF_STANDING.get(name, ACCESSES)]


def generate_cases() -> Iterator[Case]:
    """Yield every message from everybody about everybody."""
    for access in ACCESSES:
        for sender in list_possible_standings(access):
            for message, results in ABOUT_ONESELF.items():
                result = _look_up(results[sender], access)
                yield Case(access, sender, message, result, payload=PAYLOADS.get(message, {}))
            for new_access in ACCESSES:
                result = "nothing" if new_access == access else "access_set"
                result = result if "moderator" in sender else NOT_A_MODERATOR
                yield Case(access, sender, "set_access", result, payload={"access": new_access})
            for message, results in ABOUT_OTHERS.items():
                for person in (*list_possible_standings(access), "unknown"):
                    result = _look_up(results[person], access) if "moderator" in sender else NOT_A_MODERATOR
                    yield Case(access, sender, message, result, person)


def _look_up(result: str | dict[str, str], access: str) -> str:
    return result if isinstance(result, str) else result[access]


CASES = list(generate_cases())
REFUSED = [case for case in CASES if case.result not in FACTS]
ACCEPTED = [case for case in CASES if case.result in FACTS]


class DispatchScene:
    """People of these roles and standings in one session."""

    def __init__(self, open_session: OpenSession, access: str, standings: list[str]) -> None:
        session = open_session("request")
        present = [standing for standing in NAMES if standing in standings or standing == "moderator"]
        self.people = {standing: session.enter(NAMES[standing]) for standing in present}
        self.moderator = self.people["moderator"]
        for standing in present:
            self._put_on_stage(standing)
        self.moderator.do("set_access", access=access)
        if "asking" in present:
            self.people["asking"].do("ask")
        if "invited" in present:
            self.moderator.do("invite", person=self.people["invited"].id)

    def send(self, case: Case) -> Any:
        """Send the message of a case; return the acknowledgement."""
        person = self.people[case.person].id if case.person in self.people else "0" * 16
        payload = {**case.payload, **({"person": person} if case.person else {})}
        return self.people[case.sender].send(case.message, payload)

    def make_changes(self) -> int:
        """Join, be removed and dismiss the notification; return the revision once all events have arrived."""
        count_before = len(self.moderator.views)
        self.moderator.do("join", **JOIN)
        self.moderator.do("remove", person=self.moderator.id)
        notice = self.moderator.wait_until(
            lambda view: view["you"]["notice"] and len(self.moderator.views) > count_before
        )
        self.moderator.do("dismiss_notice", number=notice["you"]["notice"]["number"])
        return int(self.moderator.wait_until(lambda view: view["you"]["notice"] is None)["revision"])

    def _put_on_stage(self, standing: str) -> None:
        if standing == "on stage":
            self.moderator.do("invite", person=self.people[standing].id)
        if "on stage" in standing:
            self.people[standing].do("join", **JOIN)


@pytest.mark.parametrize("access", ACCESSES)
def test_messages_that_the_tables_refuse_are_refused_and_change_nothing(open_session: OpenSession, access: str) -> None:
    scene = DispatchScene(open_session, access, list_possible_standings(access))
    revision = scene.make_changes()
    cases = [case for case in REFUSED if case.access == access]
    codes = {str(case): read_refusal_code(scene.send(case)) for case in cases}
    assert codes == {str(case): case.result for case in cases}
    assert scene.make_changes() == revision + CHANGES


CHANGES = 3
"""The number of changes that `DispatchScene.make_changes` makes."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_messages_that_the_tables_accept_are_acknowledged_with_facts(open_session: OpenSession, case: Case) -> None:
    scene = DispatchScene(open_session, case.access, [case.sender, case.person])
    acknowledgement = scene.send(case)
    assert acknowledgement["ok"] is True and set(acknowledgement) == {"ok", "facts"}, acknowledgement
    if case.result == "nothing":
        assert acknowledgement["facts"] == []
        return
    fact = acknowledgement["facts"][0]
    about = {} if case.message == "set_access" else {"person": scene.people[case.person or case.sender].id}
    assert fact == {"kind": case.result, "by": scene.people[case.sender].id, **about}


def test_every_message_is_both_refused_and_accepted_in_the_tables() -> None:
    refused, accepted = {case.message for case in REFUSED}, {case.message for case in ACCEPTED}
    assert accepted | ACCEPTED_IN_OTHER_TESTS == {*ABOUT_ONESELF, *ABOUT_OTHERS, "set_access"}
    assert refused == {*ABOUT_ONESELF, *ABOUT_OTHERS, "set_access"} - NEVER_REFUSED


def test_safe_1_a_moderator_cannot_act_on_people_of_another_session(
    open_session: OpenSession,
) -> None:
    session, other_session = open_session("request"), open_session("request")
    maya, ada = session.enter("Maya"), other_session.enter("Ada")
    other_session.enter("Marc")
    ada.do("ask")
    for command in ("approve", "decline", "invite", "revoke", "remove"):
        assert maya.expect_refusal(command, person=ada.id) == "unknown_person"
    assert ada.read_newest_view()["you"]["standing"] == "asking"
