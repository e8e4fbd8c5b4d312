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
    COMMANDS_ON_PERSON,
    EVERYBODY,
    FACTS_OF_MOVES,
    MODERATORS,
    MOVES,
    OWN_COMMANDS,
    UNKNOWN_PERSON,
    ModelState,
    Move,
    enumerate_model_states,
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
    "approve": lambda state, move: stage.approve(state, move.by, move.argument),
    "decline": lambda state, move: stage.decline(state, move.by, move.argument),
    "invite": lambda state, move: stage.invite(state, move.by, move.argument),
    "revoke": lambda state, move: stage.revoke(state, move.by, move.argument),
    "remove": lambda state, move: stage.remove(state, move.by, move.argument),
    "remove_from_session": lambda state, move: stage.remove_from_session(state, move.by, move.argument),
    "ask_to_return": lambda state, move: stage.ask_to_return(state, PEOPLE[move.by]),
    "let_in": lambda state, move: stage.let_in(state, move.by, move.argument),
    "keep_out": lambda state, move: stage.keep_out(state, move.by, move.argument),
    "set_access": lambda state, move: stage.set_access(state, move.by, Access(move.argument)),
    "raise_hand": lambda state, move: stage.raise_hand(state, move.by),
    "lower_hand": lambda state, move: stage.lower_hand(state, move.by),
    "clear_hands": lambda state, move: stage.clear_hands(state, move.by),
}


class Trial(NamedTuple):
    """One move tried in one state: the next state with the facts, or the refusal.

    `before` and `after` are states of the model, `next_state` is a state of the rules; a refused move changes neither.
    """

    before: ModelState
    move: Move
    after: ModelState
    facts: tuple[Fact, ...]
    refusal: Refusal | None
    next_state: StageState


@cache
def explore(limit: int) -> dict[StageState, list[Trial]]:
    """Return all states that can be reached with this limit of the stage, and every move tried in each."""
    to_explore = [StageState(access, limit) for access in Access]
    states: dict[StageState, list[Trial]] = {}
    while to_explore:
        state = to_explore.pop()
        if state not in states:
            states[state] = _try_all_moves(state)
            to_explore += {trial.next_state for trial in select_accepted(states[state])}
    return states


def _try_all_moves(state: StageState) -> list[Trial]:
    before = ModelState.of(state)
    return [_try_move(state, before, move) for move in MOVES]


def _try_move(state: StageState, before: ModelState, move: Move) -> Trial:
    try:
        after, facts = COMMANDS[move.command](state, move)
    except Refusal as refusal:
        return Trial(before, move, before, (), refusal.with_traceback(None), state)
    return Trial(before, move, ModelState.of(after), facts, None, _with_people_in_fixed_order(after))


def _with_people_in_fixed_order(state: StageState) -> StageState:
    removed = tuple(PEOPLE[id_] for id_ in EVERYBODY if id_ in state.removed_by_id)
    return replace(state, people=tuple(PEOPLE[id_] for id_ in EVERYBODY if id_ in state.by_id), removed=removed)


@pytest.fixture(params=LIMITS, ids=lambda limit: f"limit-{limit}")
def limit(request: pytest.FixtureRequest) -> int:
    """The size of the stage."""
    return int(request.param)


@pytest.fixture
def trials(limit: int) -> list[Trial]:
    """Every move in every state."""
    return [trial for trials in explore(limit).values() for trial in trials]


def select_accepted(trials: Iterable[Trial]) -> Iterator[Trial]:
    """Yield the moves that were not refused."""
    return (trial for trial in trials if trial.refusal is None)


def test_every_consistent_state_is_reached_and_no_other(limit: int) -> None:
    reached = Counter(ModelState.of(state) for state in explore(limit))
    assert set(reached) == set(enumerate_model_states(limit))
    assert set(reached.values()) == {1}


def test_a_command_is_refused_exactly_if_the_catalogue_does_not_allow_it(trials: list[Trial]) -> None:
    for trial in trials:
        is_full = trial.refusal is not None and trial.refusal.code == "stage_full"
        assert has_right(trial.before, trial.move) is (trial.refusal is None or is_full), trial


def test_direct_7_only_joining_a_full_stage_is_refused_as_full(trials: list[Trial]) -> None:
    for trial in trials:
        is_full = trial.move.command == "join" and len(trial.before.on_stage) == trial.before.limit
        expected = is_full and has_right(trial.before, trial.move)
        assert expected is (trial.refusal is not None and trial.refusal.code == "stage_full"), trial


