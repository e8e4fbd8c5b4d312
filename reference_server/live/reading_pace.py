"""The rate at which a WebSocket's messages are read (SAFE-4).

A rate limit refuses a message only after the message was read and parsed, which is most of the cost. So a WebSocket
that has sent more than any page does is read more slowly, and further messages wait on the sender's machine.
"""

import time
from collections.abc import Callable

MOST_MESSAGES, MESSAGES_A_SECOND = 3_000, 100
"""In a burst, and on average. A person who joins the stage sends a dozen signals to each of 200 pages at once."""
MOST_BYTES, BYTES_A_SECOND = 4 * 1024 * 1024, 256 * 1024
"""In a burst, and on average. Offers to 200 pages are 1.5 MB."""


class _TokenBucket:
    """A token bucket: an amount that is used, and refilled to its maximum at a constant rate."""

    def __init__(self, most: float, per_second: float) -> None:
        self._most = most
        self._per_second = per_second
        self._left = most

    def refill(self, seconds: float) -> None:
        """Refill the bucket for this number of seconds."""
        self._left = min(self._most, self._left + seconds * self._per_second)

    def use(self, amount: float) -> float:
        """Use an amount, and return the seconds until a missing part of it is refilled."""
        self._left -= amount
        return max(0.0, -self._left / self._per_second)


class ReadingPace:
    """The pace of one WebSocket; `clock` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._messages = _TokenBucket(MOST_MESSAGES, MESSAGES_A_SECOND)
        self._bytes = _TokenBucket(MOST_BYTES, BYTES_A_SECOND)

    def seconds_to_wait(self, size: int) -> float:
        """Count a message of this size in bytes; return the seconds to wait before it is handled."""
        now = self._clock()
        for bucket in (self._messages, self._bytes):
            bucket.refill(now - self._last)
        self._last = now
        return max(self._messages.use(1), self._bytes.use(size))
