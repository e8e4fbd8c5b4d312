"""Keeps sessions in the database: whatever has been answered to anybody has been committed before."""

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from reference_server.rules import questionnaires
from reference_server.rules.notifications import News
from reference_server.rules.session_snapshot import Notice, Session
from reference_server.rules.stage import Access, Change, Fact, Person, Role, Standing, State
from reference_server.storage import schema
from reference_server.storage.board_rows import load_board, save_board

Command = Callable[[State], Change]
BoardCommand = Callable[[State, questionnaires.Board], questionnaires.Change]


class UnknownSession(LookupError):
    """There is no such session in this room."""


@dataclass(frozen=True)
class NewSession:
    """What a session is made of."""

    title: str
    access: Access
    polls: bool
    quizzes: bool
    limit: int


@dataclass(frozen=True)
class Identity:
    """Somebody who has a name and a role in a session, whether they are there at the moment or not."""

    id: str
    session: str
    name: str
    role: Role

    def person(self) -> Person:
        """The person as they come into the session."""
        return Person(self.id, self.name, self.role)


class Store:
    """The sessions of one room. It alone writes the file, so what was read once can be kept in memory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.RLock()
        self._kept: dict[str, Session] = {}

    def create(self, new: NewSession) -> str:
        """Keep a new session; answers its id."""
        id = secrets.token_hex(8)
        values = {"title": new.title, "polls": new.polls, "quizzes": new.quizzes}
        values |= {"access": new.access, "stage_limit": new.limit, "revision": 0}
        with self._engine.begin() as connection:
            connection.execute(insert(schema.sessions).values(id=id, **values))
        return id

    def session(self, id: str) -> Session:
        """The session as it is now. Raises UnknownSession."""
        with self._lock:
            if id not in self._kept:
                with self._engine.connect() as connection:
                    self._kept[id] = _load(connection, id)
            return self._kept[id]

    def run(self, id: str, command: Command) -> tuple[Fact, ...]:
        """Run a command on the session and keep the result, as one transaction; answers the facts.

        Raises UnknownSession, or what the command raises, and then nothing has changed.
        """
        with self._lock:
            before = self.session(id)
            change = command(before.state)
            if change.facts:
                self._keep(before, before.after(change))
            return change.facts

    def run_on_board(self, id: str, command: BoardCommand) -> tuple[questionnaires.Fact, ...]:
        """Run a command on the session's polls and quizzes, just as `run` does on its stage."""
        with self._lock:
            before = self.session(id)
            change = command(before.state, before.board)
            if change.facts:
                self._keep(before, before.with_board(change.board))
            return change.facts

    def touch(self, id: str) -> None:
        """Count the session's revision up, for what changed outside of it, such as who is connected."""
        with self._lock:
            before = self.session(id)
            self._keep(before, replace(before, revision=before.revision + 1))

    def dismiss_notice(self, id: str, person: str, number: int) -> bool:
        """Put a person's notice away; answers whether it was there, and not another one by now."""
        with self._lock:
            before = self.session(id)
            after = before.dismissed(person, number)
            if after is not before:
                self._keep(before, after)
            return after is not before

    def add_person(self, session: str, name: str, role: Role) -> Identity:
        """Keep a new person of the session, who has yet to come in."""
        identity = Identity(secrets.token_hex(8), session, name, role)
        values = {"id": identity.id, "session": session, "name": name, "role": role}
        with self._engine.begin() as connection:
            connection.execute(insert(schema.people).values(**values))
        return identity

    def identities(self, session: str, people: Iterable[str]) -> list[Identity]:
        """Those of the people who belong to the session, newest first."""
        table = schema.people
        columns = select(table.c.id, table.c.session, table.c.name, table.c.role)
        mine = columns.where(table.c.session == session, table.c.id.in_(list(people)))
        with self._engine.connect() as connection:
            return [Identity(*row) for row in connection.execute(mine.order_by(table.c.number.desc()))]

    def identity(self, person: str) -> Identity | None:
        """Who the person is, if they were ever here."""
        table = schema.people
        columns = select(table.c.id, table.c.session, table.c.name, table.c.role)
        with self._engine.connect() as connection:
            row = connection.execute(columns.where(table.c.id == person)).first()
        return Identity(*row) if row else None

    def pages(self, person: str) -> tuple[str, ...]:
        """The pages that the person came by last, the newest at the end."""
        with self._engine.connect() as connection:
            kept = connection.scalar(select(schema.people.c.pages).where(schema.people.c.id == person))
        return tuple(kept or ())

    def keep_pages(self, person: str, pages: tuple[str, ...]) -> None:
        """Keep the pages that the person came by."""
        with self._engine.begin() as connection:
            mine = update(schema.people).where(schema.people.c.id == person)
            connection.execute(mine.values(pages=list(pages)))

    def everybody_here(self) -> list[tuple[str, str]]:
        """Session and person of all who are in a session, as the database has it."""
        here = select(schema.people.c.session, schema.people.c.id).where(schema.people.c.entered.is_not(None))
        with self._engine.connect() as connection:
            return [(session, person) for session, person in connection.execute(here)]

    def close(self) -> None:
        """Let go of the database file."""
        self._engine.dispose()

    def _keep(self, before: Session, after: Session) -> None:
        with self._engine.begin() as connection:
            _save(connection, before, after)
        self._kept[after.id] = after


