"""The rules of the stage in every state that two moderators and two attendees can reach.

The states do not include the devices, nor the order of entry, on which no rule may depend and which no move changes.
Everything else is explored completely, for every size of stage from one place to four.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest

from reference_server.rules import stage
from reference_server.rules.stage import Access, Change, Fact, FactKind, Participant, Refusal, Role, StageState
from tests.reference_server.rules.allowed_moves import (
    EVERYBODY,
    FACTS_OF_MOVES,
    MODERATORS,
    MOVES,
    ON_ONESELF,
    ON_PEOPLE,
    Move,
    SessionPicture,
    all_pictures,
    has_right,
    makes_sense,
)

pytestmark = pytest.mark.exhaustive

LIMITS = (1, 2, 3, 4)
PEOPLE = {
    name: Participant(name, name.title(), Role("moderator" if name in MODERATORS else "attendee")) for name in EVERYBODY
}
COMMANDS: dict[str, Callable[[StageState, Move], Change]] = {
    "enter": lambda state, move: stage.enter(state, PEOPLE[move.by]),
    "leave": lambda state, move: stage.leave(state, move.by),
    "ask": lambda state, move: stage.ask(state, move.by),
    "cancel_request": lambda state, move: stage.cancel_request(state, move.by),
    "decline_invitation": lambda state, move: stage.decline_invitation(state, move.by),
    "join": lambda state, move: stage.join(state, move.by, True, True),
    "approve": lambda state, move: stage.approve(state, move.by, move.on),
    "decline": lambda state, move: stage.decline(state, move.by, move.on),
    "invite": lambda state, move: stage.invite(state, move.by, move.on),
    "revoke": lambda state, move: stage.revoke(state, move.by, move.on),
    "remove": lambda state, move: stage.remove(state, move.by, move.on),
    "remove_from_session": lambda state, move: stage.remove_from_session(state, move.by, move.on),
    "ask_to_return": lambda state, move: stage.ask_to_return(state, PEOPLE[move.by]),
    "let_in": lambda state, move: stage.let_in(state, move.by, move.on),
    "keep_out": lambda state, move: stage.keep_out(state, move.by, move.on),
    "set_access": lambda state, move: stage.set_access(state, move.by, Access(move.on)),
    "raise_hand": lambda state, move: stage.raise_hand(state, move.by),
    "lower_hand": lambda state, move: stage.lower_hand(state, move.by),
    "clear_hands": lambda state, move: stage.clear_hands(state, move.by),
}


class Step(NamedTuple):
    """One move from one state: the next state and the facts, or the refusal."""

    before: SessionPicture
    move: Move
    after: SessionPicture
    facts: tuple[Fact, ...]
    refusal: Refusal | None
    then: StageState


@cache
def explored(limit: int) -> dict[StageState, list[Step]]:
    """Return all states that can be reached on a stage of this size, with every move tried in each."""
    waiting = [StageState(access, limit) for access in Access]
    found: dict[StageState, list[Step]] = {}
    while waiting:
        state = waiting.pop()
        if state not in found:
            found[state] = _steps_from(state)
            waiting += {step.then for step in done(found[state])}
    return found


def _steps_from(state: StageState) -> list[Step]:
    before = SessionPicture.of(state)
    return [_step(state, before, move) for move in MOVES]


def _step(state: StageState, before: SessionPicture, move: Move) -> Step:
    try:
        after, facts = COMMANDS[move.command](state, move)
    except Refusal as refusal:
        return Step(before, move, before, (), refusal.with_traceback(None), state)
    return Step(before, move, SessionPicture.of(after), facts, None, _regardless_of_entry(after))


def _regardless_of_entry(state: StageState) -> StageState:
    removed = tuple(PEOPLE[id_] for id_ in EVERYBODY if id_ in state.removed_by_id)
    return replace(state, people=tuple(PEOPLE[id_] for id_ in EVERYBODY if id_ in state.by_id), removed=removed)


@pytest.fixture(params=LIMITS, ids=lambda limit: f"limit-{limit}")
def limit(request: pytest.FixtureRequest) -> int:
    """The size of the stage."""
    return int(request.param)


@pytest.fixture
def steps(limit: int) -> list[Step]:
    """Return every move in every state."""
    return [step for steps in explored(limit).values() for step in steps]


def done(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the moves that were not refused."""
    return (step for step in steps if step.refusal is None)


def test_every_state_that_makes_sense_is_reached_and_no_other(limit: int) -> None:
    reached = Counter(SessionPicture.of(state) for state in explored(limit))
    assert set(reached) == set(all_pictures(limit))
    assert set(reached.values()) == {1}


