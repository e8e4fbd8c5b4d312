"""Attendance in a room of several processes.

It covers the connections of each process, and the people of processes that have died.

The database is the source of truth (`SharedPresence`). Each process reads it every second, so that it finds changes
whose message was lost, and stores the connections that changed while the database was unavailable.
"""

import contextlib
import threading
import time

import gevent
from sqlalchemy.exc import SQLAlchemyError

from reference_server.live.announcing import Announcer
from reference_server.live.attendance import Attendance, GraceSettings
from reference_server.live.database_loop import DatabaseLoop
from reference_server.live.presence import Connection, Presence
from reference_server.live.process_bus import Message
from reference_server.live.processes import Processes
from reference_server.rules import stage
from reference_server.rules.stage import Refusal
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import Identity, SessionStore
from reference_server.storage.shared_presence import SharedPage

MOVES_A_SECOND = 300
"""Pages that connect to the other processes in a second when this one ends, unless LONGEST_MOVE requires more."""
SHORTEST_MOVE, LONGEST_MOVE = 0.5, 30.0
"""Limits of the seconds within which the pages of a process that ends begin to move, each at a random moment."""
MOVING_SECONDS = 3.0
"""Seconds that the last page has to finish its commands and close its connection."""
POLL_SECONDS = 0.1
"""Seconds between two checks whether all pages have moved."""
LAST_MESSAGES_SECONDS = 0.1
"""Seconds to send the last messages to other processes, before this process ends."""


