"""The rules of polls and quizzes on every board that a moderator and two attendees can reach.

There is one poll and one quiz of two options each. This module models the allowed commands and their effects by the
catalogue, independently of the rules, and checks that no view contains what its person may not know.
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
ON_ONE: dict[str, Callable[[Board, Participant, str], BoardChange]] = {
    "open": questionnaires.open_,
    "close": questionnaires.close,
    "discard": questionnaires.discard,
}


class BoardMove(NamedTuple):
    """A command that a person tries on a poll or quiz.

    `choice` is the chosen option, or 1 for a switch turned on.
    """

    by: Participant
    command: str
    on: str
    choice: int = 0


def _moves() -> Iterator[BoardMove]:
    for by in (MAYA, *ATTENDEES):
        for on in NEW:
            yield from (BoardMove(by, command, on) for command in ("draft", "redraft", *ON_ONE))
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
    return ON_ONE[move.command](board, move.by, move.on)


class Seen(NamedTuple):
    """The visible state of the poll or the quiz; `phase` is "none" if there is none."""

    offered: bool
    phase: str
    answers: dict[str, int]


def seen(board: Board, on: str) -> Seen:
    """Return the visible state of one of the two."""
    found = board.by_id.get(on)
    answers = {answer.person: min(answer.choices[0]) for answer in found.answers} if found else {}
    return Seen(QuestionnaireKind(on) in board.offered, found.phase.value if found else "none", answers)


def expected(before: Seen, move: BoardMove) -> Seen | None:
    """Return the state to which the move leads by the catalogue; None if the catalogue does not allow it."""
    moderates = move.by.role is Role.MODERATOR
    if move.command == "switch":
        return before._replace(offered=bool(move.choice)) if moderates else None
    if not before.offered or moderates is (move.command == "answer"):
        return None
    if (move.command, before.phase) in DISCARDABLE:
        return Seen(True, "none", {})
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
def boards() -> dict[object, Board]:
    """Return every board that can be reached, regardless of the order of answers."""
    found: dict[object, Board] = {}
    waiting = [Board()]
    while waiting:
        board = waiting.pop()
        if _key(board) not in found:
            found[_key(board)] = board
            waiting += [change.board for move in MOVES if (change := _tried(board, move))]
    return found


def _key(board: Board) -> object:
    return tuple(
        (questionnaire.offered, questionnaire.phase, tuple(sorted(questionnaire.answers.items())))
        for questionnaire in (seen(board, on) for on in NEW)
    )


def _tried(board: Board, move: BoardMove) -> BoardChange | None:
    # The server prevents a second draft of the same id, since it makes the ids.
    if move.command == "draft" and move.on in board.by_id:
        return None
    try:
        return attempt(board, move)
    except Refusal:
        return None


@pytest.mark.exhaustive
def test_every_board_that_makes_sense_can_be_reached_and_no_other() -> None:
    one_kind = 2 * (1 + 1 + 9 + 9)  # offered or not × none, a draft, open and closed with nine pairs of answers
    assert len(boards()) == one_kind**2


@pytest.mark.exhaustive
def test_every_move_leads_where_the_catalogue_says_or_is_refused() -> None:
    wrong = [
        f"{move} on {seen(board, move.on)}: {outcome} instead of {wanted}"
        for board in boards().values()
        for move in MOVES
        if (move.command, seen(board, move.on).phase != "none") != ("draft", True)
        for wanted in [expected(seen(board, move.on), move)]
        for outcome in [_outcome_of(board, move)]
        if outcome != wanted
    ]
    assert not wrong, wrong[:5]


def _outcome_of(board: Board, move: BoardMove) -> Seen | None:
    change = _tried(board, move)
    return seen(change.board, move.on) if change else None


def test_a_move_leaves_the_other_kind_alone() -> None:
    for board in boards().values():
        for move in MOVES:
            change = _tried(board, move)
            other = "quiz" if move.on == "poll" else "poll"
            assert change is None or change.board.by_id.get(other) is board.by_id.get(other)


def test_each_change_has_one_fact_and_no_change_has_none() -> None:
    for board in boards().values():
        for move in MOVES:
            change = _tried(board, move)
            if change is None:
                continue
            changed = seen(change.board, move.on) != seen(board, move.on)
            assert len(change.facts) == changed, (board, move)
            for fact in change.facts:
                assert fact.by == move.by.id
                assert fact.kind is FACTS_OF_COMMANDS.get(move.command, SWITCHED.get(move.on))
                assert fact.questionnaire == (None if move.command == "switch" else move.on)


SWITCHED = {"poll": BoardFactKind.POLLS_SET, "quiz": BoardFactKind.QUIZZES_SET}


def test_what_is_offered_is_what_is_allowed() -> None:
    for board in boards().values():
        for person in (MAYA, *ATTENDEES):
            for questionnaire in board.questionnaires:
                if questionnaire.kind in board.offered:
                    assert set(questionnaires.may_with_questionnaire(questionnaire, person)) == _allowed(
                        board, person, questionnaire.id
                    )


def _allowed(board: Board, person: Participant, on: str) -> set[str]:
    tried = [BoardMove(person, command, on) for command in ("redraft", "open", "close", "discard", "answer")]
    return {move.command for move in tried if _tried(board, move)}


# What each person sees


@pytest.mark.parametrize("attendee", ATTENDEES, ids=lambda found: found.name)
def test_an_attendees_view_holds_nothing_that_they_may_not_know(attendee: Participant) -> None:
    """Two boards that differ only in what this person may not know have equal views."""
    shown: dict[object, object] = {}
    found = list(boards().values())
    for board in (*found, *map(_with_another_right_answer, found)):
        known = tuple(_may_know(board, on, attendee.id) for on in NEW)
        view = board_view(board, attendee)
        assert shown.setdefault(known, view) == view, (known, board)


def _with_another_right_answer(board: Board) -> Board:
    def other(found: Questionnaire) -> Questionnaire:
        return (
            replace(found, questions=(replace(QUIZ.questions[0], right=frozenset({1})),))
            if found.id == "quiz"
            else found
        )

    return replace(board, questionnaires=tuple(other(questionnaire) for questionnaire in board.questionnaires))


def _may_know(board: Board, on: str, attendee: str) -> object:
    found = seen(board, on)
    if not found.offered:
        return "not offered"
    if found.phase in ("none", "draft"):
        return "nothing to see"
    if found.phase == "open":
        return "open", found.answers.get(attendee)
    of_all = tuple(sorted(found.answers.values())) if on == "poll" else board.by_id[on].questions[0].right
    return "closed", found.answers.get(attendee), of_all


def test_drafts_and_votes_are_told_to_moderators_and_to_whoever_voted() -> None:
    hidden = {BoardFactKind.DRAFTED, BoardFactKind.REDRAFTED, BoardFactKind.ANSWERED}
    for board in boards().values():
        for move in MOVES:
            change = _tried(board, move)
            for fact in change.facts if change else ():
                assert change
                if fact.kind in hidden:
                    assert board_change(board, change.board, Role.ATTENDEE) == {}
                own = {person.id for person in (MAYA, *ATTENDEES) if own_board_change(board, change.board, person)}
                assert own <= people_with_own_change(board, change.board)
                assert own <= {fact.by} or fact.kind not in hidden


def test_a_moderator_sees_the_votes_of_a_poll_and_never_the_voters() -> None:
    shown: dict[object, object] = {}
    for board in boards().values():
        poll = seen(board, "poll")
        known = (poll.phase, sorted(poll.answers.values())) if poll.offered else "not offered"
        view = board_view(board, MAYA).get("polls")
        assert shown.setdefault(str(known), view) == view, known


def test_of_what_is_not_offered_nobody_is_shown_anything() -> None:
    for board in boards().values():
        for person in (MAYA, *ATTENDEES):
            offered = {
                name
                for kind, name in ((QuestionnaireKind.POLL, "polls"), (QuestionnaireKind.QUIZ, "quizzes"))
                if kind in board.offered
            }
            assert set(board_view(board, person)) == offered