# From rows to a session


def _load(connection: Connection, id: str) -> Session:
    kept = connection.execute(select(schema.sessions).where(schema.sessions.c.id == id)).mappings().first()
    if kept is None:
        raise UnknownSession(id)
    rows = connection.execute(select(schema.people).where(schema.people.c.session == id)).mappings().all()
    state = _state(kept["access"], kept["stage_limit"], [row for row in rows if row["entered"] is not None])
    notices = {row["id"]: _notice(row) for row in rows if row["notice_number"]}
    board = load_board(connection, id, _offered(kept))
    return Session(id, kept["title"], state, board, kept["revision"], notices)


def _offered(kept: RowMapping) -> frozenset[questionnaires.Kind]:
    columns = {questionnaires.Kind.POLL: "polls", questionnaires.Kind.QUIZ: "quizzes"}
    return frozenset(kind for kind, column in columns.items() if kept[column])


def _state(access: Access, limit: int, here: list[RowMapping]) -> State:
    in_order = sorted(here, key=lambda row: row["since"])

    def standing(one: Standing) -> tuple[str, ...]:
        return tuple(row["id"] for row in in_order if row["standing"] is one)

    return State(
        access,
        limit,
        tuple(_person(row) for row in sorted(here, key=lambda row: row["entered"])),
        standing(Standing.ASKING),
        standing(Standing.INVITED),
        standing(Standing.ON_STAGE),
        tuple(row["id"] for row in sorted(here, key=lambda row: row["hand"] or 0) if row["hand"] is not None),
    )


def _person(row: RowMapping) -> Person:
    return Person(row["id"], row["name"], row["role"], row["microphone"], row["camera"])


def _notice(row: RowMapping) -> Notice:
    news = News(row["notice_kind"], row["notice_text"]) if row["notice_kind"] else None
    return Notice(row["notice_number"], news)


# From a session to rows: only what differs is written


def _save(connection: Connection, before: Session, after: Session) -> None:
    connection.execute(update(schema.sessions).where(schema.sessions.c.id == after.id).values(**_session_row(after)))
    save_board(connection, after.id, before.board, after.board)
    for person in {*before.state.by_id, *after.state.by_id}:
        changed = _differences(before, after, person)
        if changed:
            connection.execute(update(schema.people).where(schema.people.c.id == person).values(**changed))


def _session_row(session: Session) -> dict[str, Any]:
    values = {"access": session.state.access, "revision": session.revision}
    return {**values, "polls": session.polls, "quizzes": session.quizzes}


def _differences(before: Session, after: Session, person: str) -> dict[str, Any]:
    old, new = _row(before, person), _row(after, person)
    changed = {column: value for column, value in new.items() if value != old[column]}
    if "standing" in changed:
        changed["since"] = after.revision
    if "here" in changed:
        changed["entered"] = after.revision if changed.pop("here") else None
    if "hand" in changed:
        changed["hand"] = after.revision if changed["hand"] else None
    return changed


def _row(session: Session, person: str) -> dict[str, Any]:
    one, notice = session.state.by_id.get(person), session.notice(person)
    return {
        "here": one is not None,
        "standing": session.state.standing(person),
        "hand": person in session.state.hands,
        "microphone": one is None or one.microphone,
        "camera": one is None or one.camera,
        "notice_number": notice.number,
        "notice_kind": notice.news and notice.news.kind,
        "notice_text": notice.news and notice.news.text,
    }
