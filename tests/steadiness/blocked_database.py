"""Block the database, so that a server can be killed between receiving and storing a message."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests

from tests.reference_server.server_process import PATIENCE, ServerProcess

HEALTH_TIMEOUT = 0.5
"""Seconds; a server that is not blocked answers its health check much sooner."""


@contextmanager
def block_writes(server: ServerProcess) -> Iterator[None]:
    """Hold the database's write lock, so that other writing transactions wait."""
    connection = sqlite3.connect(server.database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


def wait_until_blocked(server: ServerProcess) -> None:
    """Wait until the server's health check times out, because the server waits for the lock."""
    wait_until(lambda: not is_healthy(server), "the server was never blocked: the message did not reach it")


def is_healthy(server: ServerProcess) -> bool:
    try:
        return requests.get(f"{server.url}/healthz", timeout=HEALTH_TIMEOUT).ok
    except requests.Timeout:
        return False


def wait_until(condition: Callable[[], bool], message: str) -> None:
    """Poll until the condition is true; fail with this message after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, message
