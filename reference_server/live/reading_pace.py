"""The rate at which a WebSocket's messages are read, so that a flood waits at its sender (SAFE-4).

A rate limit refuses a message only after it was read and parsed, and that is most of the cost. So a WebSocket that has
sent more than any page does is read more slowly, and the sender's own system has to wait.
"""

import time
from collections.abc import Callable

MOST_MESSAGES, MESSAGES_A_SECOND = 3_000, 100
"""At once, and in the long run. A person who joins the stage signals a dozen times to each of 200 pages at once."""
MOST_BYTES, BYTES_A_SECOND = 4 * 1024 * 1024, 256 * 1024
"""At once, and in the long run. Offers to 200 pages are 1.5 MB."""


class _Allowance:
    """An amount that is used, and that grows back to its maximum at a constant rate."""

    def __init__(self, most: float, a_second: float) -> None:
        self._most = most
        self._a_second = a_second
        self._left = most

    def grow(self, seconds: float) -> None:
        """Add what has grown back in so many seconds."""
        self._left = min(self._most, self._left + seconds * self._a_second)

    def use(self, amount: float) -> float:
        """Use an amount, and return the seconds until a missing part of it has grown back."""
        self._left -= amount
        return max(0.0, -self._left / self._a_second)


class ReadingPace:
    """The pace of one WebSocket; `clock` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._messages = _Allowance(MOST_MESSAGES, MESSAGES_A_SECOND)
        self._bytes = _Allowance(MOST_BYTES, BYTES_A_SECOND)

    def seconds_to_wait(self, size: int) -> float:
        """Count a message of so many bytes; return the seconds to wait before it is handled."""
        now = self._clock()
        for allowance in (self._messages, self._bytes):
            allowance.grow(now - self._last)
        self._last = now
        return max(self._messages.use(1), self._bytes.use(size))
