"""Who may see what of polls and quizzes, and when.

Before the close an attendee is sent the questions and their own choices, and nothing else: no counts, nobody else's
choices, nothing that is right. A poll is secret to the end: who voted for what leaves the server for nobody. Of what
is not offered, nothing is sent to anyone (VIEW-8).
"""

from collections.abc import Iterable
from typing import Any

from reference_server.rules.questionnaires.board_commands import (
    Answer,
    Board,
    Fact,
    Happening,
    Kind,
    Phase,
    Questionnaire,
    may_with,
)
from reference_server.rules.stage import Person, Role

View = dict[str, Any]
_NAMES = {Kind.POLL: "polls", Kind.QUIZ: "quizzes"}


def board_view(board: Board, viewer: Person) -> View:
    """The fields of `room` about polls and quizzes: one for each kind that is offered, a list in order of writing."""
    return {_NAMES[kind]: [_view(one, viewer) for one in _shown(board, kind, viewer)] for kind in sorted(board.offered)}


def concerned(fact: Fact, people: Iterable[Person]) -> frozenset[str] | None:
    """Who is shown something else after this fact, by id; None: everybody.

    With hundreds of attendees voting at once, telling each of every vote would be most of the server's work.
    """
    if fact.kind not in _UNSEEN_BY_OTHERS:
        return None
    return frozenset({fact.by, *(one.id for one in people if one.role is Role.MODERATOR)})


_UNSEEN_BY_OTHERS = {Happening.DRAFTED, Happening.REDRAFTED, Happening.ANSWERED}


def _shown(board: Board, kind: Kind, viewer: Person) -> list[Questionnaire]:
    sees_drafts = viewer.role is Role.MODERATOR
    return [one for one in board.of(kind) if sees_drafts or one.phase is not Phase.DRAFT]


def _view(one: Questionnaire, viewer: Person) -> View:
    about = {"id": one.id, "title": one.title, "phase": one.phase, "may": may_with(one, viewer)}
    if viewer.role is Role.MODERATOR:
        return {**about, **_to_moderators(one)}
    return {**about, **_to_attendee(one, one.by_person.get(viewer.id))}


def _to_moderators(one: Questionnaire) -> View:
    view: View = {"questions": _questions(one, with_right=True, with_counts=True), "answered": len(one.answers)}
    return view | {"results": [_result(one, answer) for answer in one.answers]} if one.kind is Kind.QUIZ else view


def _to_attendee(one: Questionnaire, own: Answer | None) -> View:
    closed = one.phase is Phase.CLOSED
    counted = closed and one.kind is Kind.POLL
    view: View = {"questions": _questions(one, with_right=closed, with_counts=counted)}
    view["choices"] = [sorted(chosen) for chosen in own.choices] if own else None
    if counted:
        view["answered"] = len(one.answers)
    if closed and one.kind is Kind.QUIZ:
        view["score"] = one.score(own) if own else None
    return view


def _questions(one: Questionnaire, *, with_right: bool, with_counts: bool) -> list[View]:
    views: list[View] = [
        {"text": question.text, "options": list(question.options), "several": question.several}
        for question in one.questions
    ]
    for number, view in enumerate(views):
        if with_right and one.kind is Kind.QUIZ:
            view["right"] = sorted(one.questions[number].right)
        if with_counts:
            view["counts"] = one.counts(number)
    return views


def _result(one: Questionnaire, answer: Answer) -> View:
    choices = [sorted(chosen) for chosen in answer.choices]
    return {"person": answer.person, "name": answer.name, "choices": choices, "score": one.score(answer)}
