"""Grace periods: how long a disconnected person may be away before they leave the session."""

import threading
import time
from collections.abc import Callable

LATE = 1.0
"""Seconds. If a timer fires more than this after its due time, the whole server was stopped or blocked."""


class LoadingPages:
    """The requested pages that have not connected yet; a slow page is not absent (STEADY-1)."""

    SECONDS = 60.0
    """For loading and connecting: more than a slow machine needs with an empty cache."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def begin(self, person: str) -> None:
        """Note that the person's browser has requested the page."""
        self._since[person] = time.monotonic()

    def end(self, person: str) -> None:
        """Note that the page has connected, or that the person has left."""
        self._since.pop(person, None)

    def grace_period(self, person: str, usual: float) -> float:
        """Return the seconds that the person has to connect: `usual`, or more while their page is loading."""
        loading = time.monotonic() - self._since.get(person, -self.SECONDS) < self.SECONDS
        return max(usual, self.SECONDS) if loading else usual


class GracePeriods:
    """The running grace periods; each calls `expired` with session and person at its end.

    Not thread-safe: call it with the lock held. The lock is held as well when `expired` is called.
    """

    def __init__(self, lock: threading.RLock, expired: Callable[[str, str], None], after_standstill: float) -> None:
        self._lock = lock
        self._expired = expired
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
        """Stop the grace period of a person who is connected again."""
        timer = self._timers.pop(person, None)
        if timer:
            timer.cancel()

    def _end(self, timer: threading.Timer, session: str, person: str, due: float) -> None:
        with self._lock:
            # While this waited for the lock, the person may have connected, and even disconnected again.
            if self._timers.get(person) is not timer:
                return
            if time.monotonic() - due > LATE:
                # While the server was stopped or blocked, nobody could connect.
                self.start(session, person, self._after_standstill)
                return
            del self._timers[person]
            self._expired(session, person)
