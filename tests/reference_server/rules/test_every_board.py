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
QUESTIONNAIRES = {"poll": POLL, "quiz": QUIZ}
SWITCH_COMMANDS: dict[str, Callable[[Board, Participant, bool], BoardChange]] = {
    "poll": questionnaires.set_polls,
    "quiz": questionnaires.set_quizzes,
}
COMMANDS_ON_QUESTIONNAIRE: dict[str, Callable[[Board, Participant, str], BoardChange]] = {
    "open": questionnaires.open_,
    "close": questionnaires.close,
    "discard": questionnaires.discard,
}


class BoardMove(NamedTuple):
    """A command that a person tries on the poll or the quiz.

    `kind` is “poll” or “quiz”, which are also their ids; `choice` is the chosen option, or 1 to turn a switch on.
    """

    by: Participant
    command: str
    kind: str
    choice: int = 0


def _list_moves() -> Iterator[BoardMove]:
    for by in (MAYA, *ATTENDEES):
        for kind in QUESTIONNAIRES:
            yield from (BoardMove(by, command, kind) for command in ("draft", "redraft", *COMMANDS_ON_QUESTIONNAIRE))
            yield from (BoardMove(by, command, kind, choice) for command in ("switch", "answer") for choice in (0, 1))


MOVES = tuple(_list_moves())


def run_move(board: Board, move: BoardMove) -> BoardChange:
    """Run the command of the move."""
    if move.command == "switch":
        return SWITCH_COMMANDS[move.kind](board, move.by, bool(move.choice))
    if move.command == "draft":
        return questionnaires.draft(board, move.by, QUESTIONNAIRES[move.kind])
    if move.command == "redraft":
        return questionnaires.redraft(board, move.by, QUESTIONNAIRES[move.kind])
    if move.command == "answer":
        return questionnaires.answer(board, move.by, move.kind, (frozenset({move.choice}),))
    return COMMANDS_ON_QUESTIONNAIRE[move.command](board, move.by, move.kind)


class VisibleState(NamedTuple):
    """The state of the poll or the quiz.

    `phase` is “none” if it does not exist; `answers` maps people to options.
    """

    is_offered: bool
    phase: str
    answers: dict[str, int]


def read_visible_state(board: Board, kind: str) -> VisibleState:
    """Return the visible state of the poll or the quiz."""
    questionnaire = board.by_id.get(kind)
    is_offered = QuestionnaireKind(kind) in board.offered
    if questionnaire is None:
        return VisibleState(is_offered, "none", {})
    answers = {answer.person: min(answer.choices[0]) for answer in questionnaire.answers}
    return VisibleState(is_offered, questionnaire.phase.value, answers)


def predict_state(before: VisibleState, move: BoardMove) -> VisibleState | None:
    """Return the state to which the move leads by the catalogue; None if the catalogue does not allow it."""
    is_moderator = move.by.role is Role.MODERATOR
    if move.command == "switch":
        return before._replace(is_offered=bool(move.choice)) if is_moderator else None
    if not before.is_offered or is_moderator is (move.command == "answer"):
        return None
    if (move.command, before.phase) in MOVES_THAT_DISCARD:
        return VisibleState(True, "none", {})
    if (move.command, before.phase) == ("answer", "open"):
        return before._replace(answers={**before.answers, move.by.id: move.choice})
    phase = NEXT_PHASES.get((move.command, before.phase))
    return before._replace(phase=phase) if phase else None


NEXT_PHASES = {
    ("draft", "none"): "draft",
    ("redraft", "draft"): "draft",
    ("open", "draft"): "open",
    ("close", "open"): "closed",
}
MOVES_THAT_DISCARD = {("discard", "draft"), ("discard", "closed")}
FACTS_OF_COMMANDS = {
    "draft": BoardFactKind.DRAFTED,
    "open": BoardFactKind.OPENED,
    "close": BoardFactKind.CLOSED,
    "discard": BoardFactKind.DISCARDED,
    "answer": BoardFactKind.ANSWERED,
}


@cache
def explore_boards() -> dict[object, Board]:
    """Return every board that can be reached, by a key that ignores the order of answers."""
    boards: dict[object, Board] = {}
    to_explore = [Board()]
    while to_explore:
        board = to_explore.pop()
        if _make_key(board) not in boards:
            boards[_make_key(board)] = board
            to_explore += [change.board for move in MOVES if (change := _try_move(board, move))]
    return boards


def _make_key(board: Board) -> object:
    return tuple(
        (state.is_offered, state.phase, tuple(sorted(state.answers.items())))
        for state in (read_visible_state(board, kind) for kind in QUESTIONNAIRES)
    )


def _try_move(board: Board, move: BoardMove) -> BoardChange | None:
    # A second draft with the same id cannot occur, since the server makes the ids.
    if move.command == "draft" and move.kind in board.by_id:
        return None
    try:
        return run_move(board, move)
    except Refusal:
        return None


@pytest.mark.exhaustive
def test_exactly_the_consistent_boards_can_be_reached() -> None:
    # Offered or not, times: none, draft, and open and closed with nine pairs of answers each.
    states_per_kind = 2 * (1 + 1 + 9 + 9)
    assert len(explore_boards()) == states_per_kind**2


