"""Reads a session from database rows, and writes the differences between two snapshots of it."""

import time
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select, update

from reference_server.rules.chat_rules import ChatState
from reference_server.rules.device_updates import DEVICES
from reference_server.rules.notifications import Notification
from reference_server.rules.questionnaires import QuestionnaireKind
from reference_server.rules.session_snapshot import LatestNotification, SessionSnapshot, changed_people
from reference_server.rules.stage import Access, Participant, StageState, Standing
from reference_server.storage import schema
from reference_server.storage.board_rows import load_board, save_board


class UnknownSession(LookupError):
    """This room has no such session."""


def load_session(connection: Connection, id: str) -> SessionSnapshot:
    """Return the session from the database. Raises UnknownSession."""
    row = connection.execute(select(schema.sessions).where(schema.sessions.c.id == id)).mappings().first()
    if row is None:
        raise UnknownSession(id)
    people = connection.execute(select(schema.people).where(schema.people.c.session == id)).mappings().all()
    present = [person for person in people if person["entered"] is not None]
    removed = [person for person in people if person["removed"] is not None]
    state = _state(row["access"], row["stage_limit"], present, removed)
    latest = {person["id"]: _latest_notification(person) for person in people if person["notice_number"]}
    board = load_board(connection, id, _offered(row))
    chat, off = ChatState(row["chat"]), _switched_off(present)
    return SessionSnapshot(id, row["title"], state, board, row["revision"], latest, chat, off)


def lock_session(connection: Connection, id: str) -> None:
    """Wait until no other process changes the session, and keep others from it until the transaction ends.

    SQLite ignores this; there, one process writes.
    """
    statement = select(schema.sessions.c.id).where(schema.sessions.c.id == id)
    connection.execute(statement.with_for_update(key_share=True))


def save_session(connection: Connection, before: SessionSnapshot, after: SessionSnapshot) -> None:
    """Write what differs between two snapshots of a session."""
    of_session = schema.sessions.c.id == after.id
    connection.execute(update(schema.sessions).where(of_session).values(**_session_row(after)))
    save_board(connection, after.id, before.board, after.board)
    for person in changed_people(before, after):
        changed = _differences(before, after, person)
        if changed:
            connection.execute(update(schema.people).where(schema.people.c.id == person).values(**changed))


def delete_session(connection: Connection, id: str) -> None:
    """Delete a session with its people, chat, polls, quizzes and answers."""
    for table in (schema.questionnaires, schema.messages, schema.people):
        connection.execute(delete(table).where(table.c.session == id))
    connection.execute(delete(schema.sessions).where(schema.sessions.c.id == id))


# From rows to a snapshot


def _offered(row: RowMapping) -> frozenset[QuestionnaireKind]:
    columns = {QuestionnaireKind.POLL: "polls", QuestionnaireKind.QUIZ: "quizzes"}
    return frozenset(kind for kind, column in columns.items() if row[column])


def _state(access: Access, limit: int, people: list[RowMapping], removed: list[RowMapping]) -> StageState:
    by_since = sorted(people, key=lambda row: row["since"])
    by_hand = sorted(people, key=lambda row: row["hand"] or 0)
    by_return = sorted(removed, key=lambda row: row["asked_back"] or 0)

    def with_standing(standing: Standing) -> tuple[str, ...]:
        return tuple(row["id"] for row in by_since if row["standing"] is standing)

    return StageState(
        access,
        limit,
        people=tuple(_participant(row) for row in sorted(people, key=lambda row: row["entered"])),
        requests=with_standing(Standing.ASKING),
        invitations=with_standing(Standing.INVITED),
        stage=with_standing(Standing.ON_STAGE),
        hands=tuple(row["id"] for row in by_hand if row["hand"] is not None),
        removed=tuple(_participant(row) for row in sorted(removed, key=lambda row: row["removed"])),
        return_requests=tuple(row["id"] for row in by_return if row["asked_back"] is not None),
    )


def _participant(row: RowMapping) -> Participant:
    return Participant(row["id"], row["name"], row["role"], row["microphone"], row["camera"])


def _switched_off(people: list[RowMapping]) -> dict[tuple[str, str], int]:
    columns = ((row, device, row[f"{device}_off"]) for row in people for device in DEVICES.values())
    return {(row["id"], device): revision for row, device, revision in columns if revision is not None}


def _latest_notification(row: RowMapping) -> LatestNotification:
    notification = Notification(row["notice_kind"], row["notice_text"]) if row["notice_kind"] else None
    return LatestNotification(row["notice_number"], notification)


# From a snapshot to rows


def _session_row(session: SessionSnapshot) -> dict[str, Any]:
    values = {"access": session.state.access, "revision": session.revision, "last_active": int(time.time())}
    return {**values, "polls": session.has_polls, "quizzes": session.has_quizzes, "chat": session.chat.is_on}


def _differences(before: SessionSnapshot, after: SessionSnapshot, person: str) -> dict[str, Any]:
    old, new = _person_row(before, person), _person_row(after, person)
    changed = {column: value for column, value in new.items() if value != old[column]}
    if "standing" in changed:
        changed["since"] = after.revision
    if "present" in changed:
        changed["entered"] = after.revision if changed.pop("present") else None
        changed["deadline"] = None
    for column in ("hand", "removed", "asked_back"):
        if column in changed:
            changed[column] = after.revision if changed[column] else None
    return changed


def _person_row(session: SessionSnapshot, person: str) -> dict[str, Any]:
    return {
        "present": person in session.state.by_id,
        "standing": session.state.standing(person),
        "hand": person in session.state.hands,
        "removed": person in session.state.removed_by_id,
        "asked_back": person in session.state.return_requests,
        **_device_columns(session, person),
        **_notification_columns(session.latest_notification(person)),
    }


def _device_columns(session: SessionSnapshot, person: str) -> dict[str, Any]:
    participant = session.state.by_id.get(person)
    return {
        "microphone": participant is None or participant.microphone,
        "camera": participant is None or participant.camera,
        "microphone_off": session.switched_off.get((person, "microphone")),
        "camera_off": session.switched_off.get((person, "camera")),
    }


def _notification_columns(latest: LatestNotification) -> dict[str, Any]:
    return {
        "notice_number": latest.number,
        "notice_kind": latest.notification and latest.notification.kind,
        "notice_text": latest.notification and latest.notification.text,
    }
