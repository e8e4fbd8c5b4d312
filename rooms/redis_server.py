"""A Redis server on the loopback interface, run from the installed program."""

import socket
from pathlib import Path

from rooms.started_server import PORT, StartedServer


class RedisServer(StartedServer):
    """A server on a free port of the loopback interface, which writes no data to disk."""

    def __init__(self, folder: Path) -> None:
        options = ("--bind", "127.0.0.1", "--port", PORT, "--save", "", "--dir", str(folder))
        super().__init__("Redis", ["redis-server", *options], folder / "redis.log", address="redis://", folder=folder)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def _is_up(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except OSError:
            return False
        return True
