"""Rate limits of sessions, across the processes of a room.

Each process sends the others its counts twice a second, so that no message waits for Redis. A session can exceed a
limit by the attempts within half a second. While Redis is unavailable, each process counts only its own attempts.
"""

import gevent

from reference_server.live.process_bus import Message, ProcessBus
from reference_server.live.rates import RateLimit, RateLimits

PUBLISH_SECONDS = 0.5
"""Seconds between two messages with counts."""


class SharedRates:
    """Exchanges the counts of each session's attempts with the other processes."""

    def __init__(self, rates: RateLimits, bus: ProcessBus) -> None:
        rates.collect_session_counts()
        self._rates = rates
        self._bus = bus

    def start(self) -> None:
        """Publish the counts twice a second from now on."""
        gevent.spawn(self._publish_repeatedly)

    def publish(self) -> None:
        """Send the other processes the counts since the last call."""
        counts = [
            [rate.number, rate.seconds, action, subject, amount]
            for (rate, action, subject), amount in self._rates.take_collected_counts().items()
        ]
        if counts:
            self._bus.publish({"kind": "rates", "counts": counts})

    def receive(self, message: Message) -> None:
        """Add the counts of another process."""
        for number, seconds, action, subject, amount in message["counts"]:
            self._rates.add(RateLimit(number, seconds), action, subject, amount)

    def _publish_repeatedly(self) -> None:
        while True:
            gevent.sleep(PUBLISH_SECONDS)
            self.publish()