@pytest.mark.exhaustive
def test_every_move_has_the_effect_that_the_catalogue_allows_or_is_refused() -> None:
    wrong = [
        f"{move} in {read_visible_state(board, move.kind)}: {actual} instead of {expected}"
        for board in explore_boards().values()
        for move in MOVES
        if (move.command, read_visible_state(board, move.kind).phase != "none") != ("draft", True)
        for expected in [predict_state(read_visible_state(board, move.kind), move)]
        for actual in [_read_state_after(board, move)]
        if actual != expected
    ]
    assert not wrong, wrong[:5]


def _read_state_after(board: Board, move: BoardMove) -> VisibleState | None:
    change = _try_move(board, move)
    return read_visible_state(change.board, move.kind) if change else None


def test_a_move_does_not_change_the_questionnaire_of_the_other_kind() -> None:
    for board in explore_boards().values():
        for move in MOVES:
            change = _try_move(board, move)
            other = "quiz" if move.kind == "poll" else "poll"
            assert change is None or change.board.by_id.get(other) is board.by_id.get(other)


def test_each_move_that_changes_something_has_one_fact() -> None:
    for board in explore_boards().values():
        for move in MOVES:
            change = _try_move(board, move)
            if change is None:
                continue
            has_changed = read_visible_state(change.board, move.kind) != read_visible_state(board, move.kind)
            assert len(change.facts) == has_changed, (board, move)
            for fact in change.facts:
                assert fact.by == move.by.id
                assert fact.kind is FACTS_OF_COMMANDS.get(move.command, FACTS_OF_SWITCHES.get(move.kind))
                assert fact.questionnaire == (None if move.command == "switch" else move.kind)


FACTS_OF_SWITCHES = {"poll": BoardFactKind.POLLS_SET, "quiz": BoardFactKind.QUIZZES_SET}


def test_exactly_the_allowed_commands_on_questionnaires_are_offered() -> None:
    for board in explore_boards().values():
        for person in (MAYA, *ATTENDEES):
            for questionnaire in board.questionnaires:
                if questionnaire.kind in board.offered:
                    offered = set(questionnaires.list_questionnaire_commands(questionnaire, person))
                    assert offered == _list_allowed_commands(board, person, questionnaire.id)


def _list_allowed_commands(board: Board, person: Participant, kind: str) -> set[str]:
    moves = [BoardMove(person, command, kind) for command in ("redraft", "open", "close", "discard", "answer")]
    return {move.command for move in moves if _try_move(board, move)}


# Views


@pytest.mark.parametrize("attendee", ATTENDEES, ids=lambda attendee: attendee.name)
def test_an_attendees_view_contains_nothing_that_they_may_not_know(attendee: Participant) -> None:
    """Boards that differ only in what this person may not know have equal views."""
    views: dict[object, object] = {}
    boards = list(explore_boards().values())
    for board in (*boards, *map(_change_right_answer, boards)):
        knowledge = tuple(_collect_knowledge(board, kind, attendee.id) for kind in QUESTIONNAIRES)
        view = board_view(board, attendee)
        assert views.setdefault(knowledge, view) == view, (knowledge, board)


def _change_right_answer(board: Board) -> Board:
    def change(questionnaire: Questionnaire) -> Questionnaire:
        if questionnaire.id != "quiz":
            return questionnaire
        return replace(questionnaire, questions=(replace(QUIZ.questions[0], right=frozenset({1})),))

    return replace(board, questionnaires=tuple(map(change, board.questionnaires)))


def _collect_knowledge(board: Board, kind: str, attendee: str) -> object:
    state = read_visible_state(board, kind)
    if not state.is_offered:
        return "not offered"
    if state.phase in ("none", "draft"):
        return "nothing to see"
    if state.phase == "open":
        return "open", state.answers.get(attendee)
    result = tuple(sorted(state.answers.values())) if kind == "poll" else board.by_id[kind].questions[0].right
    return "closed", state.answers.get(attendee), result


def test_only_moderators_and_the_voter_are_sent_drafts_and_votes() -> None:
    hidden_kinds = {BoardFactKind.DRAFTED, BoardFactKind.REDRAFTED, BoardFactKind.ANSWERED}
    for board in explore_boards().values():
        for move in MOVES:
            change = _try_move(board, move)
            for fact in change.facts if change else ():
                assert change
                if fact.kind in hidden_kinds:
                    assert board_change(board, change.board, Role.ATTENDEE) == {}
                people = {person.id for person in (MAYA, *ATTENDEES) if own_board_change(board, change.board, person)}
                assert people <= people_with_own_change(board, change.board)
                assert people <= {fact.by} or fact.kind not in hidden_kinds


def test_a_moderator_sees_the_votes_of_a_poll_and_never_the_voters() -> None:
    views: dict[object, object] = {}
    for board in explore_boards().values():
        poll = read_visible_state(board, "poll")
        knowledge = (poll.phase, sorted(poll.answers.values())) if poll.is_offered else "not offered"
        view = board_view(board, MAYA).get("polls")
        assert views.setdefault(str(knowledge), view) == view, knowledge


def test_views_contain_only_kinds_that_are_offered() -> None:
    for board in explore_boards().values():
        for person in (MAYA, *ATTENDEES):
            names = {QuestionnaireKind.POLL: "polls", QuestionnaireKind.QUIZ: "quizzes"}
            assert set(board_view(board, person)) == {names[kind] for kind in board.offered}
