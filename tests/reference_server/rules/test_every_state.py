"""The rules of the stage in every state that two moderators and two attendees can reach.

The states leave out the devices and the order of entry, on which no rule may depend and which no move changes.
Everything else is explored completely, for stages of one to four people.
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
    ModelState,
    Move,
    all_model_states,
    has_right,
    is_consistent,
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
    """One move from one state: the next state with the facts, or the refusal."""

    before: ModelState
    move: Move
    after: ModelState
    facts: tuple[Fact, ...]
    refusal: Refusal | None
    next_state: StageState


@cache
def explore(limit: int) -> dict[StageState, list[Step]]:
    """Return all states that can be reached with this limit of the stage, and every move tried in each."""
    to_explore = [StageState(access, limit) for access in Access]
    states: dict[StageState, list[Step]] = {}
    while to_explore:
        state = to_explore.pop()
        if state not in states:
            states[state] = _steps_from(state)
            to_explore += {step.next_state for step in accepted(states[state])}
    return states


def _steps_from(state: StageState) -> list[Step]:
    before = ModelState.of(state)
    return [_step(state, before, move) for move in MOVES]


def _step(state: StageState, before: ModelState, move: Move) -> Step:
    try:
        after, facts = COMMANDS[move.command](state, move)
    except Refusal as refusal:
        return Step(before, move, before, (), refusal.with_traceback(None), state)
    return Step(before, move, ModelState.of(after), facts, None, _without_order_of_entry(after))


def _without_order_of_entry(state: StageState) -> StageState:
    removed = tuple(PEOPLE[id_] for id_ in EVERYBODY if id_ in state.removed_by_id)
    return replace(state, people=tuple(PEOPLE[id_] for id_ in EVERYBODY if id_ in state.by_id), removed=removed)


@pytest.fixture(params=LIMITS, ids=lambda limit: f"limit-{limit}")
def limit(request: pytest.FixtureRequest) -> int:
    """The size of the stage."""
    return int(request.param)


@pytest.fixture
def steps(limit: int) -> list[Step]:
    """Every move in every state."""
    return [step for steps in explore(limit).values() for step in steps]


def accepted(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the moves that were not refused."""
    return (step for step in steps if step.refusal is None)


def test_every_consistent_state_is_reached_and_no_other(limit: int) -> None:
    reached = Counter(ModelState.of(state) for state in explore(limit))
    assert set(reached) == set(all_model_states(limit))
    assert set(reached.values()) == {1}


def test_a_command_is_refused_exactly_if_the_catalogue_does_not_allow_it(steps: list[Step]) -> None:
    for step in steps:
        is_full = step.refusal is not None and step.refusal.code == "stage_full"
        assert has_right(step.before, step.move) is (step.refusal is None or is_full), step


def test_direct_7_only_joining_a_full_stage_is_refused_as_full(steps: list[Step]) -> None:
    for step in steps:
        is_full = step.move.command == "join" and len(step.before.on_stage) == step.before.limit
        expected = is_full and has_right(step.before, step.move)
        assert expected is (step.refusal is not None and step.refusal.code == "stage_full"), step


def test_people_join_the_stage_only_by_their_own_command_while_they_have_the_right(steps: list[Step]) -> None:
    for step in accepted(steps):
        for joined in set(step.after.on_stage) - set(step.before.on_stage):
            assert step.move == Move(joined, "join"), step
            by_role = joined in MODERATORS
            by_invitation = joined in step.before.invited
            by_open_stage = step.before.access == "everyone" and step.before.place(joined) == "viewer"
            assert by_role or by_invitation or by_open_stage, step


def test_leave_1_and_6_only_moderators_or_closing_the_page_take_people_off_stage(steps: list[Step]) -> None:
    for step in accepted(steps):
        for person in set(step.before.on_stage) - set(step.after.on_stage):
            by_moderator = step.move.by in MODERATORS and step.move.on == person
            removed = by_moderator and step.move.command in ("remove", "remove_from_session")
            assert removed or step.move == Move(person, "leave"), step


def test_a_request_or_an_invitation_can_be_answered_once(limit: int) -> None:
    states = explore(limit)
    accepted_moves = {state: {step.move for step in accepted(steps)} for state, steps in states.items()}
    for step in (step for steps in states.values() for step in accepted(steps)):
        for person, place in step.before.places.items():
            if place in ANSWERS and step.after.place(person) != place:
                assert not _answers(step.after, place, person) & accepted_moves[step.next_state], (step, person)


# The moves that answer a request or an invitation, by the person themselves or by a moderator.
ANSWERS = {
    "asking": (("cancel_request",), ("approve", "decline")),
    "invited": (("join", "decline_invitation"), ("revoke",)),
}


@cache
def _answers(model: ModelState, place: str, person: str) -> set[Move]:
    own_commands, moderator_commands = ANSWERS[place]
    by_open_stage = {Move(person, "join")} if model.access == "everyone" else set()
    by_moderators = {Move(by, command, person) for by in MODERATORS for command in moderator_commands}
    return {Move(person, command) for command in own_commands} - by_open_stage | by_moderators


def test_every_move_leads_to_a_consistent_state(steps: list[Step]) -> None:
    assert all(is_consistent(step.after) for step in accepted(steps))


def test_the_facts_are_exactly_the_differences(steps: list[Step]) -> None:
    for step in accepted(steps):
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
        if person in before.hands and person not in after.hands and person in after.present:
            yield Fact(FactKind.HAND_LOWERED, by, person)


