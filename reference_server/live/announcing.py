"""Tells everybody in a session how it stands, after each change.

Changes that come faster than they can be told are told together: everybody gets the whole truth, so that the
last is enough.
"""

import threading
from typing import Any

from flask_socketio import SocketIO

from reference_server.live.presence import Presence
from reference_server.rules.session_views import Views
from reference_server.storage.session_store import Store


class Announcer:
    """Sends the message `room`, from a task of its own, so that nobody's command waits for others' lines."""

    def __init__(self, socketio: SocketIO, store: Store, presence: Presence, lock: threading.RLock) -> None:
        self._socketio = socketio
        self._store = store
        self._presence = presence
        self._lock = lock
        self._waiting: dict[str, frozenset[str] | None] = {}

    def tell(self, session: str, only: frozenset[str] | None = None) -> None:
        """Have the session's people told: everybody, or these alone. To be called with the lock held."""
        if session not in self._waiting:
            self._waiting[session] = frozenset()
            self._socketio.start_background_task(self._tell_now, session)
        others = self._waiting[session]
        self._waiting[session] = None if only is None or others is None else others | only

    def _tell_now(self, session: str) -> None:
        with self._lock:
            told = self._views(session, only=self._waiting.pop(session))
            for sid, view in told.items():
                self._socketio.emit("room", view, to=sid)

    def _views(self, session: str, only: frozenset[str] | None) -> dict[str, dict[str, Any]]:
        kept = self._store.session(session)
        connected = {one: self._presence.of_person(one) for one in kept.state.by_id}
        pages = {one: caller.page for one, caller in connected.items() if caller}
        views = Views(kept, pages.get)
        told = connected if only is None else only & connected.keys()
        return {caller.sid: views.of(one) for one in told if (caller := connected[one])}
