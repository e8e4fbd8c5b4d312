"""Reads a board from database rows, and writes the differences between two boards."""

from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from reference_server.rules.questionnaires import Answer, Board, Choices, Question, Questionnaire, QuestionnaireKind
from reference_server.storage.schema import answers, people, questionnaires

Row = dict[str, Any]


def load_board(connection: Connection, session: str, offered: frozenset[QuestionnaireKind]) -> Board:
    """Return all polls and quizzes of a session with their answers."""
    of_session = select(questionnaires).where(questionnaires.c.session == session).order_by(questionnaires.c.number)
    answers_by_id = _answers(connection, session)
    rows = connection.execute(of_session).mappings()
    return Board(offered, tuple(_questionnaire(row, answers_by_id.get(row["id"], [])) for row in rows))


def save_board(connection: Connection, session: str, before: Board, after: Board) -> None:
    """Write the differences between two boards, except the offered kinds, which are in the session's row."""
    for removed in before.by_id.keys() - after.by_id.keys():
        connection.execute(delete(questionnaires).where(questionnaires.c.id == removed))
    for questionnaire in after.questionnaires:
        older = before.by_id.get(questionnaire.id)
        if older is not questionnaire:
            _save(connection, session, older, questionnaire)


def _save(connection: Connection, session: str, before: Questionnaire | None, after: Questionnaire) -> None:
    if before is None:
        connection.execute(insert(questionnaires).values(id=after.id, session=session, **_row(after)))
    elif _row(before) != _row(after):
        connection.execute(update(questionnaires).where(questionnaires.c.id == after.id).values(**_row(after)))
    older_answers = before.by_person if before else {}
    for answer in after.answers:
        if older_answers.get(answer.person) != answer:
            _save_answer(connection, after.id, older_answers.get(answer.person), answer)


def _save_answer(connection: Connection, questionnaire: str, before: Answer | None, after: Answer) -> None:
    key = {"questionnaire": questionnaire, "person": after.person}
    choices = [sorted(chosen) for chosen in after.choices]
    if before is None:
        connection.execute(insert(answers).values(**key, choices=choices))
        return
    row = update(answers).where(*(answers.c[column] == value for column, value in key.items()))
    connection.execute(row.values(choices=choices))


def _row(questionnaire: Questionnaire) -> Row:
    row = {"kind": questionnaire.kind, "title": questionnaire.title, "phase": questionnaire.phase}
    return {**row, "questions": [_question_values(question) for question in questionnaire.questions]}


def _question_values(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "options": list(question.options),
        "several": question.several,
        "right": sorted(question.right),
    }


def _answers(connection: Connection, session: str) -> dict[str, list[Answer]]:
    by_questionnaire: dict[str, list[Answer]] = {}
    for questionnaire, person, name, choices in connection.execute(_answers_of_session(session)):
        by_questionnaire.setdefault(questionnaire, []).append(Answer(person, name, _choices(choices)))
    return by_questionnaire


def _answers_of_session(session: str) -> Select[Any]:
    return (
        select(answers.c.questionnaire, answers.c.person, people.c.name, answers.c.choices)
        .join(questionnaires, answers.c.questionnaire == questionnaires.c.id)
        .join(people, answers.c.person == people.c.id)
        .where(questionnaires.c.session == session)
        .order_by(answers.c.number)
    )


def _choices(lists: list[list[int]]) -> tuple[Choices, ...]:
    return tuple(frozenset(chosen) for chosen in lists)


def _questionnaire(row: Any, answers: list[Answer]) -> Questionnaire:
    questions = tuple(_question(question) for question in row["questions"])
    return Questionnaire(row["id"], row["kind"], row["title"], questions, row["phase"], tuple(answers))


def _question(row: Row) -> Question:
    return Question(row["text"], tuple(row["options"]), row["several"], frozenset(row["right"]))