def test_a_command_that_is_not_refused_changes_something(steps: list[Step]) -> None:
    for step in accepted(steps):
        same_access = step.move == Move(step.move.by, "set_access", step.before.access)
        assert bool(step.facts) is not same_access, step


def test_a_command_changes_only_its_sender_or_the_person_that_it_names(steps: list[Step]) -> None:
    for step in accepted(steps):
        if step.move.command != "set_access":
            changed = {id_ for id_ in EVERYBODY if step.before.place(id_) != step.after.place(id_)}
            changed_hands = {id_ for id_ in EVERYBODY if (id_ in step.before.hands) is not (id_ in step.after.hands)}
            expected = set(step.before.hands) if step.move.command == "clear_hands" else {step.move.on or step.move.by}
            assert changed | changed_hands == expected, step


def test_view_10_a_raised_hand_changes_nobodys_rights(limit: int) -> None:
    states = explore(limit)
    for state, steps in states.items():
        steps_without_hands = states[replace(state, hands=())]
        for step, step_without_hands in zip(steps, steps_without_hands, strict=True):
            if "hand" not in step.move.command:
                assert step.after.places == step_without_hands.after.places, step
                assert _code(step) == _code(step_without_hands), step


def _code(step: Step) -> str:
    return step.refusal.code if step.refusal else "done"


def test_view_5_only_its_owner_raises_a_hand_and_hands_change_no_places(steps: list[Step]) -> None:
    for step in accepted(steps):
        for raised in set(step.after.hands) - set(step.before.hands):
            assert step.move == Move(raised, "raise_hand"), step
        if "hand" in step.move.command:
            assert step.after.places == step.before.places, step


def test_moderate_8_only_a_moderator_lowers_hands_of_others_and_then_all(steps: list[Step]) -> None:
    for step in accepted(steps):
        lowered = {id_ for id_ in step.before.hands if id_ not in step.after.hands and id_ in step.after.present}
        if lowered - {step.move.by}:
            assert step.move.by in MODERATORS and step.move.command == "clear_hands", step
            assert step.after.hands == (), step


def test_the_order_of_people_is_kept_and_new_people_are_last(steps: list[Step]) -> None:
    for step in accepted(steps):
        for field in ("present", "asking", "invited", "on_stage", "hands", "returning"):
            before, after = getattr(step.before, field), getattr(step.after, field)
            remaining = tuple(id_ for id_ in before if id_ in after)
            assert after[: len(remaining)] == remaining, step


def test_moderate_9_only_moderators_remove_people_from_the_session_and_let_them_in(steps: list[Step]) -> None:
    for step in accepted(steps):
        for removed in set(step.after.removed) - set(step.before.removed):
            assert step.move.by in MODERATORS and step.move.command == "remove_from_session", step
            assert step.after.place(removed) == "removed" and removed not in step.after.hands, step
        for returned in set(step.before.removed) - set(step.after.removed):
            assert step.move.by in MODERATORS and step.move.command == "let_in", step
            assert returned in step.before.returning and step.after.place(returned) == "out", step


def test_moderate_9_a_removed_person_can_only_ask_to_return(steps: list[Step]) -> None:
    for step in accepted(steps):
        if step.before.place(step.move.by) in ("removed", "returning"):
            assert step.move.command == "ask_to_return", step


def test_only_moderators_change_the_stage_access_and_nobody_changes_the_limit(steps: list[Step]) -> None:
    for step in accepted(steps):
        assert step.after.limit == step.before.limit
        if step.move.command == "set_access":
            assert step.move.by in MODERATORS, step
            assert step.after.access == step.move.on, step
        else:
            assert step.after.access == step.before.access, step


def test_moderate_2_and_3_a_change_of_access_closes_requests_and_no_access_revokes_invitations(
    steps: list[Step],
) -> None:
    for step in accepted(steps):
        if step.move.command == "set_access" and step.move.on != step.before.access:
            assert step.after.asking == (), step
            assert step.after.invited == (() if step.move.on == "nobody" else step.before.invited), step


def test_moderate_4_people_stay_on_stage_when_the_access_changes(steps: list[Step]) -> None:
    for step in accepted(steps):
        if step.move.command == "set_access":
            assert step.after.on_stage == step.before.on_stage, step


def test_the_offered_commands_are_the_allowed_ones(limit: int) -> None:
    for state in explore(limit):
        model = ModelState.of(state)
        for by in model.present:
            allowed = {command for command in ON_ONESELF if has_right(model, Move(by, command))}
            allowed |= {"set_access", "mute_all", "cameras_off"} if by in MODERATORS else set()
            allowed |= {"devices"} if by in model.on_stage else set()
            assert sorted(stage.list_commands(state, by)) == sorted(allowed), (state, by)
            for on in model.present:
                rights = {command for command in ON_PEOPLE if has_right(model, Move(by, command, on))}
                assert sorted(stage.list_commands_on(state, by, on)) == sorted(rights), (state, by, on)


def test_every_refusal_has_a_code_and_a_sentence(steps: list[Step]) -> None:
    for refusal in {step.refusal for step in steps if step.refusal}:
        assert refusal.code.replace("_", "").isalpha(), refusal.code
        assert refusal.message[0].isupper(), refusal.message
        assert refusal.message.endswith("."), refusal.message
