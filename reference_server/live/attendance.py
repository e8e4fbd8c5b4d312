"""Lets people enter a session when their page connects, and leave it when their grace period expires."""

import logging
import threading
from dataclasses import dataclass

from reference_server.live.announcing import Announcer
from reference_server.live.grace_periods import GracePeriods, LoadingPages
from reference_server.live.presence import Connection, Presence
from reference_server.logs import event
from reference_server.rules import stage
from reference_server.rules.stage import Participant
from reference_server.storage.session_store import Identity, SessionStore

log = logging.getLogger("stagedoor.live")


@dataclass(frozen=True)
class GraceSettings:
    """Grace periods in seconds: after a page was closed, and after a restart or timed-out connection."""

    usual: float
    after_restart: float


class Attendance:
    """Lets people enter and leave sessions. `lock` is held while the room changes."""

    def __init__(
        self,
        store: SessionStore,
        presence: Presence,
        announcer: Announcer,
        grace: GraceSettings,
        lock: threading.RLock,
    ) -> None:
        self._store = store
        self._presence = presence
        self._announcer = announcer
        self._grace = grace
        self.lock = lock
        self._grace_periods = GracePeriods(lock, self._leave, grace.after_restart)
        self._loading = LoadingPages()

    def start_grace_periods(self) -> None:
        """Give everybody who was present time to connect again after a start of the server (STEADY-3)."""
        with self.lock:
            for session, person in self._store.present_people():
                self._grace_periods.start(session, person, self._grace.after_restart)

    def stop(self) -> None:
        """Do nothing: everybody connects again after the next start."""

    def note_page_request(self, session: str, person: str) -> None:
        """Note that the person's browser is loading the page, which extends the current or next grace period."""
        with self.lock:
            if self._presence.by_person(person):
                self._loading.begin(person)
            elif self._grace_periods.is_running(person):
                self._loading.begin(person)
                self._grace_periods.start(session, person, self._loading.grace_period(person, self._grace.usual))

    def add_connection(self, connection: Connection, identity: Identity) -> Connection | None:
        """Let the person of a new connection enter.

        Returns their older connection, if any, for the caller to end.

        Raises Refusal "removed" or "replaced".
        """
        with self.lock:
            stage.require_not_removed(self._store.session(connection.session).state, connection.person)
            older = self._presence.add(connection)
            self._grace_periods.stop(connection.person)
            self._loading.end(connection.person)
            if connection.person in self._store.session(connection.session).state.by_id:
                self._store.touch(connection.session)
            else:
                self._store.run(connection.session, lambda state: stage.enter(state, identity.participant()))
            self._announcer.announce(connection.session, person_with_changed_page=connection.person)
            self._announcer.send_session(connection)
            return older

    def remove_connection(self, sid: str, *, silently: bool) -> Connection | None:
        """Start the grace period of the person whose connection has ended.

        Returns the connection, or None if it is unknown.

        `silently`: the connection timed out instead of being closed; the network may come back (STEADY-2).
        """
        with self.lock:
            connection = self._presence.remove(sid)
            if connection:
                usual = self._grace.after_restart if silently else self._grace.usual
                seconds = self._loading.grace_period(connection.person, usual)
                self._grace_periods.start(connection.session, connection.person, seconds)
                self._store.touch(connection.session)
                self._announcer.announce(connection.session, person_with_changed_page=connection.person)
            return connection

    def forget_removed(self, person: str) -> Connection | None:
        """Forget a person whom a moderator removed; return their connection, if any, for the caller to end."""
        with self.lock:
            connection = self._presence.by_person(person)
            if connection:
                self._presence.remove(connection.sid)
            self._grace_periods.stop(person)
            self._forget(person)
            return connection

    def ask_to_return(self, session: str, person: Participant) -> None:
        """Ask the moderators to let a removed person in. Raises Refusal."""
        with self.lock:
            self._store.run(session, lambda state: stage.ask_to_return(state, person))
            self._announcer.announce(session)

    def _leave(self, session: str, person: str) -> None:
        self._forget(person)
        self._store.run(session, lambda state: stage.leave(state, person))
        self._announcer.announce(session)
        event(log, "leave", session=session, person=person, result="ok")

    def _forget(self, person: str) -> None:
        self._loading.end(person)
        self._presence.forget_pages(person)
