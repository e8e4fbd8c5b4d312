"""The sessions in the database: each change is committed before it is announced."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import Connection, Engine, Select, insert, select, update

from reference_server.rules.chat_rules import ChatChange, ChatFact, ChatState
from reference_server.rules.questionnaires import Board, BoardChange, BoardFact
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import Access, Change, Fact, Participant, Role, StageState
from reference_server.storage import schema
from reference_server.storage.session_rows import delete_session, load_session, lock_session, save_session

Command = Callable[[StageState], Change]
SessionCheck = Callable[[SessionSnapshot], None]
"""Raises Refusal if the session does not allow a command."""
BoardCommand = Callable[[StageState, Board], BoardChange]
ChatCommand = Callable[[StageState, ChatState], ChatChange]

Result = TypeVar("Result")

Watcher = Callable[[SessionSnapshot, SessionSnapshot], None]
"""Called with a session before and after each change, once the change is stored. It must not block."""

CACHED_SESSIONS = 1_000
"""The maximum number of sessions in memory; the database has all of them."""


@dataclass(frozen=True)
class NewSession:
    """The properties of a session to be created; `limit` is the number of people that the stage holds."""

    title: str
    access: Access
    polls: bool
    quizzes: bool
    limit: int


@dataclass(frozen=True)
class Identity:
    """A person with a name and a role in a session, whether present or not."""

    id: str
    session: str
    name: str
    role: Role

    def participant(self) -> Participant:
        """Return the participant as they enter the session."""
        return Participant(self.id, self.name, self.role)


class SessionStore:
    """The sessions of one room, cached once they are read.

    `is_shared`: other processes change them too. Then each use compares the cached revision with the database's, and
    each command holds a lock of the session's row, so that commands on one session run one after the other.
    """

    def __init__(self, engine: Engine, *, is_shared: bool = False) -> None:
        self._engine = engine
        self._is_shared = is_shared
        self._lock = threading.RLock()
        self._cache: OrderedDict[str, SessionSnapshot] = OrderedDict()
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> None:
        """Call the watcher after each change of a session from now on."""
        self._watchers.append(watcher)

    def create(self, new: NewSession) -> str:
        """Store a new session and return its id."""
        id = secrets.token_hex(8)
        values = {"title": new.title, "polls": new.polls, "quizzes": new.quizzes}
        values |= {"access": new.access, "stage_limit": new.limit, "revision": 0, "last_active": _now()}
        with self._engine.begin() as connection:
            connection.execute(insert(schema.sessions).values(id=id, **values))
        return id

    def session(self, id: str) -> SessionSnapshot:
        """Return the current session. Raises UnknownSession."""
        with self._lock:
            if self._is_shared:
                return self._read_shared(id)
            if id not in self._cache:
                with self._engine.connect() as connection:
                    self._remember(load_session(connection, id))
            self._cache.move_to_end(id)
            return self._cache[id]

    def run(self, id: str, command: Command, check: SessionCheck | None = None) -> tuple[Fact, ...]:
        """Run a command on the session, store the result in one transaction and return the facts.

        `check` may refuse the command because of something outside of the stage. Raises UnknownSession, or the
        exception of the command or the check, without changing anything.
        """

        def run(before: SessionSnapshot) -> tuple[SessionSnapshot, tuple[Fact, ...]]:
            if check:
                check(before)
            change = command(before.state)
            return (before.after(change) if change.facts else before), change.facts

        return self._change(id, run)

    def run_on_board(self, id: str, command: BoardCommand) -> tuple[BoardFact, ...]:
        """Run a command on the session's polls and quizzes, as `run` does on its stage."""

        def run(before: SessionSnapshot) -> tuple[SessionSnapshot, tuple[BoardFact, ...]]:
            change = command(before.state, before.board)
            return (before.with_board(change.board) if change.facts else before), change.facts

        return self._change(id, run)

    def run_on_chat(self, id: str, command: ChatCommand) -> tuple[ChatFact, ...]:
        """Run a command on the session's chat, as `run` does on its stage."""

        def run(before: SessionSnapshot) -> tuple[SessionSnapshot, tuple[ChatFact, ...]]:
            change = command(before.state, before.chat)
            return (before.with_chat(change.chat) if change.facts else before), change.facts

        return self._change(id, run)

    def touch(self, id: str) -> None:
        """Increment the session's revision after a change that is not part of it, such as a new connection."""
        self._change(id, lambda before: (replace(before, revision=before.revision + 1), None))

    def dismiss_notification(self, id: str, person: str, number: int) -> bool:
        """Remove a person's notification; return whether it was still their latest one."""

        def run(before: SessionSnapshot) -> tuple[SessionSnapshot, bool]:
            after = before.without_notification(person, number)
            return after, after is not before

        return self._change(id, run)

    def add_person(self, session: str, name: str, role: Role) -> Identity:
        """Store a new person of the session, who has not entered yet."""
        identity = Identity(secrets.token_hex(8), session, name, role)
        values = {"id": identity.id, "session": session, "name": name, "role": role}
        with self._engine.begin() as connection:
            connection.execute(insert(schema.people).values(**values))
            row = update(schema.sessions).where(schema.sessions.c.id == session)
            connection.execute(row.values(last_active=_now()))
        return identity

    def identities(self, session: str, people: Iterable[str]) -> list[Identity]:
        """Return those of the people who belong to the session, newest first."""
        people = list(people)
        if not people:  # Most browsers that follow a link have no cookie of a person.
            return []
        columns = schema.people.c
        of_session = _identities().where(columns.session == session, columns.id.in_(people))
        with self._engine.connect() as connection:
            return [Identity(*row) for row in connection.execute(of_session.order_by(columns.number.desc()))]

    def identity(self, person: str) -> Identity | None:
        """Return a person by id, None if the id is unknown."""
        with self._engine.connect() as connection:
            row = connection.execute(_identities().where(schema.people.c.id == person)).first()
        return Identity(*row) if row else None

    def pages(self, person: str) -> tuple[str, ...]:
        """Return the ids of the pages by which the person connected last, the newest at the end."""
        with self._engine.connect() as connection:
            pages = connection.scalar(select(schema.people.c.pages).where(schema.people.c.id == person))
        return tuple(pages or ())

    def save_pages(self, person: str, pages: tuple[str, ...]) -> None:
        """Store the ids of the pages by which the person connected last."""
        with self._engine.begin() as connection:
            row = update(schema.people).where(schema.people.c.id == person)
            connection.execute(row.values(pages=list(pages)))

    def present_people(self) -> list[tuple[str, str]]:
        """Return session and person id of everybody who is in a session."""
        present = select(schema.people.c.session, schema.people.c.id).where(schema.people.c.entered.is_not(None))
        with self._engine.connect() as connection:
            return [(session, person) for session, person in connection.execute(present)]

    def idle_sessions(self, before: float) -> list[str]:
        """Return the ids of sessions with nobody present and no change since `before` (seconds since 1970)."""
        with self._engine.connect() as connection:
            return list(connection.scalars(_idle_sessions(before)))

    def remove_if_idle(self, id: str, before: float) -> bool:
        """Remove a session with everything that belongs to it if it is idle; return whether it was."""
        with self._lock, self._engine.begin() as connection:
            # No other process may let somebody enter meanwhile.
            connection.execute(select(schema.sessions.c.id).where(schema.sessions.c.id == id).with_for_update())
            idle = connection.scalar(_idle_sessions(before).where(schema.sessions.c.id == id)) is not None
            if idle:
                delete_session(connection, id)
                self._cache.pop(id, None)
            return idle

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def _change(self, id: str, run: Callable[[SessionSnapshot], tuple[SessionSnapshot, Result]]) -> Result:
        """Run a function on the session, and store the session that it returns, unless it is the same object."""
        with self._lock:
            before, after, result = self._run_shared(id, run) if self._is_shared else self._run_alone(id, run)
            if after is not before:
                self._remember(after)
                for watcher in self._watchers:
                    watcher(before, after)
            return result

    def _run_alone(
        self, id: str, run: Callable[[SessionSnapshot], tuple[SessionSnapshot, Result]]
    ) -> tuple[SessionSnapshot, SessionSnapshot, Result]:
        before = self.session(id)
        after, result = run(before)
        if after is not before:
            with self._engine.begin() as connection:
                save_session(connection, before, after)
        return before, after, result

    def _run_shared(
        self, id: str, run: Callable[[SessionSnapshot], tuple[SessionSnapshot, Result]]
    ) -> tuple[SessionSnapshot, SessionSnapshot, Result]:
        with self._engine.begin() as connection:
            lock_session(connection, id)
            before = self._read_newest(connection, id)
            after, result = run(before)
            if after is not before:
                save_session(connection, before, after)
        return before, after, result

    def _read_shared(self, id: str) -> SessionSnapshot:
        # The rows of one session are read as they were at one moment.
        with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            return self._read_newest(connection, id)

    def _read_newest(self, connection: Connection, id: str) -> SessionSnapshot:
        """Return the cached session if nobody has changed it; otherwise that of the database."""
        cached = self._cache.get(id)
        revision = connection.scalar(select(schema.sessions.c.revision).where(schema.sessions.c.id == id))
        if cached is not None and cached.revision == revision:
            self._cache.move_to_end(id)
            return cached
        return self._load(connection, id)

    def _load(self, connection: Connection, id: str) -> SessionSnapshot:
        self._cache.pop(id, None)
        newest = load_session(connection, id)
        self._remember(newest)
        return newest

    def _remember(self, session: SessionSnapshot) -> None:
        self._cache[session.id] = session
        if len(self._cache) > CACHED_SESSIONS:
            self._cache.popitem(last=False)


def _idle_sessions(before: float) -> Select[str]:
    present = select(schema.people.c.id).where(
        schema.people.c.session == schema.sessions.c.id, schema.people.c.entered.is_not(None)
    )
    return select(schema.sessions.c.id).where(schema.sessions.c.last_active < before, ~present.exists())


def _now() -> int:
    return int(time.time())


def _identities() -> Select[str, str, str, Role]:
    columns = schema.people.c
    return select(columns.id, columns.session, columns.name, columns.role)
