"""The rules of polls and quizzes on every board that a moderator and two attendees can reach.

There is one poll and one quiz, with two options each. This module models the commands that the catalogue allows and
their effects, independently of the rules, and checks that no view contains what its person may not know.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest

from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import (
    Board,
    BoardChange,
    BoardFactKind,
    Question,
    Questionnaire,
    QuestionnaireKind,
)
from reference_server.rules.questionnaires.board_changes import board_change, own_board_change, people_with_own_change
from reference_server.rules.questionnaires.board_views import board_view
from reference_server.rules.stage import Participant, Refusal, Role

MAYA = Participant("maya", "Maya", Role.MODERATOR)
ATTENDEES = (Participant("ada", "Ada", Role.ATTENDEE), Participant("ben", "Ben", Role.ATTENDEE))
POLL = Questionnaire("poll", QuestionnaireKind.POLL, "", (Question("Outdoors?", ("Yes", "No")),))
QUIZ = Questionnaire(
    "quiz", QuestionnaireKind.QUIZ, "Stagecraft", (Question("Who?", ("She", "He"), right=frozenset({0})),)
)
NEW = {"poll": POLL, "quiz": QUIZ}
SWITCHES: dict[str, Callable[[Board, Participant, bool], BoardChange]] = {
    "poll": questionnaires.set_polls,
    "quiz": questionnaires.set_quizzes,
}
ON_QUESTIONNAIRE: dict[str, Callable[[Board, Participant, str], BoardChange]] = {
    "open": questionnaires.open_,
    "close": questionnaires.close,
    "discard": questionnaires.discard,
}


class BoardMove(NamedTuple):
    """A command that a person tries on a poll or quiz; `choice` is the chosen option, or 1 to turn a switch on."""

    by: Participant
    command: str
    on: str
    choice: int = 0


def _moves() -> Iterator[BoardMove]:
    for by in (MAYA, *ATTENDEES):
        for on in NEW:
            yield from (BoardMove(by, command, on) for command in ("draft", "redraft", *ON_QUESTIONNAIRE))
            yield from (BoardMove(by, command, on, choice) for command in ("switch", "answer") for choice in (0, 1))


MOVES = tuple(_moves())


def attempt(board: Board, move: BoardMove) -> BoardChange:
    """Run the command of the move."""
    if move.command == "switch":
        return SWITCHES[move.on](board, move.by, bool(move.choice))
    if move.command == "draft":
        return questionnaires.draft(board, move.by, NEW[move.on])
    if move.command == "redraft":
        return questionnaires.redraft(board, move.by, NEW[move.on])
    if move.command == "answer":
        return questionnaires.answer(board, move.by, move.on, (frozenset({move.choice}),))
    return ON_QUESTIONNAIRE[move.command](board, move.by, move.on)


class VisibleState(NamedTuple):
    """The visible state of the poll or the quiz; `phase` is "none" if there is none."""

    offered: bool
    phase: str
    answers: dict[str, int]


def visible_state(board: Board, on: str) -> VisibleState:
    """Return the visible state of the poll or the quiz."""
    questionnaire = board.by_id.get(on)
    offered = QuestionnaireKind(on) in board.offered
    if questionnaire is None:
        return VisibleState(offered, "none", {})
    answers = {answer.person: min(answer.choices[0]) for answer in questionnaire.answers}
    return VisibleState(offered, questionnaire.phase.value, answers)


def expected_state(before: VisibleState, move: BoardMove) -> VisibleState | None:
    """Return the state to which the move leads by the catalogue; None if the catalogue does not allow it."""
    is_moderator = move.by.role is Role.MODERATOR
    if move.command == "switch":
        return before._replace(offered=bool(move.choice)) if is_moderator else None
    if not before.offered or is_moderator is (move.command == "answer"):
        return None
    if (move.command, before.phase) in DISCARDABLE:
        return VisibleState(True, "none", {})
    if (move.command, before.phase) == ("answer", "open"):
        return before._replace(answers={**before.answers, move.by.id: move.choice})
    phase = PHASES.get((move.command, before.phase))
    return before._replace(phase=phase) if phase else None


PHASES = {
    ("draft", "none"): "draft",
    ("redraft", "draft"): "draft",
    ("open", "draft"): "open",
    ("close", "open"): "closed",
}
DISCARDABLE = {("discard", "draft"), ("discard", "closed")}
FACTS_OF_COMMANDS = {
    "draft": BoardFactKind.DRAFTED,
    "open": BoardFactKind.OPENED,
    "close": BoardFactKind.CLOSED,
    "discard": BoardFactKind.DISCARDED,
    "answer": BoardFactKind.ANSWERED,
}


@cache
def reachable_boards() -> dict[object, Board]:
    """Return every board that can be reached, by a key that ignores the order of answers."""
    found: dict[object, Board] = {}
    to_explore = [Board()]
    while to_explore:
        board = to_explore.pop()
        if _key(board) not in found:
            found[_key(board)] = board
            to_explore += [change.board for move in MOVES if (change := _try_move(board, move))]
    return found


def _key(board: Board) -> object:
    return tuple(
        (questionnaire.offered, questionnaire.phase, tuple(sorted(questionnaire.answers.items())))
        for questionnaire in (visible_state(board, on) for on in NEW)
    )


def _try_move(board: Board, move: BoardMove) -> BoardChange | None:
    # The server makes the ids, so there is no second draft with the same id.
    if move.command == "draft" and move.on in board.by_id:
        return None
    try:
        return attempt(board, move)
    except Refusal:
        return None


@pytest.mark.exhaustive
def test_exactly_the_consistent_boards_can_be_reached() -> None:
    states_per_kind = 2 * (
        1 + 1 + 9 + 9
    )  # offered or not × (none, draft, open and closed with nine pairs of answers each)
    assert len(reachable_boards()) == states_per_kind**2


@pytest.mark.exhaustive
def test_every_move_has_the_effect_that_the_catalogue_allows_or_is_refused() -> None:
    wrong = [
        f"{move} on {visible_state(board, move.on)}: {outcome} instead of {result}"
        for board in reachable_boards().values()
        for move in MOVES
        if (move.command, visible_state(board, move.on).phase != "none") != ("draft", True)
        for result in [expected_state(visible_state(board, move.on), move)]
        for outcome in [_outcome_of(board, move)]
        if outcome != result
    ]
    assert not wrong, wrong[:5]


def _outcome_of(board: Board, move: BoardMove) -> VisibleState | None:
    change = _try_move(board, move)
    return visible_state(change.board, move.on) if change else None


def test_a_move_does_not_change_the_other_kind() -> None:
    for board in reachable_boards().values():
        for move in MOVES:
            change = _try_move(board, move)
            other = "quiz" if move.on == "poll" else "poll"
            assert change is None or change.board.by_id.get(other) is board.by_id.get(other)


def test_each_move_that_changes_something_has_one_fact() -> None:
    for board in reachable_boards().values():
        for move in MOVES:
            change = _try_move(board, move)
            if change is None:
                continue
            changed = visible_state(change.board, move.on) != visible_state(board, move.on)
            assert len(change.facts) == changed, (board, move)
            for fact in change.facts:
                assert fact.by == move.by.id
                assert fact.kind is FACTS_OF_COMMANDS.get(move.command, SWITCHED.get(move.on))
                assert fact.questionnaire == (None if move.command == "switch" else move.on)


SWITCHED = {"poll": BoardFactKind.POLLS_SET, "quiz": BoardFactKind.QUIZZES_SET}


def test_the_offered_commands_on_questionnaires_are_the_allowed_ones() -> None:
    for board in reachable_boards().values():
        for person in (MAYA, *ATTENDEES):
            for questionnaire in board.questionnaires:
                if questionnaire.kind in board.offered:
                    assert set(questionnaires.list_questionnaire_commands(questionnaire, person)) == _allowed(
                        board, person, questionnaire.id
                    )


def _allowed(board: Board, person: Participant, on: str) -> set[str]:
    moves = [BoardMove(person, command, on) for command in ("redraft", "open", "close", "discard", "answer")]
    return {move.command for move in moves if _try_move(board, move)}


# Views


@pytest.mark.parametrize("attendee", ATTENDEES, ids=lambda attendee: attendee.name)
def test_an_attendees_view_contains_nothing_that_they_may_not_know(attendee: Participant) -> None:
    """Two reachable boards that differ only in what this person may not know have equal views."""
    views: dict[object, object] = {}
    boards = list(reachable_boards().values())
    for board in (*boards, *map(_with_another_right_answer, boards)):
        knowledge = tuple(_may_know(board, on, attendee.id) for on in NEW)
        view = board_view(board, attendee)
        assert views.setdefault(knowledge, view) == view, (knowledge, board)


def _with_another_right_answer(board: Board) -> Board:
    def change(questionnaire: Questionnaire) -> Questionnaire:
        return (
            replace(questionnaire, questions=(replace(QUIZ.questions[0], right=frozenset({1})),))
            if questionnaire.id == "quiz"
            else questionnaire
        )

    return replace(board, questionnaires=tuple(change(questionnaire) for questionnaire in board.questionnaires))


def _may_know(board: Board, on: str, attendee: str) -> object:
    state = visible_state(board, on)
    if not state.offered:
        return "not offered"
    if state.phase in ("none", "draft"):
        return "nothing to see"
    if state.phase == "open":
        return "open", state.answers.get(attendee)
    public = tuple(sorted(state.answers.values())) if on == "poll" else board.by_id[on].questions[0].right
    return "closed", state.answers.get(attendee), public


def test_only_moderators_and_the_voter_are_sent_drafts_and_votes() -> None:
    hidden = {BoardFactKind.DRAFTED, BoardFactKind.REDRAFTED, BoardFactKind.ANSWERED}
    for board in reachable_boards().values():
        for move in MOVES:
            change = _try_move(board, move)
            for fact in change.facts if change else ():
                assert change
                if fact.kind in hidden:
                    assert board_change(board, change.board, Role.ATTENDEE) == {}
                own = {person.id for person in (MAYA, *ATTENDEES) if own_board_change(board, change.board, person)}
                assert own <= people_with_own_change(board, change.board)
                assert own <= {fact.by} or fact.kind not in hidden


def test_a_moderator_sees_the_votes_of_a_poll_and_never_the_voters() -> None:
    views: dict[object, object] = {}
    for board in reachable_boards().values():
        poll = visible_state(board, "poll")
        knowledge = (poll.phase, sorted(poll.answers.values())) if poll.offered else "not offered"
        view = board_view(board, MAYA).get("polls")
        assert views.setdefault(str(knowledge), view) == view, knowledge


def test_views_contain_only_kinds_that_are_offered() -> None:
    for board in reachable_boards().values():
        for person in (MAYA, *ATTENDEES):
            offered = {
                name
                for kind, name in ((QuestionnaireKind.POLL, "polls"), (QuestionnaireKind.QUIZ, "quizzes"))
                if kind in board.offered
            }
            assert set(board_view(board, person)) == offered
