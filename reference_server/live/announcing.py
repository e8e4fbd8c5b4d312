"""Announces changes: sends each page the session once, and then the changes.

Each change is encoded and broadcast once for the moderators and once for the attendees; a person's own part is sent
only if it has changed. Changes that follow each other closely are announced as one, so that a thousand arrivals do
not cost a thousand broadcasts.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from flask_socketio import SocketIO

from reference_server.live.encoded_payload import EncodedPayload
from reference_server.live.presence import Connection, Presence
from reference_server.rules.session_changes import SessionChange, SessionFeed
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.session_views import SessionViews
from reference_server.rules.stage import Role
from reference_server.storage.session_store import SessionStore

PAUSE = 4
"""The pause after an announcement, as a multiple of its duration: announcing takes a fifth of the time at most."""


@dataclass
class _Pending:
    """Pending announcements: people whose connection has changed, and those whose pages need the session."""

    reconnected: set[str] = field(default_factory=set)
    newcomers: set[str] = field(default_factory=set)


@dataclass
class _Audience:
    """The pages that have received a session, by person, and the last revision that each role received."""

    feed: SessionFeed
    revisions: dict[Role, int]
    sids: dict[str, str] = field(default_factory=dict)


class Announcer:
    """Sends the session's events from a background task, so that no command waits for connections."""

    def __init__(self, socketio: SocketIO, store: SessionStore, presence: Presence, lock: threading.RLock) -> None:
        self._socketio = socketio
        self._store = store
        self._presence = presence
        self._lock = lock
        self._pending: dict[str, _Pending] = {}
        self._audiences: dict[str, _Audience] = {}
        self._sending: set[str] = set()

    def announce(self, session: str, reconnected: str | None = None) -> None:
        """Schedule the session's changes to be sent to everybody in it. Call it with the lock held.

        `reconnected` is a person whose page has connected or disconnected.
        """
        pending = self._pending.setdefault(session, _Pending())
        if reconnected:
            pending.reconnected.add(reconnected)
        if session not in self._sending:
            self._sending.add(session)
            self._socketio.start_background_task(self._send, session)

    def send_session(self, connection: Connection) -> None:
        """Schedule the whole session to be sent to a page, and from then on the changes.

        Call it with the lock held.
        """
        self.announce(connection.session)
        self._pending[connection.session].newcomers.add(connection.person)

    def _send(self, session: str) -> None:
        """Send what is pending and pause, until nothing is pending.

        A change after the last pause is sent at once.
        """
        try:
            while session in self._pending:
                began = time.monotonic()
                self._send_pending(session)
                # Meanwhile the clients' greenlets write what is in their queues.
                self._socketio.sleep(0)
                self._socketio.sleep(PAUSE * (time.monotonic() - began))  # type: ignore[arg-type]
        finally:
            self._sending.discard(session)

    def _send_pending(self, session: str) -> None:
        with self._lock:
            pending, snapshot = self._pending.pop(session), self._store.session(session)
            audience = self._audiences.get(session) or self._new_audience(snapshot)
            self._send_changes(audience, snapshot, pending.reconnected)
            self._send_sessions(audience, pending.newcomers)
            if not audience.sids:
                del self._audiences[session]

    def _new_audience(self, session: SessionSnapshot) -> _Audience:
        audience = _Audience(SessionFeed(session, self._address_of), dict.fromkeys(Role, session.revision))
        self._audiences[session.id] = audience
        return audience

    def _address_of(self, person: str) -> str | None:
        connection = self._presence.by_person(person)
        return connection.address if connection else None

    def _send_changes(self, audience: _Audience, after: SessionSnapshot, reconnected: set[str]) -> None:
        before = audience.feed.session
        for person in reconnected:
            # Changes go neither to a page before it has received the session, nor to one that has disconnected.
            audience.sids.pop(person, None)
        if after is before and not reconnected:
            return
        change = audience.feed.advance(after, reconnected & after.state.by_id.keys())
        for person in change.attendees.get("left", ()):
            audience.sids.pop(person, None)
        # Drafts and answers change nothing for attendees, and there may be hundreds.
        is_for_all = bool(change.attendees) or bool(reconnected) or not _is_about_board_only(before, after)
        parts = {Role.MODERATOR: change.moderators, **({Role.ATTENDEE: change.attendees} if is_for_all else {})}
        since = dict(audience.revisions)
        audience.revisions |= dict.fromkeys(parts, after.revision)
        self._send_own_parts(audience, change)
        for role, part in parts.items():
            payload = EncodedPayload.of({"since": since[role], "revision": after.revision, **part})
            self._socketio.emit("change", payload, to=_room(after.id, role))

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
        views, common = SessionViews(session, self._address_of), dict[Role, EncodedPayload]()
        for person in newcomers & session.state.by_id.keys():
            connection, viewer = self._presence.by_person(person), session.state.by_id[person]
            if connection and self._join_if_connected(connection.sid, _room(session.id, viewer.role)):
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


def _room(session: str, role: Role) -> str:
    """Return the name of the Socket.IO room of the pages of this role that have received the session."""
    return f"{session} {role}s"


def _is_about_board_only(before: SessionSnapshot, after: SessionSnapshot) -> bool:
    is_same = before.state is after.state and before.notifications is after.notifications
    return is_same and before.board is not after.board
