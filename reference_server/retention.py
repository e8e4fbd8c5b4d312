"""Removes sessions that nobody has used for a while, with everything that belongs to them."""

import logging
import time

import gevent

from reference_server.logs import event
from reference_server.storage.session_store import SessionStore

log = logging.getLogger("stagedoor.retention")

CHECK_PERIOD_SECONDS = 60 * 60
"""Seconds between two checks for idle sessions."""


class Retention:
    """Removes sessions with nobody present and no change for `seconds`; 0 keeps all sessions."""

    def __init__(self, store: SessionStore, seconds: float) -> None:
        self._store = store
        self._seconds = seconds

    def run(self) -> None:
        """Remove idle sessions now and every CHECK_PERIOD_SECONDS; return at once if `seconds` is 0."""
        while self._seconds:
            try:
                self.remove_idle_sessions()
            except Exception:
                log.exception("removing idle sessions failed")
            gevent.sleep(CHECK_PERIOD_SECONDS)

    def remove_idle_sessions(self) -> None:
        """Remove the sessions that are idle now, each in a transaction of its own."""
        before = time.time() - self._seconds
        for session in self._store.idle_sessions(before):
            if self._store.remove_if_idle(session, before):
                event(log, "session_removed", session=session)
            gevent.sleep(0)
