"""Stores the process and page of each person's connection, for all processes of a room to read.

A process that has not renewed its lease for `LEASE_SECONDS` counts as dead: its people are disconnected, and have a
grace period to connect to another process. All times are those of the database's clock.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select, update

from reference_server.storage.schema import people, processes, sessions

LEASE_SECONDS = 4.0
"""Seconds after which a process that has not renewed its lease counts as dead."""
STANDSTILL_SECONDS = 2.0
"""After this many seconds without any running process, grace periods are extended, since nobody could connect."""
PERSON_LOCK = 0x53444F52
"""The first key of the advisory locks of people; the second is a hash of the person's id."""
LOADING_SECONDS = 60.0
"""Seconds for loading a page and connecting, as `grace_periods.LoadingPages.LOADING_SECONDS`."""

_NOW: Any = func.extract("epoch", func.clock_timestamp())
_DISCONNECTED: dict[str, Any] = {"process": None, "sid": None, "address": None}


@dataclass(frozen=True)
class SharedPage:
    """A connected page: its person, public id and Socket.IO id, and the process that it is connected to."""

    session: str
    person: str
    process: str
    sid: str
    public_id: str


class SharedPresence:
    """The connections of all processes; `process` is the id of this one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.process = secrets.token_hex(8)

    @contextmanager
    def lock_person(self, person: str) -> Iterator[None]:
        """Prevent other processes from connecting, disconnecting or removing a person during the context."""
        with self._engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(PERSON_LOCK, func.hashtext(person))))
            yield

    def connect(self, person: str, sid: str, public_id: str) -> SharedPage | None:
        """Store the page by which a person is connected; return the one that it replaces, if any."""
        with self._engine.begin() as connection:
            older = _page(connection, people.c.id == person)
            values = {"process": self.process, "sid": sid, "address": public_id, "deadline": None, "loading": None}
            connection.execute(update(people).where(people.c.id == person).values(**values))
        return older

    def disconnect(self, person: str, sid: str, seconds: float) -> bool:
        """Start the grace period of a person connected by this page; return False if they are not."""
        is_page = (people.c.id == person, people.c.process == self.process, people.c.sid == sid)
        with self._engine.begin() as connection:
            row = update(people).where(*is_page).values(**_DISCONNECTED, deadline=_deadline(seconds))
            return connection.execute(row).rowcount > 0

    def forget(self, person: str) -> SharedPage | None:
        """Store that a person has left or was removed; return the page by which they were connected, if any."""
        with self._engine.begin() as connection:
            page = _page(connection, people.c.id == person)
            row = update(people).where(people.c.id == person)
            connection.execute(row.values(**_DISCONNECTED, deadline=None, loading=None))
        return page

    def note_loading(self, person: str) -> None:
        """Store that a person's browser is loading the page, which extends the current or next grace period."""
        until = _NOW + LOADING_SECONDS
        with self._engine.begin() as connection:
            connection.execute(update(people).where(people.c.id == person).values(loading=until))
            is_waiting = (people.c.id == person, people.c.deadline.is_not(None))
            later = func.greatest(people.c.deadline, until)
            connection.execute(update(people).where(*is_waiting).values(deadline=later))

    def by_public_id(self, session: str, public_id: str) -> SharedPage | None:
        """Return the connected page of this session with this public id."""
        with self._engine.connect() as connection:
            return _page(connection, people.c.session == session, people.c.address == public_id)

    def public_ids(self, session: str) -> dict[str, str]:
        """Return the public ids of the session's connected pages, by person."""
        connected = select(people.c.id, people.c.address).where(
            people.c.session == session, people.c.address.is_not(None)
        )
        with self._engine.connect() as connection:
            return dict(connection.execute(connected).tuples().all())

    def pages_here(self) -> dict[str, SharedPage]:
        """Return the pages that are stored as connected to this process, by their Socket.IO ids."""
        with self._engine.connect() as connection:
            return {page.sid: page for page in _pages(connection, people.c.process == self.process)}

    def process_of(self, person: str) -> str | None:
        """Return the process that a person is connected to, None while they are not connected."""
        with self._engine.connect() as connection:
            return connection.scalar(select(people.c.process).where(people.c.id == person))

    def people_due_to_leave(self) -> list[tuple[str, str]]:
        """Return session and id of the people whose grace period has ended."""
        ended = select(people.c.session, people.c.id).where(people.c.deadline <= _NOW)
        with self._engine.connect() as connection:
            return [(session, person) for session, person in connection.execute(ended)]

    def is_due_to_leave(self, person: str) -> bool:
        """Return whether a person's grace period has ended, and they are still disconnected."""
        ended = select(people.c.id).where(people.c.id == person, people.c.deadline <= _NOW)
        with self._engine.connect() as connection:
            return connection.scalar(ended) is not None

    def start_grace_periods(self, seconds: float) -> set[str]:
        """Start a grace period for everybody who is present, but connected to no running process.

        Grace periods that are running already do not change. Returns the sessions of the people.
        """
        alive = select(processes.c.id).where(processes.c.seen > _NOW - LEASE_SECONDS)
        is_lost = people.c.process.is_(None) & people.c.deadline.is_(None)
        is_lost |= people.c.process.is_not(None) & people.c.process.not_in(alive)
        row = update(people).where(people.c.entered.is_not(None), is_lost)
        with self._engine.begin() as connection:
            connection.execute(delete(processes).where(processes.c.seen <= _NOW - LEASE_SECONDS))
            row = row.values(**_DISCONNECTED, deadline=_deadline(seconds))
            return set(connection.execute(row.returning(people.c.session)).scalars())

    def renew_lease(self, seconds: float) -> None:
        """Store that this process is alive.

        If no process was alive during the last STANDSTILL_SECONDS, extend the grace periods to at least `seconds` from
        now.
        """
        with self._engine.begin() as connection:
            last = connection.scalar(select(_NOW - func.max(processes.c.seen)))
            if last is None or last > STANDSTILL_SECONDS:
                # Meanwhile nobody could connect.
                _extend_grace_periods(connection, seconds)
            seen = update(processes).where(processes.c.id == self.process).values(seen=_NOW)
            if not connection.execute(seen).rowcount:
                connection.execute(insert(processes).values(id=self.process, seen=_NOW))

    def leave(self, seconds: float) -> set[str]:
        """Store that this process ends, with a grace period for its people; return their sessions."""
        with self._engine.begin() as connection:
            connection.execute(delete(processes).where(processes.c.id == self.process))
            row = update(people).where(people.c.process == self.process)
            row = row.values(**_DISCONNECTED, deadline=_deadline(seconds))
            return set(connection.execute(row.returning(people.c.session)).scalars())

    def revisions(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the current revisions of sessions, by their ids."""
        present = select(sessions.c.id, sessions.c.revision).where(sessions.c.id.in_(list(ids)))
        with self._engine.connect() as connection:
            return dict(connection.execute(present).tuples().all())


def _extend_grace_periods(connection: Connection, seconds: float) -> None:
    waiting = update(people).where(people.c.deadline < _NOW + seconds)
    connection.execute(waiting.values(deadline=_NOW + seconds))


def _deadline(seconds: float) -> Any:
    """Return the end of a grace period of this length, or that of loading a page if it is later."""
    return func.greatest(_NOW + seconds, func.coalesce(people.c.loading, 0.0))


def _page(connection: Connection, *conditions: ColumnElement[bool]) -> SharedPage | None:
    return next(iter(_pages(connection, *conditions)), None)


def _pages(connection: Connection, *conditions: ColumnElement[bool]) -> list[SharedPage]:
    columns = (people.c.session, people.c.id, people.c.process, people.c.sid, people.c.address)
    connected = select(*columns).where(people.c.process.is_not(None), *conditions)
    return [SharedPage(*row) for row in connection.execute(connected)]
