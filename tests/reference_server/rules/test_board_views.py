"""The whole view of a poll and a quiz, in each phase, for a moderator and for attendees (VIEW-6, VIEW-7)."""

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
WHERE = {"text": "Where?", "options": ["Here", "There", "Nowhere"], "several": True}
WHO = {"text": "Who calls the cues?", "options": ["Manager", "Prompter"], "several": False}
WHAT = {"text": "What is a rig?", "options": ["Truss", "Gauze", "Hoist"], "several": True}


def board(phase: str) -> Board:
    """Return a board with the poll and the quiz in this phase; once they are open, Ada has answered both."""
    found = Board(frozenset(QuestionnaireKind))
    for new in (POLL, QUIZ):
        found = questionnaires.draft(found, MAYA, new).board
        if phase != "draft":
            found = questionnaires.open_(found, MAYA, new.id).board
    if phase != "draft":
        found = questionnaires.answer(found, ADA, "p1", (frozenset({2, 0}),)).board
        found = questionnaires.answer(found, ADA, "q1", (frozenset({0}), frozenset({1}))).board
    if phase == "closed":
        for new in (POLL, QUIZ):
            found = questionnaires.close(found, MAYA, new.id).board
    return found


def poll_view(phase: str, viewer: Participant) -> dict[str, Any]:
    """Return the viewer's view of the poll."""
    (view,) = board_view(board(phase), viewer)["polls"]
    return dict(view)


def quiz_view(phase: str, viewer: Participant) -> dict[str, Any]:
    """Return the viewer's view of the quiz."""
    (view,) = board_view(board(phase), viewer)["quizzes"]
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
        "questions": [WHERE | {"counts": counts}],
        "answered": sum(counts) // 2,
    }


def test_view_7_a_moderator_sees_a_quiz_with_right_options_counts_and_results() -> None:
    assert quiz_view("open", MAYA) == {
        "id": "q1",
        "title": "Stagecraft",
        "phase": "open",
        "may": ["close"],
        "questions": [WHO | {"right": [0], "counts": [1, 0]}, WHAT | {"right": [0, 2], "counts": [0, 1, 0]}],
        "answered": 1,
        "results": [{"person": "ada", "name": "Ada", "choices": [[0], [1]], "score": 1}],
    }


def test_a_view_of_a_quiz_can_leave_out_the_results() -> None:
    quiz = board("open").by_id["q1"]
    without_results = questionnaire_view(quiz, MAYA, with_results=False)
    assert "results" not in without_results
    assert without_results | {"results": quiz_view("open", MAYA)["results"]} == quiz_view("open", MAYA)
    assert "results" in questionnaire_view(quiz, MAYA)


def test_an_attendee_sees_no_drafts() -> None:
    assert board_view(board("draft"), ADA) == {"polls": [], "quizzes": []}


@pytest.mark.parametrize(("viewer", "poll_choices", "quiz_choices"), [(ADA, [[0, 2]], [[0], [1]]), (BEN, None, None)])
def test_before_the_close_an_attendee_sees_the_questions_and_their_own_choices(
    viewer: Participant, poll_choices: list[list[int]] | None, quiz_choices: list[list[int]] | None
) -> None:
    poll = {"id": "p1", "title": "", "phase": "open", "may": ["answer"], "questions": [WHERE]}
    assert poll_view("open", viewer) == poll | {"choices": poll_choices}
    quiz = {"id": "q1", "title": "Stagecraft", "phase": "open", "may": ["answer"], "questions": [WHO, WHAT]}
    assert quiz_view("open", viewer) == quiz | {"choices": quiz_choices}


@pytest.mark.parametrize(("viewer", "choices"), [(ADA, [[0, 2]]), (BEN, None)])
def test_view_6_after_the_close_an_attendee_sees_the_counts_of_a_poll(
    viewer: Participant, choices: list[list[int]] | None
) -> None:
    assert poll_view("closed", viewer) == {
        "id": "p1",
        "title": "",
        "phase": "closed",
        "may": [],
        "questions": [WHERE | {"counts": [1, 0, 1]}],
        "choices": choices,
        "answered": 1,
    }


@pytest.mark.parametrize(("viewer", "choices", "score"), [(ADA, [[0], [1]], 1), (BEN, None, None)])
def test_view_7_after_the_close_an_attendee_sees_the_right_options_and_their_own_score(
    viewer: Participant, choices: list[list[int]] | None, score: int | None
) -> None:
    assert quiz_view("closed", viewer) == {
        "id": "q1",
        "title": "Stagecraft",
        "phase": "closed",
        "may": [],
        "questions": [WHO | {"right": [0]}, WHAT | {"right": [0, 2]}],
        "choices": choices,
        "score": score,
    }
