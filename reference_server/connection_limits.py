"""Limits on connections, in total and per address, so that file descriptors never run out (SAFE-4)."""

import logging
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from werkzeug.wsgi import ClosingIterator

from reference_server.client_address import counted_address
from reference_server.logs import event

log = logging.getLogger("stagedoor.http")

RESERVED_DESCRIPTORS = 64
"""File descriptors that are not for connections: database, log, event loop, and files that libraries open briefly."""
DESCRIPTORS_PER_WEBSOCKET = 2
"""File descriptors that a WebSocket takes; any other request takes one."""
FEWEST_CONNECTIONS = 2
"""The lowest total limit, however few file descriptors there are, so that one address never gets all."""
MOST_CONNECTIONS = 20_000
"""The highest total limit, however many file descriptors there are: each connection needs memory."""
LOG_EVERY = 60.0
"""Seconds between two log events about the same limit."""

Environ = dict[str, Any]
WSGIApp = Callable[[Environ, Any], Iterable[bytes]]


def raise_descriptor_limit() -> None:
    """Raise the process's limit on file descriptors to the maximum that the system permits."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@dataclass(frozen=True)
class ConnectionLimits:
    """The limits on connections, in total and from one address."""

    total: int
    per_address: int


def connection_limits(per_address: int) -> ConnectionLimits:
    """Return the limits that the file descriptors permit.

    No address gets more than half of all connections.
    """
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = (
        MOST_CONNECTIONS * DESCRIPTORS_PER_WEBSOCKET
        if descriptors == resource.RLIM_INFINITY
        else descriptors - RESERVED_DESCRIPTORS
    )
    number = min(max(free // DESCRIPTORS_PER_WEBSOCKET, FEWEST_CONNECTIONS), MOST_CONNECTIONS)
    return ConnectionLimits(number, min(per_address, number // 2))


class OpenConnections:
    """Counts the open connections of each address."""

    def __init__(self, limits: ConnectionLimits) -> None:
        self._limits = limits
        self._by_address: Counter[str] = Counter()
        self._logged: dict[str, float] = {}

    def add(self, address: str) -> bool:
        """Count a new connection of an address.

        Returns False, without counting it, if the address has too many.
        """
        address = counted_address(address)
        if self._by_address[address] >= self._limits.per_address:
            self._log("too_many_connections", limit=self._limits.per_address)
            return False
        self._by_address[address] += 1
        return True

    def remove(self, address: str) -> None:
        """Stop counting a connection that has ended."""
        address = counted_address(address)
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    def are_full(self) -> bool:
        """Return whether the limit on all connections is reached."""
        full = self._by_address.total() >= self._limits.total
        if full:
            self._log("full", limit=self._limits.total)
        return full

    def _log(self, name: str, **fields: int) -> None:
        now = time.monotonic()
        if now - self._logged.get(name, -LOG_EVERY) >= LOG_EVERY:
            self._logged[name] = now
            event(log, name, **fields)


def limit_concurrent_requests(app: WSGIApp, limits: ConnectionLimits) -> WSGIApp:
    """Return a WSGI application that limits the concurrent requests and WebSockets of each address.

    Behind a reverse proxy, all connections come from the proxy; only the request has the client's address.
    """
    running = OpenConnections(limits)

    def limited(environ: Environ, start_response: Any) -> Iterable[bytes]:
        address = environ.get("REMOTE_ADDR", "")
        if not running.add(address):
            start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "10")])
            return [b"Too many connections from your address. Close other pages of the room, then try again.\n"]
        try:
            response = app(environ, start_response)
        except BaseException:
            running.remove(address)
            raise
        # The server closes the response once the client has received it, or is gone.
        return ClosingIterator(response, partial(running.remove, address))

    return limited
