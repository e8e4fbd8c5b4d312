"""Announces changes: sends everybody in a session their view of it after each change.

Changes that follow each other closely share one event: each view is complete, so the last one is enough.
"""

import threading
from typing import Any

from flask_socketio import SocketIO

from reference_server.live.presence import Presence
from reference_server.rules.session_views import SessionViews
from reference_server.storage.session_store import SessionStore


class Announcer:
    """Sends the event `room` from a background task, so that no command waits for other people's connections."""

    def __init__(self, socketio: SocketIO, store: SessionStore, presence: Presence, lock: threading.RLock) -> None:
        self._socketio = socketio
        self._store = store
        self._presence = presence
        self._lock = lock
        self._pending: dict[str, frozenset[str] | None] = {}

    def announce(self, session: str, only: frozenset[str] | None = None) -> None:
        """Have the session's new state sent to everybody in it, or to `only` these people. Call with the lock held."""
        if session not in self._pending:
            self._pending[session] = frozenset()
            self._socketio.start_background_task(self._send, session)
        others = self._pending[session]
        self._pending[session] = None if only is None or others is None else others | only

    def _send(self, session: str) -> None:
        with self._lock:
            views = self._views_by_sid(session, only=self._pending.pop(session))
            for sid, view in views.items():
                self._socketio.emit("room", view, to=sid)

    def _views_by_sid(self, session: str, only: frozenset[str] | None) -> dict[str, dict[str, Any]]:
        snapshot = self._store.session(session)
        connections = {person: self._presence.by_person(person) for person in snapshot.state.by_id}
        addresses = {person: connection.address for person, connection in connections.items() if connection}
        views = SessionViews(snapshot, addresses.get)
        people = connections if only is None else only & connections.keys()
        return {connection.sid: views.of(person) for person in people if (connection := connections[person])}
