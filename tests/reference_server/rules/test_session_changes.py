"""Changes of a session lead from each view to the next, and are small.

They contain nothing that is not in a view.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from reference_server.rules import stage
from reference_server.rules.session_changes import SessionChange, SessionFeed, list_change
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.session_views import SessionViews
from reference_server.rules.stage import Access, Change, Participant, Role, StageState, list_commands, list_commands_on
from tests.reference_server.room_changes import apply_change, apply_own_change
from tests.reference_server.rules.random_session import MOVE_GROUPS, RandomSession
from tests.reference_server.rules.test_every_state import explore

MOST_BYTES_FOR_ATTENDEES, MOST_BYTES_FOR_MODERATORS = 340, 800


def views_of(random_session: RandomSession) -> dict[str, dict[str, Any]]:
    """Return the whole view of everybody in the session."""
    views = SessionViews(random_session.snapshot, random_session.public_id_of)
    return {person: encode_and_decode(views.of(person)) for person in random_session.snapshot.state.by_id}


def encode_and_decode(payload: Any) -> Any:
    """Return a payload as a page receives it."""
    return json.loads(json.dumps(payload))


def apply_to_view(view: dict[str, Any], change: SessionChange, revision: int) -> dict[str, Any]:
    """Return a person's view after the parts of a change that are sent to them."""
    role_part = change.moderators if view["you"]["role"] == "moderator" else change.attendees
    after = apply_change(view, encode_and_decode({**role_part, "revision": revision}))
    return apply_own_change(after, encode_and_decode({**change.own.get(view["you"]["id"], {}), "revision": revision}))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(MOVE_GROUPS)
def test_changes_lead_from_each_view_to_the_next(move_groups: list[list[tuple[Any, ...]]]) -> None:
    random_session = RandomSession.start()
    feed = SessionFeed(random_session.snapshot, random_session.public_id_of)
    views = views_of(random_session)
    for moves in move_groups:
        people_with_changed_page = {person for move in moves for person in random_session.make_move(move) or ()}
        change = feed.advance(
            random_session.snapshot, people_with_changed_page & random_session.snapshot.state.by_id.keys()
        )
        expected = views_of(random_session)
        for person in views.keys() & expected.keys():
            views[person] = apply_to_view(views[person], change, random_session.snapshot.revision)
            assert views[person] == expected[person], (person, change)
        views = expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(MOVE_GROUPS)
def test_changes_reveal_nothing_that_is_not_in_an_attendees_view(move_groups: list[list[tuple[Any, ...]]]) -> None:
    """If the view of an attendee is unchanged, the change has no part for attendees."""
    random_session = RandomSession.start()
    feed = SessionFeed(random_session.snapshot, random_session.public_id_of)
    for moves in move_groups:
        before = views_of(random_session).get("ada")
        people_with_changed_page = {person for move in moves for person in random_session.make_move(move) or ()}
        change = feed.advance(
            random_session.snapshot, people_with_changed_page & random_session.snapshot.state.by_id.keys()
        )
        after = views_of(random_session).get("ada")
        if before and after and before | {"revision": 0} == after | {"revision": 0} and not has_changed_people(change):
            assert change.attendees == {}
        assert not {"requests", "invitations", "returning", "may_with"} & change.attendees.keys()
        assert not any({"may", "results"} & entry.keys() for entry in change.attendees.get("people", ()))


def has_changed_people(change: SessionChange) -> bool:
    """Return whether the list of people has changed."""
    return bool({"left", "people"} & change.attendees.keys())


@pytest.mark.parametrize(
    ("before", "after"), [("", "a"), ("abc", "ac"), ("abc", "bca"), ("abc", "cba"), ("abc", ""), ("ab", "abcd")]
)
def test_a_change_of_a_list_leads_to_the_new_list(before: str, after: str) -> None:
    change = list_change([*before], [*after])
    remaining = [id_ for id_ in before if id_ not in change.get("removed", ())]
    assert remaining + change.get("added", []) == [*after]
    assert list_change([*before], [*before]) == {}


@pytest.mark.exhaustive
def test_in_every_reachable_state_views_contain_the_commands_that_the_rules_list() -> None:
    """Views look commands up by role, standing and raised hand, not by asking the rules per person."""
    for state in explore(4):
        views = SessionViews(SessionSnapshot("s1", "", state), lambda _person: None)
        moderators = [person.id for person in state.people if person.role is Role.MODERATOR]
        for person in state.by_id:
            assert views.of(person)["you"]["may"][: len(list_commands(state, person))] == list_commands(state, person)
        for by in moderators:
            entries = {entry["id"]: entry["may"] for entry in views.of(by)["people"]}
            assert entries == {person: list_commands_on(state, by, person) for person in state.by_id}


def crowded_session(size: int) -> SessionSnapshot:
    """Return a session of one moderator and `size` - 1 attendees, with ids like the server's."""
    people = [Participant(f"{n:016x}", f"Attendee {n}", Role.ATTENDEE) for n in range(1, size)]
    maya = Participant("0" * 16, "Maya Okafor", Role.MODERATOR)
    return SessionSnapshot("s1", "Lecture", StageState(Access.REQUEST, people=(maya, *people)))


@pytest.mark.parametrize("size", [100, 5_000])
def test_a_change_takes_few_bytes_for_any_number_of_people(size: int) -> None:
    session = crowded_session(size)
    ada, newcomer = f"{9:016x}", Participant("f" * 16, "Somebody with a name of usual length", Role.ATTENDEE)
    feed = SessionFeed(session, lambda person: person * 2)
    commands: list[Callable[[StageState], Change]] = [
        lambda state: stage.raise_hand(state, ada),
        lambda state: stage.ask(state, ada),
        lambda state: stage.set_access(state, "0" * 16, Access.EVERYONE),
        lambda state: stage.join(state, ada, True, True),
        lambda state: stage.set_devices(state, ada, False, True),
        lambda state: stage.enter(state, newcomer),
        lambda state: stage.leave(state, ada),
    ]
    for command in commands:
        session = session.after(command(session.state))
        change = feed.advance(session)
        for part in (change.attendees, *change.own.values()):
            assert len(json.dumps(part, separators=(",", ":"))) <= MOST_BYTES_FOR_ATTENDEES, part
        assert len(json.dumps(change.moderators, separators=(",", ":"))) <= MOST_BYTES_FOR_MODERATORS, change.moderators


def test_the_change_after_an_answer_contains_the_counts_and_one_result() -> None:
    random_session = RandomSession.start()
    for move in (("draft", "maya", "q1"), ("open_", "maya", "q1")):
        random_session.make_move(move)
    feed = SessionFeed(random_session.snapshot, random_session.public_id_of)
    random_session.make_move(("answer", "ada", "q1", (frozenset({0}), frozenset({1}))))
    change = feed.advance(random_session.snapshot)
    assert change.attendees == {}
    (quiz_change,) = change.moderators["quizzes"]["changed"]
    assert quiz_change.keys() == {"id", "answered", "counts", "results"}
    assert change.own == {"ada": {"quizzes": [{"id": "q1", "choices": [[0], [1]]}]}}
