"""What each person may see of polls and quizzes, and when.

Before a questionnaire is closed, an attendee sees only the questions and their own choices: no counts, no choices of
others, no right answers. Votes in polls are secret: the server never sends the voters of an option. Nothing is sent
about kinds that the session does not offer (VIEW-8).
"""

from typing import Any

from reference_server.rules.questionnaires.board import (
    Answer,
    Board,
    Phase,
    Questionnaire,
    QuestionnaireKind,
)
from reference_server.rules.questionnaires.board_commands import list_questionnaire_commands
from reference_server.rules.stage import Participant, Role

BoardView = dict[str, Any]
FIELDS = {QuestionnaireKind.POLL: "polls", QuestionnaireKind.QUIZ: "quizzes"}
"""The field of the event `room` that holds the questionnaires of each kind."""
OWN_FIELDS = ("choices", "score")
"""The fields of a questionnaire's view that depend on the attendee."""


def board_view(board: Board, viewer: Participant) -> BoardView:
    """Return the board's fields of the event `room`: a list for each offered kind, in drafting order."""
    return {
        FIELDS[kind]: [questionnaire_view(questionnaire, viewer) for questionnaire in list_visible(board, kind, viewer)]
        for kind in sorted(board.offered)
    }


def list_visible(board: Board, kind: QuestionnaireKind, viewer: Participant) -> list[Questionnaire]:
    """Return the questionnaires of a kind that the viewer may see while that kind is offered."""
    sees_drafts = viewer.role is Role.MODERATOR
    return [item for item in board.of(kind) if sees_drafts or item.phase is not Phase.DRAFT]


def questionnaire_view(questionnaire: Questionnaire, viewer: Participant, *, with_results: bool = True) -> BoardView:
    """Return what the viewer sees of a questionnaire that is visible to them."""
    may = list_questionnaire_commands(questionnaire, viewer)
    about = {"id": questionnaire.id, "title": questionnaire.title, "phase": questionnaire.phase, "may": may}
    if viewer.role is Role.MODERATOR:
        return {**about, **_for_moderators(questionnaire, with_results=with_results)}
    return {**about, **_for_attendee(questionnaire, questionnaire.by_person.get(viewer.id))}


def _for_moderators(questionnaire: Questionnaire, *, with_results: bool) -> BoardView:
    questions = _questions(questionnaire, with_right=True, with_counts=True)
    view: BoardView = {"questions": questions, "answered": len(questionnaire.answers)}
    if with_results and questionnaire.kind is QuestionnaireKind.QUIZ:
        view["results"] = [result_view(questionnaire, answer) for answer in questionnaire.answers]
    return view


def _for_attendee(questionnaire: Questionnaire, own: Answer | None) -> BoardView:
    is_closed = questionnaire.phase is Phase.CLOSED
    shows_counts = is_closed and questionnaire.kind is QuestionnaireKind.POLL
    view: BoardView = {"questions": _questions(questionnaire, with_right=is_closed, with_counts=shows_counts)}
    view["choices"] = [sorted(chosen) for chosen in own.choices] if own else None
    if shows_counts:
        view["answered"] = len(questionnaire.answers)
    if is_closed and questionnaire.kind is QuestionnaireKind.QUIZ:
        view["score"] = questionnaire.score(own) if own else None
    return view


def _questions(questionnaire: Questionnaire, *, with_right: bool, with_counts: bool) -> list[BoardView]:
    views: list[BoardView] = [
        {"text": question.text, "options": list(question.options), "several": question.several}
        for question in questionnaire.questions
    ]
    for number, view in enumerate(views):
        if with_right and questionnaire.kind is QuestionnaireKind.QUIZ:
            view["right"] = sorted(questionnaire.questions[number].right)
        if with_counts:
            view["counts"] = questionnaire.counts(number)
    return views


def result_view(questionnaire: Questionnaire, answer: Answer) -> BoardView:
    """Return one attendee's result in a quiz, which moderators see."""
    choices = [sorted(chosen) for chosen in answer.choices]
    return {"person": answer.person, "name": answer.name, "choices": choices, "score": questionnaire.score(answer)}
