"""Announces changes: sends each page the session once, and then the changes.

Each change is encoded and broadcast once for the moderators and once for the attendees; a person's own part is sent
only if it has changed. Changes that follow each other closely are announced as one, so that a thousand arrivals do
not cost a thousand broadcasts.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.exc import SQLAlchemyError

from reference_server.live.encoded_payload import EncodedPayload
from reference_server.live.presence import Connection, Presence
from reference_server.live.process_bus import NoBus, ProcessBus
from reference_server.logs import event
from reference_server.rules.session_changes import SessionChange, SessionFeed
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.session_views import SessionViews
from reference_server.rules.stage import Role
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import SessionStore

log = logging.getLogger("stagedoor.live")

RETRY_SECONDS = 0.5
"""Seconds until a failed announcement is repeated."""
PAUSE_FACTOR = 4
"""The pause after an announcement, as a multiple of its duration: announcing takes a fifth of the time at most."""


@dataclass
class _Pending:
    """What has to be announced in one session."""

    people_with_changed_page: set[str] = field(default_factory=set)
    """People whose page has connected or disconnected."""
    newcomers: set[str] = field(default_factory=set)
    """People whose page needs the whole session."""
    has_own_change: bool = False
    """Whether this process has made a change that it has not published to the other processes yet."""


@dataclass
class _Audience:
    """The pages that have received a session, by person, and the last revision that each role received."""

    feed: SessionFeed
    revisions: dict[Role, int]
    sids: dict[str, str] = field(default_factory=dict)


PublicIds = Mapping[str, str]
"""The public ids of a session's connected pages, by person."""


