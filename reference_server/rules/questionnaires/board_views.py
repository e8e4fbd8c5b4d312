"""What each person may see of polls and quizzes, and when.

Before the close an attendee sees the questions and their own choices only: no counts, no choices of others, no right
answers. A poll is secret for good: the server sends nobody who voted for what. Nothing is sent about kinds that the
session does not offer (VIEW-8).
"""

from collections.abc import Iterable
from typing import Any

from reference_server.rules.questionnaires.board import (
    Answer,
    Board,
    BoardFact,
    BoardFactKind,
    Phase,
    Questionnaire,
    QuestionnaireKind,
)
from reference_server.rules.questionnaires.board_commands import may_with_questionnaire
from reference_server.rules.stage import Participant, Role

BoardView = dict[str, Any]
_FIELDS = {QuestionnaireKind.POLL: "polls", QuestionnaireKind.QUIZ: "quizzes"}
_SEEN_BY_MODERATORS_ONLY = {BoardFactKind.DRAFTED, BoardFactKind.REDRAFTED, BoardFactKind.ANSWERED}


def board_view(board: Board, viewer: Participant) -> BoardView:
    """Return the board's fields of the event `room`: for each offered kind a list, in the order of drafting."""
    return {
        _FIELDS[kind]: [_view(questionnaire, viewer) for questionnaire in _visible(board, kind, viewer)]
        for kind in sorted(board.offered)
    }


def affected_by(fact: BoardFact, people: Iterable[Participant]) -> frozenset[str] | None:
    """Return the ids of the people whose view changes with this fact; None stands for everybody.

    When hundreds of attendees vote at once, sending each vote to all of them would be most of the server's work.
    """
    if fact.kind not in _SEEN_BY_MODERATORS_ONLY:
        return None
    return frozenset({fact.by, *(person.id for person in people if person.role is Role.MODERATOR)})


def _visible(board: Board, kind: QuestionnaireKind, viewer: Participant) -> list[Questionnaire]:
    sees_drafts = viewer.role is Role.MODERATOR
    return [found for found in board.of(kind) if sees_drafts or found.phase is not Phase.DRAFT]


def _view(questionnaire: Questionnaire, viewer: Participant) -> BoardView:
    may = may_with_questionnaire(questionnaire, viewer)
    about = {"id": questionnaire.id, "title": questionnaire.title, "phase": questionnaire.phase, "may": may}
    if viewer.role is Role.MODERATOR:
        return {**about, **_for_moderators(questionnaire)}
    return {**about, **_for_attendee(questionnaire, questionnaire.by_person.get(viewer.id))}


def _for_moderators(questionnaire: Questionnaire) -> BoardView:
    questions = _questions(questionnaire, with_right=True, with_counts=True)
    view: BoardView = {"questions": questions, "answered": len(questionnaire.answers)}
    if questionnaire.kind is QuestionnaireKind.QUIZ:
        view["results"] = [_result(questionnaire, answer) for answer in questionnaire.answers]
    return view


def _for_attendee(questionnaire: Questionnaire, own: Answer | None) -> BoardView:
    closed = questionnaire.phase is Phase.CLOSED
    counted = closed and questionnaire.kind is QuestionnaireKind.POLL
    view: BoardView = {"questions": _questions(questionnaire, with_right=closed, with_counts=counted)}
    view["choices"] = [sorted(chosen) for chosen in own.choices] if own else None
    if counted:
        view["answered"] = len(questionnaire.answers)
    if closed and questionnaire.kind is QuestionnaireKind.QUIZ:
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


def _result(questionnaire: Questionnaire, answer: Answer) -> BoardView:
    choices = [sorted(chosen) for chosen in answer.choices]
    return {"person": answer.person, "name": answer.name, "choices": choices, "score": questionnaire.score(answer)}
