"""Rate limits: how often a person, address or session may do something, and the wait afterwards."""

import math
import time
from collections import deque
from dataclasses import dataclass

from reference_server.rules.stage import Refusal


@dataclass(frozen=True)
class RateLimit:
    """At most `number` times within any `seconds`."""

    number: int
    seconds: int = 10

    def times(self, factor: int) -> "RateLimit":
        """Return the joint limit of this number of people."""
        return RateLimit(self.number * factor, self.seconds)


USUAL = RateLimit(40)
"""For messages without a separate limit: far more than a person sends by hand."""
SELDOM = RateLimit(15)
"""For messages that cause an event for everybody, and that nobody sends every second."""
CHAT_PAGES = RateLimit(30)
"""Each page costs a query and up to 64 KB to send."""
SESSION_READS = RateLimit(10)
"""Each costs as much as a new connection; a page reads the session only when it has missed a change."""
SIGNALS = RateLimit(6_000)
"""A person who joins the stage connects to every page at once, with a dozen signals for each."""
SIGNALS_TOGETHER = RateLimit(40_000)
"""For all people of one session, or at one address: enough for 25 who join the stage at once, with 130 viewers."""
SIGNAL_CHARACTERS = RateLimit(64_000_000)
"""The same, by the length of what they send; some browsers' offers have 8,000 characters."""
CONNECTS = RateLimit(40, 60)
NEW_SESSIONS = RateLimit(120, 60)
"""Per address, like ENTRIES; a whole school may share one address."""
ENTRIES = RateLimit(600, 60)
PER_ADDRESS = 20
"""The limit of an address is this many times the limit of a person, however many people it has."""
PER_SESSION = 40
"""The limit of a session is this many times the limit of a person."""
RETURNS = RateLimit(3, 300)
"""Requests of a removed person, or address, to be let in: each notifies all moderators."""
SESSION_RETURNS = RateLimit(30, 60)
SESSION_ENTRIES = RateLimit(1_200, 60)
REFUSALS = RateLimit(400)
"""Refusals for exceeded limits after which a person is disconnected."""


SESSION_PREFIX = "session "
"""The beginning of subjects that are sessions; the counts of these are shared with the other processes."""
ATTEMPTS_BETWEEN_CLEANUPS = 1_000
"""Attempts after which expired counts are dropped, so that the counts of people who have left take no memory."""
PERIOD_PARTS = 50
"""The number of parts of a limit's period; attempts within a part are one entry, which bounds the memory."""


class RateExceeded(Refusal):
    """A rate limit is exceeded.

    `wait` is the whole number of seconds until the next attempt may succeed (SAFE-4).
    """

    def __init__(self, wait: int) -> None:
        seconds = "a second" if wait == 1 else f"{wait} seconds"
        super().__init__("too_many", f"That was too many at once. Wait {seconds}, then try again.")
        self.wait = wait


class _Window:
    """The attempts of one subject within the last `seconds`: pairs of time and amount, the oldest first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._entries: deque[tuple[float, float]] = deque()
        self._sum = 0.0

    def sum(self, now: float) -> float:
        """Return the amount within the seconds before `now`."""
        while self._entries and self._entries[0][0] <= now - self._seconds:
            self._sum -= self._entries.popleft()[1]
        return self._sum

    def add(self, now: float, amount: float) -> None:
        """Add an amount. Call `sum` first."""
        self._sum += amount
        # Added to the previous entry, which then expires later, never earlier.
        if len(self._entries) > 1 and now - self._entries[-2][0] < self._seconds / PERIOD_PARTS:
            amount += self._entries.pop()[1]
        self._entries.append((now, amount))

    def seconds_until(self, most: float, now: float) -> float:
        """Return the seconds until the amount has fallen to `most`."""
        remaining = self._sum
        for at, amount in self._entries:
            remaining -= amount
            if remaining <= most:
                return at + self._seconds - now
        return self._seconds


Key = tuple[RateLimit, str, str]
"""A limit, the action that it limits, and the subject: a person, an address, a session or a URL."""


class RateLimits:
    """Counts attempts in memory, so a restart resets the counts.

    `factor` multiplies every limit; 0 removes all limits. Counting an attempt takes the same time for any number of
    people. With the package `limits`, which scans all counts at each attempt, a flood slowed down everybody.
    """

    def __init__(self, factor: float = 1.0) -> None:
        self._factor = factor
        self._windows: dict[Key, _Window] = {}
        self._session_counts: dict[Key, float] | None = None
        self._attempts = 0

    def count(self, rate: RateLimit, action: str, subject: str, amount: float = 1) -> None:
        """Count an attempt. Raises RateExceeded, without counting it.

        `subject` is a person's id, an address, a URL that the room requests, or SESSION_PREFIX and a session's id.
        `amount` is 1 or, for a limit of characters, the length.
        """
        if not self._factor:
            return
        now = time.monotonic()
        self._forget_expired(now)
        window = self._windows.setdefault((rate, action, subject), _Window(rate.seconds))
        most = max(1, round(rate.number * self._factor)) - amount
        if window.sum(now) > most:
            raise RateExceeded(max(1, math.ceil(window.seconds_until(most, now))))
        window.add(now, amount)
        if self._session_counts is not None and subject.startswith(SESSION_PREFIX):
            self._session_counts[rate, action, subject] = self._session_counts.get((rate, action, subject), 0) + amount

    def add(self, rate: RateLimit, action: str, subject: str, amount: float) -> None:
        """Add attempts that another process has accepted."""
        now = time.monotonic()
        self._forget_expired(now)
        window = self._windows.setdefault((rate, action, subject), _Window(rate.seconds))
        window.sum(now)
        window.add(now, amount)

    def collect_session_counts(self) -> None:
        """Collect the counts of sessions from now on, for other processes."""
        self._session_counts = {}

    def take_collected_counts(self) -> dict[Key, float]:
        """Return the counts of sessions since the last call."""
        collected, self._session_counts = self._session_counts or {}, {}
        return collected

    def _forget_expired(self, now: float) -> None:
        self._attempts += 1
        if self._attempts % ATTEMPTS_BETWEEN_CLEANUPS == 0:
            self._windows = {key: window for key, window in self._windows.items() if window.sum(now)}