def test_a_command_is_refused_exactly_where_the_catalogue_gives_no_right_to_it(steps: list[Step]) -> None:
    for step in steps:
        full = step.refusal is not None and step.refusal.code == "stage_full"
        assert has_right(step.before, step.move) is (step.refusal is None or full), step


def test_direct_7_only_joining_a_full_stage_is_refused_for_want_of_room(steps: list[Step]) -> None:
    for step in steps:
        full = step.move.command == "join" and len(step.before.on_stage) == step.before.limit
        wanted = full and has_right(step.before, step.move)
        assert wanted is (step.refusal is not None and step.refusal.code == "stage_full"), step


def test_nobody_comes_on_stage_but_by_their_own_command_and_a_right_held_at_that_moment(steps: list[Step]) -> None:
    for step in done(steps):
        for arrived in set(step.after.on_stage) - set(step.before.on_stage):
            assert step.move == Move(arrived, "join"), step
            by_role = arrived in MODERATORS
            by_invitation = arrived in step.before.invited
            by_open_stage = step.before.access == "everyone" and step.before.place(arrived) == "viewer"
            assert by_role or by_invitation or by_open_stage, step


def test_leave_1_and_6_only_a_moderators_command_or_closing_the_page_takes_anyone_off(steps: list[Step]) -> None:
    for step in done(steps):
        for gone in set(step.before.on_stage) - set(step.after.on_stage):
            by_moderator = step.move.by in MODERATORS and step.move.on == gone
            removed = by_moderator and step.move.command in ("remove", "remove_from_session")
            assert removed or step.move == Move(gone, "leave"), step


def test_a_request_or_an_invitation_is_answered_once(limit: int) -> None:
    found = explored(limit)
    granted = {state: {step.move for step in done(steps)} for state, steps in found.items()}
    for step in (step for steps in found.values() for step in done(steps)):
        for person, place in step.before.places.items():
            if place in ANSWERS and step.after.place(person) != place:
                assert not _answers(step.after, place, person) & granted[step.then], (step, person)


# The moves that answer a request or an invitation, by the person themselves or by a moderator.
ANSWERS = {
    "asking": (("cancel_request",), ("approve", "decline")),
    "invited": (("join", "decline_invitation"), ("revoke",)),
}


@cache
def _answers(seen: SessionPicture, place: str, person: str) -> set[Move]:
    own, moderators = ANSWERS[place]
    by_another_right = {Move(person, "join")} if seen.access == "everyone" else set()
    by_moderators = {Move(by, command, person) for by in MODERATORS for command in moderators}
    return {Move(person, command) for command in own} - by_another_right | by_moderators


def test_the_stage_never_exceeds_its_limit_and_everybody_has_one_place(steps: list[Step]) -> None:
    assert all(makes_sense(step.after) for step in done(steps))


def test_every_fact_stands_for_a_difference_and_every_difference_has_a_fact(steps: list[Step]) -> None:
    for step in done(steps):
        assert Counter(step.facts) == Counter(_differences(step)), step


def _differences(step: Step) -> Iterator[Fact]:
    by, before, after = step.move.by, step.before, step.after
    if before.access != after.access:
        yield Fact(FactKind.ACCESS_SET, by)
    for person in (*EVERYBODY, "nobody_by_this_id"):
        if before.place(person) != after.place(person):
            yield Fact(FACTS_OF_MOVES[step.move.command, before.place(person), after.place(person)], by, person)
        if person in after.hands and person not in before.hands:
            yield Fact(FactKind.HAND_RAISED, by, person)
        if person in before.hands and person not in after.hands and person in after.here:
            yield Fact(FactKind.HAND_LOWERED, by, person)


def test_a_command_that_is_not_refused_changes_something(steps: list[Step]) -> None:
    for step in done(steps):
        same_access = step.move == Move(step.move.by, "set_access", step.before.access)
        assert bool(step.facts) is not same_access, step


def test_a_command_changes_only_its_author_and_the_person_it_names(steps: list[Step]) -> None:
    for step in done(steps):
        if step.move.command != "set_access":
            changed = {id_ for id_ in EVERYBODY if step.before.place(id_) != step.after.place(id_)}
            waved = {id_ for id_ in EVERYBODY if (id_ in step.before.hands) is not (id_ in step.after.hands)}
            meant = set(step.before.hands) if step.move.command == "clear_hands" else {step.move.on or step.move.by}
            assert changed | waved == meant, step