class SharedAttendance(Attendance):
    """Lets people enter and leave sessions that several processes serve."""

    def __init__(
        self,
        store: SessionStore,
        presence: Presence,
        announcer: Announcer,
        grace: GraceSettings,
        lock: threading.RLock,
        processes: Processes,
    ) -> None:
        super().__init__(store, presence, announcer, grace, lock)
        self._shared = processes.shared
        self._page_events = processes.page_events
        self._chat_feed = processes.chat_feed
        self._rates = processes.rates
        self._bus = processes.bus
        self._sessions_of_moved_pages: set[str] | None = None
        """None until the pages begin to move to other processes, when this one ends."""

    def start_grace_periods(self) -> None:
        """Give everybody without a connection time to connect, and read the database every second from now on."""
        self._renew_lease()
        self._synchronise()
        self._bus.start(self._receive)
        self._rates.start()
        # Separate, so that a busy process does not count as dead.
        gevent.spawn(DatabaseLoop(self._renew_lease).run)
        gevent.spawn(DatabaseLoop(self._synchronise).run)

    def stop(self) -> None:
        """Move the pages to other processes, then start the grace period of everybody who is still connected."""
        self._move_pages()
        # With the lock held, no command is in progress.
        with contextlib.suppress(SQLAlchemyError), self.lock:
            for session in self._shared.leave(self._grace.after_restart) | (self._sessions_of_moved_pages or set()):
                self._store.touch(session)
                self._bus.publish({"kind": "changed", "session": session})
        gevent.sleep(LAST_MESSAGES_SECONDS)

    def note_page_request(self, session: str, person: str) -> None:  # noqa: ARG002
        """Note that the person's browser is loading the page, which extends the current or next grace period."""
        self._shared.note_loading(person)

    def add_connection(self, connection: Connection, identity: Identity) -> Connection | None:
        """Let the person of a new connection enter; return their older connection to this process, if any.

        Raises Refusal "removed" or "replaced".
        """
        with self.lock:
            older, older_page = self._replace_connection(connection, identity)
            self._announcer.announce(connection.session, person_with_changed_page=connection.person)
            self._announcer.send_session(connection)
            self._end_older_page(older_page, connection)
            return older

    def _replace_connection(
        self, connection: Connection, identity: Identity
    ) -> tuple[Connection | None, SharedPage | None]:
        """Add the connection; return the older one here, and the page that the database stored until now."""
        with self._shared.lock_person(connection.person):
            stage.require_not_removed(self._store.session(connection.session).state, connection.person)
            older = self._presence.add(connection)
            try:
                return older, self._enter(connection, identity)
            except BaseException:
                self._presence.remove(connection.sid)
                raise

    def _end_older_page(self, page: SharedPage | None, newer: Connection) -> None:
        if page and page.process != self._shared.process:
            why = None if page.public_id == newer.public_id else "replaced"
            self._page_events.end_connection_elsewhere(page.process, page.sid, why)

    def remove_connection(self, sid: str, *, silently: bool) -> Connection | None:
        """Start the grace period of the person whose connection has ended.

        Return the connection, None if unknown.
        """
        with self.lock:
            connection = self._presence.remove(sid)
            if connection and self._sessions_of_moved_pages is not None:
                self._disconnect_moving_page(connection)
            elif connection:
                seconds = self._grace.after_restart if silently else self._grace.usual
                self._start_grace_period(connection.session, connection.person, sid, seconds)
            return connection

    def forget_removed(self, person: str) -> Connection | None:
        """Forget a person whom a moderator removed; return their connection to this process, if any."""
        with self.lock:
            page = self._shared.forget(person)
            connection = self._remove_connection_of(person)
            self._forget(person)
            if page and page.process != self._shared.process:
                self._page_events.end_connection_elsewhere(page.process, page.sid, "removed")
            return connection

    def _remove_connection_of(self, person: str) -> Connection | None:
        connection = self._presence.by_person(person)
        if connection:
            self._presence.remove(connection.sid)
        return connection

    def _enter(self, connection: Connection, identity: Identity) -> SharedPage | None:
        older = self._shared.connect(connection.person, connection.sid, connection.public_id)
        self._chat_feed.open(connection.session)
        if connection.person in self._store.session(connection.session).state.by_id:
            self._store.touch(connection.session)
        else:
            self._store.run(connection.session, lambda state: stage.enter(state, identity.participant()))
        return older

    def _move_pages(self) -> None:
        """Let the pages connect to other processes, and wait until they have left this one."""
        pages = len(self._presence.connections())
        within = min(max(SHORTEST_MOVE, pages / MOVES_A_SECOND), LONGEST_MOVE)
        self._sessions_of_moved_pages = set()
        self._page_events.move_pages_away(within)
        end = time.monotonic() + within + MOVING_SECONDS
        while self._presence.connections() and time.monotonic() < end:
            gevent.sleep(POLL_SECONDS)

    def _disconnect_moving_page(self, connection: Connection) -> None:
        """Start the grace period of a person whose page moves, without announcing it to others yet."""
        if self._shared.disconnect(connection.person, connection.sid, self._grace.after_restart):
            assert self._sessions_of_moved_pages is not None  # noqa: S101 (for the type checker)
            self._sessions_of_moved_pages.add(connection.session)

    def _start_grace_period(self, session: str, person: str, sid: str, seconds: float) -> None:
        if self._shared.disconnect(person, sid, seconds):
            self._store.touch(session)
            self._announcer.announce(session, person_with_changed_page=person)

    def _receive(self, message: Message) -> None:
        """Handle a message of another process."""
        kind = message["kind"]
        with self.lock:
            if kind == "changed":
                self._announcer.announce_change_of_other_process(message["session"])
            elif kind == "chat":
                self._chat_feed.catch_up(message["session"])
            elif kind == "rates":
                self._rates.receive(message)
            elif kind == "end":
                self._end_connection(message["sid"], message["name"])
            else:
                self._page_events.receive(message)

    def _end_connection(self, sid: str, name: str | None) -> None:
        if self._presence.remove(sid):
            self._page_events.end_connection_here(sid, name)

    def _renew_lease(self) -> None:
        self._shared.renew_lease(self._grace.after_restart)

    def _synchronise(self) -> None:
        self._disconnect_people_of_dead_processes()
        self._end_expired_grace_periods()
        with self.lock:
            # Otherwise, pages that are still connected after `SharedPresence.leave` would be claimed again.
            if self._sessions_of_moved_pages is None:
                self._correct_connections()
            self._catch_up()

    def _catch_up(self) -> None:
        here = {connection.session for connection in self._presence.connections()}
        self._announcer.catch_up(self._shared.revisions(here))
        self._chat_feed.close_all_but(here)
        for session in self._chat_feed.sessions():
            self._chat_feed.catch_up(session)

    def _disconnect_people_of_dead_processes(self) -> None:
        """Disconnect the people of processes that have died."""
        for session in self._shared.start_grace_periods(self._grace.after_restart):
            with self.lock:
                self._store.touch(session)
                self._announcer.announce(session)

    def _end_expired_grace_periods(self) -> None:
        for session, person in self._shared.people_due_to_leave():
            with self.lock, self._shared.lock_person(person):
                if self._shared.is_due_to_leave(person):
                    self._leave_if_present(session, person)

    def _leave_if_present(self, session: str, person: str) -> None:
        try:
            self._leave(session, person)
        except (Refusal, UnknownSession):
            self._shared.forget(person)

    def _correct_connections(self) -> None:
        """Correct the stored connections of this process; end pages that were replaced at another process."""
        stored = self._shared.pages_here()
        connections = {connection.sid: connection for connection in self._presence.connections()}
        for sid in stored.keys() - connections.keys():
            self._start_grace_period(stored[sid].session, stored[sid].person, sid, self._grace.usual)
        for sid in connections.keys() - stored.keys():
            self._claim_or_end(connections[sid])

    def _claim_or_end(self, connection: Connection) -> None:
        with self._shared.lock_person(connection.person):
            state = self._store.session(connection.session).state
            is_present = connection.person in state.by_id
            if is_present and self._shared.process_of(connection.person) is None:
                self._claim_connection(connection)
                return
        is_removed = connection.person in state.removed_by_id
        self._end_connection(connection.sid, "replaced" if is_present else "removed" if is_removed else None)

    def _claim_connection(self, connection: Connection) -> None:
        self._shared.connect(connection.person, connection.sid, connection.public_id)
        self._store.touch(connection.session)
        self._announcer.announce(connection.session, person_with_changed_page=connection.person)
        self._announcer.send_session(connection)
