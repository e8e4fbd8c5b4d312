"""A server that has received something and cannot keep it: so it can be killed between the two."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests

from tests.reference_server.server_process import PATIENCE, ServerProcess

TOO_LATE = 0.5
"""Seconds in which a server that is free answers many times over."""


@contextmanager
def nobody_may_write(server: ServerProcess) -> Iterator[None]:
    """Hold the database's lock for writing: whoever wants to keep something has to wait."""
    connection = sqlite3.connect(server.database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


def wait_until_it_stands_still(server: ServerProcess) -> None:
    """Wait until the server has taken the message up and waits for the lock: then it answers nobody."""
    wait_until(lambda: not answers(server), "the server never stood still: the message did not reach it")


def answers(server: ServerProcess) -> bool:
    try:
        return requests.get(f"{server.url}/healthz", timeout=TOO_LATE).ok
    except requests.Timeout:
        return False


def wait_until(holds: Callable[[], bool], otherwise: str) -> None:
    """Ask again and again; `otherwise` says what went wrong should it never be so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, otherwise