def test_view_10_a_hand_gives_no_right_and_takes_none_away(limit: int) -> None:
    found = explored(limit)
    for state, steps in found.items():
        beside = found[replace(state, hands=())]
        for step, without_hands in zip(steps, beside, strict=True):
            if "hand" not in step.move.command:
                assert step.after.places == without_hands.after.places, step
                assert _code(step) == _code(without_hands), step


def _code(step: Step) -> str:
    return step.refusal.code if step.refusal else "done"


def test_view_5_a_hand_goes_up_and_down_by_its_owner_and_moves_nobody(steps: list[Step]) -> None:
    for step in done(steps):
        for raised in set(step.after.hands) - set(step.before.hands):
            assert step.move == Move(raised, "raise_hand"), step
        if "hand" in step.move.command:
            assert step.after.places == step.before.places, step


def test_moderate_8_only_a_moderator_takes_others_hands_down_and_then_all(steps: list[Step]) -> None:
    for step in done(steps):
        lowered = {id_ for id_ in step.before.hands if id_ not in step.after.hands and id_ in step.after.here}
        if lowered - {step.move.by}:
            assert step.move.by in MODERATORS and step.move.command == "clear_hands", step
            assert step.after.hands == (), step


def test_the_order_of_people_stays_and_new_people_come_last(steps: list[Step]) -> None:
    for step in done(steps):
        for field in ("here", "asking", "invited", "on_stage", "hands", "returning"):
            before, after = getattr(step.before, field), getattr(step.after, field)
            stayed = tuple(id_ for id_ in before if id_ in after)
            assert after[: len(stayed)] == stayed, step


def test_moderate_9_only_a_moderator_removes_from_the_session_and_lets_in_again(steps: list[Step]) -> None:
    for step in done(steps):
        for removed in set(step.after.removed) - set(step.before.removed):
            assert step.move.by in MODERATORS and step.move.command == "remove_from_session", step
            assert step.after.place(removed) == "removed" and removed not in step.after.hands, step
        for back in set(step.before.removed) - set(step.after.removed):
            assert step.move.by in MODERATORS and step.move.command == "let_in", step
            assert back in step.before.returning and step.after.place(back) == "out", step


def test_moderate_9_nobody_removed_does_anything_but_ask_to_come_back(steps: list[Step]) -> None:
    for step in done(steps):
        if step.before.place(step.move.by) in ("removed", "returning"):
            assert step.move.command == "ask_to_return", step


def test_only_a_moderator_changes_stage_access_and_nobody_the_limit(steps: list[Step]) -> None:
    for step in done(steps):
        assert step.after.limit == step.before.limit
        if step.move.command == "set_access":
            assert step.move.by in MODERATORS, step
            assert step.after.access == step.move.on, step
        else:
            assert step.after.access == step.before.access, step


def test_moderate_2_and_3_a_change_of_access_closes_requests_and_only_nobodys_access_revokes_invitations(
    steps: list[Step],
) -> None:
    for step in done(steps):
        if step.move.command == "set_access" and step.move.on != step.before.access:
            assert step.after.asking == (), step
            assert step.after.invited == (() if step.move.on == "nobody" else step.before.invited), step


def test_moderate_4_people_on_stage_stay_there_on_any_change_of_access(steps: list[Step]) -> None:
    for step in done(steps):
        if step.move.command == "set_access":
            assert step.after.on_stage == step.before.on_stage, step


def test_what_is_offered_is_what_one_has_a_right_to(limit: int) -> None:
    for state in explored(limit):
        seen = SessionPicture.of(state)
        for by in seen.here:
            own = {command for command in ON_ONESELF if has_right(seen, Move(by, command))}
            own |= {"set_access", "mute_all", "cameras_off"} if by in MODERATORS else set()
            own |= {"devices"} if by in seen.on_stage else set()
            assert sorted(stage.may(state, by)) == sorted(own), (state, by)
            for on in seen.here:
                rights = {command for command in ON_PEOPLE if has_right(seen, Move(by, command, on))}
                assert sorted(stage.may_with(state, by, on)) == sorted(rights), (state, by, on)


def test_every_refusal_has_a_code_for_programs_and_a_sentence_for_people(steps: list[Step]) -> None:
    for refusal in {step.refusal for step in steps if step.refusal}:
        assert refusal.code.replace("_", "").isalpha(), refusal.code
        assert refusal.message[0].isupper(), refusal.message
        assert refusal.message.endswith("."), refusal.message