class Announcer:
    """Sends the session's events from a background task, so that no command waits for connections.

    In a room of several processes, `read_public_ids` returns the connected pages of a session at all processes, and
    `bus` notifies the other processes of a change; each process announces it to its own pages.
    """

    def __init__(
        self,
        socketio: SocketIO,
        store: SessionStore,
        presence: Presence,
        lock: threading.RLock,
        bus: ProcessBus | None = None,
        read_public_ids: Callable[[str], PublicIds] | None = None,
    ) -> None:
        self._socketio = socketio
        self._bus = bus or NoBus()
        self._read_public_ids = read_public_ids
        self._public_ids: dict[str, PublicIds] = {}
        self._store = store
        self._presence = presence
        self._lock = lock
        self._pending: dict[str, _Pending] = {}
        self._audiences: dict[str, _Audience] = {}
        self._sending: set[str] = set()

    def announce(self, session: str, person_with_changed_page: str | None = None) -> None:
        """Schedule the session's changes to be sent to everybody in it. Call it with the lock held.

        `person_with_changed_page` is a person whose page has connected or disconnected.
        """
        pending = self._schedule(session)
        pending.has_own_change = True
        if person_with_changed_page:
            pending.people_with_changed_page.add(person_with_changed_page)

    def announce_change_of_other_process(self, session: str) -> None:
        """Schedule changes made by another process to be sent to the pages of this one.

        Call it with the lock held.
        """
        if session in self._audiences:
            self._schedule(session)

    def catch_up(self, revisions: Mapping[str, int]) -> None:
        """Schedule the changes that have not been announced yet.

        `revisions` are those in the database, by session. Call it with the lock held.
        """
        for session, revision in revisions.items():
            audience = self._audiences.get(session)
            if audience and audience.feed.session.revision != revision:
                self._schedule(session)

    def send_session(self, connection: Connection) -> None:
        """Schedule the whole session to be sent to a page, and from then on the changes.

        Call it with the lock held.
        """
        self.announce(connection.session)
        self._pending[connection.session].newcomers.add(connection.person)

    def _schedule(self, session: str) -> _Pending:
        if session not in self._sending:
            self._sending.add(session)
            self._socketio.start_background_task(self._send, session)
        return self._pending.setdefault(session, _Pending())

    def _send(self, session: str) -> None:
        """Send what is pending and pause, until nothing is pending.

        A change after the last pause is sent at once.
        """
        try:
            while session in self._pending:
                began = time.monotonic()
                self._try_to_send_pending(session)
                # Meanwhile the clients' greenlets write what is in their queues.
                self._socketio.sleep(0)
                self._socketio.sleep(PAUSE_FACTOR * (time.monotonic() - began))  # type: ignore[arg-type]
        finally:
            self._sending.discard(session)

    def _try_to_send_pending(self, session: str) -> None:
        try:
            self._send_pending(session)
        except SQLAlchemyError as error:
            # The database is unavailable; the announcement stays pending.
            event(log, "not_announced", session=session, result=type(error).__name__)
            self._socketio.sleep(RETRY_SECONDS)  # type: ignore[arg-type]

    def _send_pending(self, session: str) -> None:
        with self._lock:
            try:
                snapshot = self._store.session(session)
                people_with_new_page = self._update_public_ids(snapshot)
            except UnknownSession:  # Another process has removed it.
                self._forget(session)
                return
            self._send_snapshot(snapshot, people_with_new_page)

    def _send_snapshot(self, snapshot: SessionSnapshot, people_with_new_page: set[str]) -> None:
        pending = self._take_pending(snapshot.id)
        audience = self._audiences.get(snapshot.id) or self._new_audience(snapshot)
        for person in pending.people_with_changed_page | {
            person for person in people_with_new_page if not self._is_connected_here(audience, person)
        }:
            # Changes go neither to a page before it has received the session, nor to one that has disconnected.
            audience.sids.pop(person, None)
        self._send_changes(audience, snapshot, pending.people_with_changed_page | people_with_new_page)
        self._send_sessions(audience, pending.newcomers)
        if not audience.sids:
            self._forget(snapshot.id)

    def _take_pending(self, session: str) -> _Pending:
        pending = self._pending.pop(session)
        if pending.has_own_change:
            self._bus.publish({"kind": "changed", "session": session})
        return pending

    def _is_connected_here(self, audience: _Audience, person: str) -> bool:
        """Return whether the page of a person that has received the session is connected to this process."""
        connection = self._presence.by_person(person)
        return connection is not None and connection.sid == audience.sids.get(person)

    def _forget(self, session: str) -> None:
        for stored in (self._pending, self._audiences, self._public_ids):
            stored.pop(session, None)

    def _update_public_ids(self, session: SessionSnapshot) -> set[str]:
        """Read the pages of all processes; return the people whose page has changed since the last call."""
        if not self._read_public_ids:
            return set()
        audience = self._audiences.get(session.id)
        if audience is None:
            self._public_ids[session.id] = self._read_public_ids(session.id)
            return set()
        if audience.feed.session.revision == session.revision:
            return set()  # A page that has connected meanwhile is announced with the revision that follows.
        before = self._public_ids.get(session.id, {})
        after = self._public_ids[session.id] = self._read_public_ids(session.id)
        return {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)}

    def _new_audience(self, session: SessionSnapshot) -> _Audience:
        feed = SessionFeed(session, self._public_id_lookup(session.id))
        audience = _Audience(feed, dict.fromkeys(Role, session.revision))
        self._audiences[session.id] = audience
        return audience

    def _public_id_lookup(self, session: str) -> Callable[[str], str | None]:
        """Return a function that returns the public id of a person's page."""

        def public_id_of(person: str) -> str | None:
            if self._read_public_ids:
                return self._public_ids.get(session, {}).get(person)
            connection = self._presence.by_person(person)
            return connection.public_id if connection else None

        return public_id_of

    def _send_changes(self, audience: _Audience, after: SessionSnapshot, people_with_changed_page: set[str]) -> None:
        before = audience.feed.session
        if after.revision == before.revision and not people_with_changed_page:
            return
        change = audience.feed.advance(after, people_with_changed_page & after.state.by_id.keys())
        for person in change.attendees.get("left", ()):
            audience.sids.pop(person, None)
        # Drafts and answers change nothing for attendees, and there may be hundreds.
        is_for_all = bool(change.attendees) or bool(people_with_changed_page) or not _is_about_board_only(before, after)
        parts = {Role.MODERATOR: change.moderators, **({Role.ATTENDEE: change.attendees} if is_for_all else {})}
        base_revisions = dict(audience.revisions)
        audience.revisions |= dict.fromkeys(parts, after.revision)
        self._send_own_parts(audience, change)
        for role, part in parts.items():
            payload = EncodedPayload.of({"since": base_revisions[role], "revision": after.revision, **part})
            self._socketio.emit("change", payload, to=_socketio_room(after.id, role))

    def _send_own_parts(self, audience: _Audience, change: SessionChange) -> None:
        """Send each person's own part before the change that it belongs to; a page applies both together."""
        session = audience.feed.session
        for person, part in change.own.items():
            sid = audience.sids.get(person)
            if sid:
                base_revision = audience.revisions[session.state.by_id[person].role]
                payload = EncodedPayload.of({"with": base_revision, "revision": session.revision, **part})
                self._socketio.emit("own_change", payload, to=sid)

    def _send_sessions(self, audience: _Audience, newcomers: set[str]) -> None:
        session = audience.feed.session
        views, common = SessionViews(session, self._public_id_lookup(session.id)), dict[Role, EncodedPayload]()
        for person in newcomers & session.state.by_id.keys():
            connection, viewer = self._presence.by_person(person), session.state.by_id[person]
            if connection and self._join_if_connected(connection.sid, _socketio_room(session.id, viewer.role)):
                if viewer.role not in common:
                    common[viewer.role] = EncodedPayload.of(views.common(viewer.role))
                audience.sids[person] = connection.sid
                self._socketio.emit("room", common[viewer.role].with_fields(views.own(viewer)), to=connection.sid)

    def _join_if_connected(self, sid: str, room: str) -> bool:
        server: Any = self._socketio.server  # type: ignore[attr-defined]
        if not server.manager.is_connected(sid, "/"):
            return False
        server.enter_room(sid, room, namespace="/")
        return True


def _socketio_room(session: str, role: Role) -> str:
    """Return the name of the Socket.IO room of the pages of this role that have received the session."""
    return f"{session} {role}s"


def _is_about_board_only(before: SessionSnapshot, after: SessionSnapshot) -> bool:
    is_same = before.state is after.state and before.notifications is after.notifications
    return is_same and before.board is not after.board
