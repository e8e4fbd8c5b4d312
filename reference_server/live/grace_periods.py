"""Grace periods: how long a person may be disconnected before they leave the session."""

import logging
import threading
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from reference_server.logs import event

log = logging.getLogger("stagedoor.live")

LATE_SECONDS = 1.0
"""If a timer fires more than these seconds after its due time, the whole server was stopped or blocked."""
RETRY_SECONDS = 5.0
"""Seconds until the next attempt, if a person could not leave because the database was unavailable."""


class LoadingPages:
    """The requested pages that have not connected yet; a slow page is not absent (STEADY-1)."""

    LOADING_SECONDS = 60.0
    """For loading and connecting: more than a slow machine needs with an empty cache."""

    def __init__(self) -> None:
        self._requested_at: dict[str, float] = {}

    def begin(self, person: str) -> None:
        """Note that the person's browser has requested the page."""
        self._requested_at[person] = time.monotonic()

    def end(self, person: str) -> None:
        """Note that the page has connected, or that the person has left."""
        self._requested_at.pop(person, None)

    def grace_period(self, person: str, usual: float) -> float:
        """Return the seconds that the person has to connect: `usual`, or more while their page is loading."""
        is_loading = time.monotonic() - self._requested_at.get(person, -self.LOADING_SECONDS) < self.LOADING_SECONDS
        return max(usual, self.LOADING_SECONDS) if is_loading else usual


class GracePeriods:
    """The running grace periods; when one expires, `on_expiry` is called with its session and person.

    `after_standstill`: seconds of a new grace period, if the server was stopped or blocked when the old one expired.
    If `on_expiry` raises SQLAlchemyError, a grace period of RETRY_SECONDS follows.
    Not thread-safe: call it with the lock held. The lock is held as well when `on_expiry` is called.
    """

    def __init__(self, lock: threading.RLock, on_expiry: Callable[[str, str], None], after_standstill: float) -> None:
        self._lock = lock
        self._on_expiry = on_expiry
        self._after_standstill = after_standstill
        self._timers: dict[str, threading.Timer] = {}

    def start(self, session: str, person: str, seconds: float) -> None:
        """Start a person's grace period, or start it again."""
        self.stop(person)
        due = time.monotonic() + seconds
        timer = threading.Timer(seconds, lambda: self._end(timer, session, person, due))
        timer.daemon = True
        self._timers[person] = timer
        timer.start()

    def is_running(self, person: str) -> bool:
        """Return whether the person is disconnected, but has not left yet."""
        return person in self._timers

    def stop(self, person: str) -> None:
        """Stop the grace period of a person who is connected again, or was removed, if one is running."""
        timer = self._timers.pop(person, None)
        if timer:
            timer.cancel()

    def _end(self, timer: threading.Timer, session: str, person: str, due: float) -> None:
        with self._lock:
            # While this waited for the lock, the person may have connected, and even disconnected again.
            if self._timers.get(person) is not timer:
                return
            if time.monotonic() - due > LATE_SECONDS:
                # While the server was stopped or blocked, nobody could connect.
                self.start(session, person, self._after_standstill)
                return
            del self._timers[person]
            self._expire(session, person)

    def _expire(self, session: str, person: str) -> None:
        try:
            self._on_expiry(session, person)
        except SQLAlchemyError as error:
            event(log, "leave", session=session, person=person, result=type(error).__name__)
            self.start(session, person, RETRY_SECONDS)
