"""Rate limits: how often a person, an address or a session may do something, and how long to wait afterwards."""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from reference_server.rules.stage import Refusal


@dataclass(frozen=True)
class RateLimit:
    """At most `number` times within any `seconds`."""

    number: int
    seconds: int = 10

    def times(self, factor: int) -> "RateLimit":
        """Return the limit of several people together."""
        return RateLimit(self.number * factor, self.seconds)


USUAL = RateLimit(40)
"""For messages without a limit of their own: far more than a person sends by hand."""
SELDOM = RateLimit(15)
"""For messages that cause an event for everybody, and that nobody sends every second."""
CHAT_PAGES = RateLimit(30)
"""Each page costs a query and up to 64 KB to send."""
SIGNALS = RateLimit(6_000)
"""A person who joins the stage calls every page at once, with a dozen signals for each."""
CONNECTS = RateLimit(40, 60)
NEW_SESSIONS = RateLimit(120, 60)
"""By address, as ENTRIES: a whole school may share one."""
ENTRIES = RateLimit(600, 60)
PER_ADDRESS = 20
"""All people at one address may send as many messages as so many people: entering again lifts no limit."""
PER_SESSION = 40
SESSION_ENTRIES = RateLimit(1_200, 60)
STUBBORN = RateLimit(400)
"""Refusals for exceeded limits after which a person is disconnected."""

FORGET_EVERY = 1_000
"""Attempts after which expired counts are dropped: the library keeps an empty list for each person and action."""


class RateExceeded(Refusal):
    """A rate limit is exceeded; `wait` is the whole number of seconds until the next attempt may succeed (SAFE-4)."""

    def __init__(self, wait: int) -> None:
        seconds = "a second" if wait == 1 else f"{wait} seconds"
        super().__init__("too_many", f"That was too many at once. Wait {seconds}, then try again.")
        self.wait = wait


class RateLimits:
    """Counts attempts in memory, so a restart resets the counts.

    `factor` multiplies every limit; 0 removes all limits.
    """

    def __init__(self, factor: float = 1.0) -> None:
        self._factor = factor
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._counted = 0

    def count(self, rate: RateLimit, action: str, subject: str) -> None:
        """Count one attempt of an action by a person or address. Raises RateExceeded; then it does not count."""
        if not self._factor:
            return
        self._counted += 1
        if self._counted % FORGET_EVERY == 0:
            self._forget_expired()
        item = RateLimitItemPerSecond(max(1, round(rate.number * self._factor)), rate.seconds)
        if not self._limiter.hit(item, action, subject):
            reset = self._limiter.get_window_stats(item, action, subject).reset_time
            raise RateExceeded(max(1, math.ceil(reset - time.time())))

    def _forget_expired(self) -> None:
        now = time.time()
        for key, entries in list(self._storage.events.items()):
            if not entries or entries[0].expiry <= now:
                self._storage.clear(key)
