"""The view of a poll and of a quiz in each phase, for a moderator and for attendees (VIEW-6, VIEW-7)."""

from typing import Any

import pytest

from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import Board, Question, Questionnaire, QuestionnaireKind
from reference_server.rules.questionnaires.board_views import board_view, questionnaire_view
from reference_server.rules.stage import Participant, Role

MAYA = Participant("maya", "Maya", Role.MODERATOR)
ADA = Participant("ada", "Ada", Role.ATTENDEE)
BEN = Participant("ben", "Ben", Role.ATTENDEE)
POLL = Questionnaire(
    "p1", QuestionnaireKind.POLL, "", (Question("Where?", ("Here", "There", "Nowhere"), several=True),)
)
QUIZ = Questionnaire(
    "q1",
    QuestionnaireKind.QUIZ,
    "Stagecraft",
    (
        Question("Who calls the cues?", ("Manager", "Prompter"), right=frozenset({0})),
        Question("What is a rig?", ("Truss", "Gauze", "Hoist"), several=True, right=frozenset({2, 0})),
    ),
)
WHERE_QUESTION = {"text": "Where?", "options": ["Here", "There", "Nowhere"], "several": True}
CUES_QUESTION = {"text": "Who calls the cues?", "options": ["Manager", "Prompter"], "several": False}
RIG_QUESTION = {"text": "What is a rig?", "options": ["Truss", "Gauze", "Hoist"], "several": True}


def board_in(phase: str) -> Board:
    """Return a board with the poll and the quiz in this phase.

    Ada has answered both unless they are drafts.
    """
    board = Board(frozenset(QuestionnaireKind))
    for questionnaire in (POLL, QUIZ):
        board = questionnaires.draft(board, MAYA, questionnaire).board
        if phase != "draft":
            board = questionnaires.open_(board, MAYA, questionnaire.id).board
    if phase != "draft":
        board = questionnaires.answer(board, ADA, "p1", (frozenset({2, 0}),)).board
        board = questionnaires.answer(board, ADA, "q1", (frozenset({0}), frozenset({1}))).board
    if phase == "closed":
        for questionnaire in (POLL, QUIZ):
            board = questionnaires.close(board, MAYA, questionnaire.id).board
    return board


def poll_view(phase: str, person: Participant) -> dict[str, Any]:
    """Return the person's view of the poll."""
    (view,) = board_view(board_in(phase), person)["polls"]
    return dict(view)


def quiz_view(phase: str, person: Participant) -> dict[str, Any]:
    """Return the person's view of the quiz."""
    (view,) = board_view(board_in(phase), person)["quizzes"]
    return dict(view)


@pytest.mark.parametrize(
    ("phase", "may", "counts"),
    [
        ("draft", ["open", "redraft", "discard"], [0, 0, 0]),
        ("open", ["close"], [1, 0, 1]),
        ("closed", ["discard"], [1, 0, 1]),
    ],
)
def test_view_6_a_moderator_sees_a_poll_with_its_counts(phase: str, may: list[str], counts: list[int]) -> None:
    assert poll_view(phase, MAYA) == {
        "id": "p1",
        "title": "",
        "phase": phase,
        "may": may,
        "questions": [WHERE_QUESTION | {"counts": counts}],
        "answered": sum(counts) // 2,
    }


def test_view_7_a_moderator_sees_a_quiz_with_right_options_counts_and_results() -> None:
    assert quiz_view("open", MAYA) == {
        "id": "q1",
        "title": "Stagecraft",
        "phase": "open",
        "may": ["close"],
        "questions": [
            CUES_QUESTION | {"right": [0], "counts": [1, 0]},
            RIG_QUESTION | {"right": [0, 2], "counts": [0, 1, 0]},
        ],
        "answered": 1,
        "results": [{"person": "ada", "name": "Ada", "choices": [[0], [1]], "score": 1}],
    }


def test_a_view_of_a_quiz_can_leave_out_the_results() -> None:
    quiz = board_in("open").by_id["q1"]
    without_results = questionnaire_view(quiz, MAYA, with_results=False)
    assert "results" not in without_results
    assert without_results | {"results": quiz_view("open", MAYA)["results"]} == quiz_view("open", MAYA)
    assert "results" in questionnaire_view(quiz, MAYA)


def test_an_attendee_sees_no_drafts() -> None:
    assert board_view(board_in("draft"), ADA) == {"polls": [], "quizzes": []}


@pytest.mark.parametrize(("person", "poll_choices", "quiz_choices"), [(ADA, [[0, 2]], [[0], [1]]), (BEN, None, None)])
def test_before_a_questionnaire_is_closed_an_attendee_sees_the_questions_and_their_own_choices(
    person: Participant, poll_choices: list[list[int]] | None, quiz_choices: list[list[int]] | None
) -> None:
    poll = {"id": "p1", "title": "", "phase": "open", "may": ["answer"], "questions": [WHERE_QUESTION]}
    assert poll_view("open", person) == poll | {"choices": poll_choices}
    quiz = {
        "id": "q1",
        "title": "Stagecraft",
        "phase": "open",
        "may": ["answer"],
        "questions": [CUES_QUESTION, RIG_QUESTION],
    }
    assert quiz_view("open", person) == quiz | {"choices": quiz_choices}


@pytest.mark.parametrize(("person", "choices"), [(ADA, [[0, 2]]), (BEN, None)])
def test_view_6_after_a_poll_is_closed_an_attendee_sees_its_counts(
    person: Participant, choices: list[list[int]] | None
) -> None:
    assert poll_view("closed", person) == {
        "id": "p1",
        "title": "",
        "phase": "closed",
        "may": [],
        "questions": [WHERE_QUESTION | {"counts": [1, 0, 1]}],
        "choices": choices,
        "answered": 1,
    }


@pytest.mark.parametrize(("person", "choices", "score"), [(ADA, [[0], [1]], 1), (BEN, None, None)])
def test_view_7_after_a_quiz_is_closed_an_attendee_sees_the_right_options_and_their_own_score(
    person: Participant, choices: list[list[int]] | None, score: int | None
) -> None:
    assert quiz_view("closed", person) == {
        "id": "q1",
        "title": "Stagecraft",
        "phase": "closed",
        "may": [],
        "questions": [CUES_QUESTION | {"right": [0]}, RIG_QUESTION | {"right": [0, 2]}],
        "choices": choices,
        "score": score,
    }
