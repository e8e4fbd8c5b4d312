"""A Redis server for the tests, run from the installed program."""

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from rooms.started_server import PORT, StartedServer
from tests.reference_server.server_process import PATIENCE


class RedisServer(StartedServer):
    """A server on a free port of the loopback interface, which stores nothing."""

    def __init__(self, folder: Path) -> None:
        options = ("--bind", "127.0.0.1", "--port", PORT, "--save", "", "--dir", str(folder))
        super().__init__("Redis", ["redis-server", *options], folder / "redis.log", address="redis://", folder=folder)

    @property
    def url(self) -> str:
        """The URL of the server."""
        return f"redis://127.0.0.1:{self.port}/0"

    def _answers_in_time(self) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)  # noqa: TID251 (it does not report when it accepts connections)
            else:
                return True
        return False


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """Start a server, or skip the test if Redis is not installed; stop it at the end."""
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed (as root: apt-get install redis-server)")
    with closing(RedisServer(folder)) as server:
        yield server
