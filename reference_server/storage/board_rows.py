"""A board from rows of the database, and back: only what differs is written."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from reference_server.rules.questionnaires import Answer, Board, Choices, Kind, Question, Questionnaire
from reference_server.storage.schema import answers, people, questionnaires

Row = dict[str, Any]


def load_board(connection: Connection, session: str, offered: frozenset[Kind]) -> Board:
    """All polls and quizzes of a session with their answers."""
    wanted = select(questionnaires).where(questionnaires.c.session == session).order_by(questionnaires.c.number)
    given = _answers(connection, session)
    rows = connection.execute(wanted).mappings()
    return Board(offered, tuple(_questionnaire(row, given.get(row["id"], [])) for row in rows))


def save_board(connection: Connection, session: str, before: Board, after: Board) -> None:
    """Write what has changed from one board to the next; which kinds are offered stands with the session."""
    for gone in before.by_id.keys() - after.by_id.keys():
        connection.execute(delete(questionnaires).where(questionnaires.c.id == gone))
    for one in after.questionnaires:
        older = before.by_id.get(one.id)
        if older is not one:
            _save(connection, session, older, one)


def _save(connection: Connection, session: str, before: Questionnaire | None, after: Questionnaire) -> None:
    if before is None:
        connection.execute(insert(questionnaires).values(id=after.id, session=session, **_row(after)))
    elif _row(before) != _row(after):
        connection.execute(update(questionnaires).where(questionnaires.c.id == after.id).values(**_row(after)))
    given = before.by_person if before else {}
    for answer in after.answers:
        if given.get(answer.person) != answer:
            _save_answer(connection, after.id, given.get(answer.person), answer)


def _save_answer(connection: Connection, questionnaire: str, before: Answer | None, after: Answer) -> None:
    key = {"questionnaire": questionnaire, "person": after.person}
    choices = [sorted(chosen) for chosen in after.choices]
    if before is None:
        connection.execute(insert(answers).values(**key, choices=choices))
        return
    kept = update(answers).where(*(answers.c[column] == value for column, value in key.items()))
    connection.execute(kept.values(choices=choices))


def _row(one: Questionnaire) -> Row:
    questions = [
        {"text": each.text, "options": list(each.options), "several": each.several, "right": sorted(each.right)}
        for each in one.questions
    ]
    return {"kind": one.kind, "title": one.title, "questions": questions, "phase": one.phase}


def _answers(connection: Connection, session: str) -> dict[str, list[Answer]]:
    wanted = (
        select(answers.c.questionnaire, answers.c.person, people.c.name, answers.c.choices)
        .join(questionnaires, answers.c.questionnaire == questionnaires.c.id)
        .join(people, answers.c.person == people.c.id)
        .where(questionnaires.c.session == session)
        .order_by(answers.c.number)
    )
    found: dict[str, list[Answer]] = {}
    for questionnaire, person, name, choices in connection.execute(wanted):
        found.setdefault(questionnaire, []).append(Answer(person, name, _choices(choices)))
    return found


def _choices(kept: list[list[int]]) -> tuple[Choices, ...]:
    return tuple(frozenset(chosen) for chosen in kept)


def _questionnaire(row: Any, given: list[Answer]) -> Questionnaire:
    questions = tuple(_question(kept) for kept in row["questions"])
    return Questionnaire(row["id"], row["kind"], row["title"], questions, row["phase"], tuple(given))


def _question(kept: Row) -> Question:
    return Question(kept["text"], tuple(kept["options"]), kept["several"], frozenset(kept["right"]))