def test_people_join_the_stage_only_by_their_own_command_while_they_have_the_right(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        for joined in set(trial.after.on_stage) - set(trial.before.on_stage):
            assert trial.move == Move(joined, "join"), trial
            is_moderator = joined in MODERATORS
            is_invited = joined in trial.before.invited
            is_open_to_viewers = trial.before.access == "everyone" and trial.before.standing_of(joined) == "viewer"
            assert is_moderator or is_invited or is_open_to_viewers, trial


def test_leave_1_and_6_only_moderators_or_closing_the_page_take_people_off_stage(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        for person in set(trial.before.on_stage) - set(trial.after.on_stage):
            is_by_moderator = trial.move.by in MODERATORS and trial.move.argument == person
            is_removal = is_by_moderator and trial.move.command in ("remove", "remove_from_session")
            assert is_removal or trial.move == Move(person, "leave"), trial


def test_a_request_or_an_invitation_can_be_answered_once(limit: int) -> None:
    states = explore(limit)
    accepted_moves = {state: {trial.move for trial in select_accepted(trials)} for state, trials in states.items()}
    for trial in (trial for trials in states.values() for trial in select_accepted(trials)):
        for person, standing in trial.before.standings.items():
            if standing in COMMANDS_THAT_ANSWER and trial.after.standing_of(person) != standing:
                second_answers = _list_answers(trial.after, standing, person) & accepted_moves[trial.next_state]
                assert not second_answers, (trial, person)


# The commands that answer a request or an invitation: those of the person, and those of a moderator.
COMMANDS_THAT_ANSWER = {
    "asking": (("cancel_request",), ("approve", "decline")),
    "invited": (("join", "decline_invitation"), ("revoke",)),
}


@cache
def _list_answers(model: ModelState, standing: str, person: str) -> set[Move]:
    own_commands, moderator_commands = COMMANDS_THAT_ANSWER[standing]
    # With open stage access, joining needs no invitation, so it can follow an answer.
    other_rights = {Move(person, "join")} if model.access == "everyone" else set()
    by_moderators = {Move(by, command, person) for by in MODERATORS for command in moderator_commands}
    return {Move(person, command) for command in own_commands} - other_rights | by_moderators


def test_every_move_leads_to_a_consistent_state(trials: list[Trial]) -> None:
    assert all(is_consistent(trial.after) for trial in select_accepted(trials))


def test_the_facts_are_exactly_the_differences_between_the_states(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        assert Counter(trial.facts) == Counter(_list_expected_facts(trial)), trial


def _list_expected_facts(trial: Trial) -> Iterator[Fact]:
    by, before, after = trial.move.by, trial.before, trial.after
    if before.access != after.access:
        yield Fact(FactKind.ACCESS_SET, by)
    for person in (*EVERYBODY, UNKNOWN_PERSON):
        if before.standing_of(person) != after.standing_of(person):
            yield Fact(
                FACTS_OF_MOVES[trial.move.command, before.standing_of(person), after.standing_of(person)], by, person
            )
        if person in after.hands and person not in before.hands:
            yield Fact(FactKind.HAND_RAISED, by, person)
        if person in before.hands and person not in after.hands and person in after.present:
            yield Fact(FactKind.HAND_LOWERED, by, person)


def test_a_command_that_is_not_refused_changes_something(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        is_unchanged_access = trial.move == Move(trial.move.by, "set_access", trial.before.access)
        assert bool(trial.facts) is not is_unchanged_access, trial


def test_a_command_changes_only_its_sender_or_the_person_that_it_names(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        if trial.move.command != "set_access":
            changed = {id_ for id_ in EVERYBODY if trial.before.standing_of(id_) != trial.after.standing_of(id_)}
            changed_hands = {id_ for id_ in EVERYBODY if (id_ in trial.before.hands) is not (id_ in trial.after.hands)}
            expected = (
                set(trial.before.hands)
                if trial.move.command == "clear_hands"
                else {trial.move.argument or trial.move.by}
            )
            assert changed | changed_hands == expected, trial


def test_view_10_a_raised_hand_changes_nobodys_rights(limit: int) -> None:
    states = explore(limit)
    for state, trials in states.items():
        trials_without_hands = states[replace(state, hands=())]
        for trial, trial_without_hands in zip(trials, trials_without_hands, strict=True):
            if "hand" not in trial.move.command:
                assert trial.after.standings == trial_without_hands.after.standings, trial
                assert _code_of(trial) == _code_of(trial_without_hands), trial


def _code_of(trial: Trial) -> str:
    return trial.refusal.code if trial.refusal else "done"


def test_view_5_people_raise_only_their_own_hand_and_hands_change_no_standing(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        for raised in set(trial.after.hands) - set(trial.before.hands):
            assert trial.move == Move(raised, "raise_hand"), trial
        if "hand" in trial.move.command:
            assert trial.after.standings == trial.before.standings, trial


def test_moderate_8_only_moderators_lower_hands_of_others_and_only_all_at_once(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        lowered = {id_ for id_ in trial.before.hands if id_ not in trial.after.hands and id_ in trial.after.present}
        if lowered - {trial.move.by}:
            assert trial.move.by in MODERATORS and trial.move.command == "clear_hands", trial
            assert trial.after.hands == (), trial


def test_the_order_of_people_is_kept_and_new_people_are_last(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        for field in ("present", "asking", "invited", "on_stage", "hands", "returning"):
            before, after = getattr(trial.before, field), getattr(trial.after, field)
            remaining = tuple(id_ for id_ in before if id_ in after)
            assert after[: len(remaining)] == remaining, trial


def test_moderate_9_only_moderators_remove_people_from_the_session_and_let_them_in(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        for removed in set(trial.after.removed) - set(trial.before.removed):
            assert trial.move.by in MODERATORS and trial.move.command == "remove_from_session", trial
            assert trial.after.standing_of(removed) == "removed" and removed not in trial.after.hands, trial
        for returned in set(trial.before.removed) - set(trial.after.removed):
            assert trial.move.by in MODERATORS and trial.move.command == "let_in", trial
            assert returned in trial.before.returning and trial.after.standing_of(returned) == "out", trial


def test_moderate_9_a_removed_person_can_only_ask_to_return(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        if trial.before.standing_of(trial.move.by) in ("removed", "returning"):
            assert trial.move.command == "ask_to_return", trial


def test_only_moderators_change_the_stage_access_and_nobody_changes_the_limit(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        assert trial.after.limit == trial.before.limit
        if trial.move.command == "set_access":
            assert trial.move.by in MODERATORS, trial
            assert trial.after.access == trial.move.argument, trial
        else:
            assert trial.after.access == trial.before.access, trial


def test_moderate_2_and_3_a_change_of_access_closes_requests_and_access_for_nobody_revokes_invitations(
    trials: list[Trial],
) -> None:
    for trial in select_accepted(trials):
        if trial.move.command == "set_access" and trial.move.argument != trial.before.access:
            assert trial.after.asking == (), trial
            assert trial.after.invited == (() if trial.move.argument == "nobody" else trial.before.invited), trial


def test_moderate_4_people_stay_on_stage_when_the_access_changes(trials: list[Trial]) -> None:
    for trial in select_accepted(trials):
        if trial.move.command == "set_access":
            assert trial.after.on_stage == trial.before.on_stage, trial


def test_exactly_the_allowed_commands_are_offered(limit: int) -> None:
    for state in explore(limit):
        model = ModelState.of(state)
        for by in model.present:
            allowed = {command for command in OWN_COMMANDS if has_right(model, Move(by, command))}
            allowed |= {"set_access", "mute_all", "cameras_off"} if by in MODERATORS else set()
            allowed |= {"devices"} if by in model.on_stage else set()
            assert sorted(stage.list_commands(state, by)) == sorted(allowed), (state, by)
            for other in model.present:
                rights = {command for command in COMMANDS_ON_PERSON if has_right(model, Move(by, command, other))}
                assert sorted(stage.list_commands_on(state, by, other)) == sorted(rights), (state, by, other)


def test_every_refusal_has_a_code_and_a_sentence(trials: list[Trial]) -> None:
    for refusal in {trial.refusal for trial in trials if trial.refusal}:
        assert refusal.code.replace("_", "").isalpha(), refusal.code
        assert refusal.message[0].isupper(), refusal.message
        assert refusal.message.endswith("."), refusal.message
