"""How often anybody may do a thing. Whoever does it more often is told how long to wait; nobody else notices."""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from reference_server.rules.stage import Refusal


@dataclass(frozen=True)
class Rate:
    """At most `number` times in any `seconds` on end."""

    number: int
    seconds: int = 10


USUAL = Rate(40)
"""For a message that says nothing else: far more than anybody does by hand."""
SELDOM = Rate(15)
"""For what everybody is told about, and nobody does every second."""
SIGNALS = Rate(6_000)
"""Whoever comes on stage calls every page at once, with a dozen signals a call."""
CONNECTS = Rate(40, 60)
NEW_SESSIONS = Rate(120, 60)
"""By address, as is entering: a school may be behind a single one."""
ENTRIES = Rate(600, 60)
STUBBORN = Rate(400)
"""Whoever is refused as often as this and does not stop is disconnected."""


class TooMany(Refusal):
    """That was too often; `wait` is the whole number of seconds until it may be tried again (SAFE-4)."""

    def __init__(self, wait: int) -> None:
        seconds = "a second" if wait == 1 else f"{wait} seconds"
        super().__init__("too_many", f"That was too many at once. Wait {seconds}, then try again.")
        self.wait = wait


class Rates:
    """Counts who did what, in memory: after a restart everybody begins anew.

    `factor` multiplies what is allowed; with 0 everything is.
    """

    def __init__(self, factor: float = 1.0) -> None:
        self._factor = factor
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, rate: Rate, what: str, who: str) -> None:
        """Count that somebody did it once more. Raises TooMany, and then it did not count."""
        if not self._factor:
            return
        item = RateLimitItemPerSecond(max(1, round(rate.number * self._factor)), rate.seconds)
        if not self._limiter.hit(item, what, who):
            again = self._limiter.get_window_stats(item, what, who).reset_time
            raise TooMany(max(1, math.ceil(again - time.time())))
