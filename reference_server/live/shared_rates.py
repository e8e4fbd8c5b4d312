"""Rate limits of sessions, across the processes of a room.

Each process counts for itself and sends the others its counts twice a second, so that no message waits for
Redis. A session can exceed a limit by what it does in this time. While Redis is away, each process counts alone.
"""

import gevent

from reference_server.live.process_bus import Message, ProcessBus
from reference_server.live.rates import RateLimit, RateLimits

PERIOD = 0.5
"""Seconds between two messages about counts."""


class SharedRates:
    """Exchanges the counts of sessions with the other processes."""

    def __init__(self, rates: RateLimits, bus: ProcessBus) -> None:
        rates.collect_counts_of_sessions()
        self._rates = rates
        self._bus = bus

    def start(self) -> None:
        """Tell the other processes from now on."""
        gevent.spawn(self._repeat)

    def publish(self) -> None:
        """Tell the other processes what was counted since the last time."""
        counts = [
            [rate.number, rate.seconds, action, subject, amount]
            for (rate, action, subject), amount in self._rates.take_collected_counts().items()
        ]
        if counts:
            self._bus.publish({"kind": "rates", "counts": counts})

    def receive(self, message: Message) -> None:
        """Add what another process has counted."""
        for number, seconds, action, subject, amount in message["counts"]:
            self._rates.add(RateLimit(number, seconds), action, subject, amount)

    def _repeat(self) -> None:
        while True:
            gevent.sleep(PERIOD)
            self.publish()
