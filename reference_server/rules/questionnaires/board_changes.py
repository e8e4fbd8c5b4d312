"""The differences between two boards for each audience: the fields `polls` and `quizzes` of a change.

What is sent for an answer does not grow with the number of answers: moderators receive only the counts and new
results.
"""

from collections.abc import Iterator
from typing import Any

from reference_server.rules.questionnaires.board import Board, Phase, Questionnaire, QuestionnaireKind
from reference_server.rules.questionnaires.board_views import (
    FIELDS,
    OWN_FIELDS,
    list_visible,
    questionnaire_view,
    result_view,
)
from reference_server.rules.stage import Participant, Role

BoardPart = dict[str, Any]


def board_change(before: Board, after: Board, role: Role) -> BoardPart:
    """Return the differences for everybody of this role, by field; None for a field that is gone.

    Each field has `ids`, the ids of all visible questionnaires, and `changed`, one entry for each changed
    questionnaire: its id and what has changed in it, or all of it if it is new. Each is left out if nothing changed.
    """
    if before is after:
        return {}
    viewer = Participant("", "", role)
    parts = {FIELDS[kind]: _kind_change(before, after, kind, viewer) for kind in QuestionnaireKind}
    return {field: part for field, part in parts.items() if part != {}}


def own_board_change(before: Board, after: Board, person: Participant) -> BoardPart:
    """Return the person's own answers and scores that differ, by field.

    A page applies them after `board_change`.
    """
    if before is after or person.role is Role.MODERATOR:
        return {}
    parts = {FIELDS[kind]: _own_changes(before, after, kind, person) for kind in QuestionnaireKind}
    return {field: part for field, part in parts.items() if part}


def people_with_own_change(before: Board, after: Board) -> set[str]:
    """Return the ids of the people for whom `own_board_change` may return differences."""
    people: set[str] = set()
    for questionnaire in after.questionnaires if before is not after else ():
        older = before.by_id.get(questionnaire.id)
        if before.offered != after.offered or older is None or older.phase is not questionnaire.phase:
            people |= questionnaire.by_person.keys()
        elif older is not questionnaire:
            people |= {answer.person for answer in _new_answers(older, questionnaire)}
    return people


def _kind_change(before: Board, after: Board, kind: QuestionnaireKind, viewer: Participant) -> BoardPart | None:
    if kind not in after.offered:
        return None if kind in before.offered else {}
    old = {item.id: item for item in list_visible(before, kind, viewer)} if kind in before.offered else {}
    new = list_visible(after, kind, viewer)
    changed = [_change(old.get(item.id), item, viewer) for item in new if old.get(item.id) is not item]
    ids = [item.id for item in new]
    order = {} if kind in before.offered and ids == list(old) else {"ids": ids}
    non_empty = [change for change in changed if len(change) > 1]
    return {**order, **({"changed": non_empty} if non_empty else {})}


def _change(before: Questionnaire | None, after: Questionnaire, viewer: Participant) -> BoardPart:
    if before is None:
        return questionnaire_view(after, viewer)
    old, new = (questionnaire_view(item, viewer, with_results=False) for item in (before, after))
    change: BoardPart = {"id": after.id}
    change |= {field: value for field, value in new.items() if field not in old or old[field] != value}
    if "questions" in change and _without_counts(old) == _without_counts(new):
        del change["questions"]
        change["counts"] = [question["counts"] for question in new["questions"]]
    if _has_results(after, viewer):
        results = [result_view(after, answer) for answer in _new_answers(before, after)]
        change |= {"results": results} if results else {}
    return change


def _without_counts(view: BoardPart) -> list[BoardPart]:
    # A boolean replaces the counts: once counts appear, the questions differ and are sent as a whole.
    return [{**question, "counts": "counts" in question} for question in view["questions"]]


def _has_results(questionnaire: Questionnaire, viewer: Participant) -> bool:
    return questionnaire.kind is QuestionnaireKind.QUIZ and viewer.role is Role.MODERATOR


def _new_answers(before: Questionnaire, after: Questionnaire) -> Iterator[Any]:
    older = before.by_person
    return (answer for answer in after.answers if older.get(answer.person) != answer)


def _own_changes(before: Board, after: Board, kind: QuestionnaireKind, person: Participant) -> list[BoardPart]:
    if kind not in after.offered:
        return []
    was_visible = {item.id for item in list_visible(before, kind, person)} if kind in before.offered else set()
    changes = []
    for questionnaire in list_visible(after, kind, person):
        older = before.by_id.get(questionnaire.id) if questionnaire.id in was_visible else None
        old = _own_fields(older, person.id) if older else {}
        own = {
            field: value for field, value in _own_fields(questionnaire, person.id).items() if value != old.get(field)
        }
        if own:
            changes.append({"id": questionnaire.id, **own})
    return changes


def _own_fields(questionnaire: Questionnaire, person: str) -> BoardPart:
    answer = questionnaire.by_person.get(person)
    if answer is None or questionnaire.phase is Phase.DRAFT:
        return {}
    view = questionnaire_view(questionnaire, Participant(person, answer.name, Role.ATTENDEE))
    return {field: view[field] for field in OWN_FIELDS if field in view}
