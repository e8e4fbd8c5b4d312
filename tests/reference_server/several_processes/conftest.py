"""Rooms of two processes on one database; each person of a session connects to one of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from rooms.redis_server import RedisServer
from tests.reference_server.clients import Browser, PageClient, close_all, new_session
from tests.reference_server.server_process import ServerProcess
from tests.reference_server.shared_servers import PostgreSQLOfTests, running_postgresql, running_redis

LONG_GRACE_PERIODS = ("--grace", "600", "--restart-grace", "600")


class TwoProcesses:
    """A room of two processes, with its servers."""

    def __init__(self, folder: Path, postgresql: PostgreSQLOfTests, redis: RedisServer, *options: str) -> None:
        self.postgresql, self.redis = postgresql, redis
        database = postgresql.create_migrated_database().render_as_string(hide_password=False)
        # The processes share a secret, so a link is valid at each of them, as behind a proxy.
        common_options = ("--database", database, "--redis", redis.url, "--secret-file", str(folder / "room.secret"))
        self.first, self.second = (
            ServerProcess(folder / name, *common_options, *(options or LONG_GRACE_PERIODS))
            for name in ("first", "second")
        )

    def close(self) -> None:
        """End both processes."""
        for process in (self.first, self.second):
            process.kill()


class SharedSession:
    """A session whose people connect to either process; Maya and Marc enter by the moderator's link."""

    def __init__(self, room: TwoProcesses, **session_request: Any) -> None:
        self.room = room
        self.links = new_session(room.first, **session_request)
        self.browsers: dict[str, Browser] = {}
        self.clients: list[PageClient] = []

    def enter(self, name: str, process: ServerProcess, page: str | None = None) -> PageClient:
        """Enter as this person at one process, for the first time or again, and wait for the first view."""
        if name not in self.browsers:
            link = self.links["moderator" if name in ("Maya", "Marc") else "attendee"]
            self.browsers[name] = Browser(link.replace(self.room.first.url, process.url), name)
        client = PageClient(process, self.browsers[name], page)
        self.clients.append(client)
        client.wait_until(lambda view: bool(view["people"]))
        return client

    def close(self) -> None:
        """Close all pages."""
        close_all(self.clients)


OpenShared = Callable[..., SharedSession]


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis server; the test is skipped if Redis is not installed."""
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def room(
    postgresql: PostgreSQLOfTests, redis: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoProcesses]:
    """A room of two processes with long grace periods, whose logs must have no errors."""
    with closing(TwoProcesses(tmp_path_factory.mktemp("room"), postgresql, redis)) as room:
        yield room
    for process in (room.first, room.second):
        assert "Traceback" not in process.log(), process.log()


@pytest.fixture
def own_room(tmp_path: Path) -> Iterator[TwoProcesses]:
    """A room of two processes that the test can kill, with servers that it can stop."""
    with ExitStack() as stack:
        postgresql = stack.enter_context(running_postgresql())
        redis = stack.enter_context(running_redis(tmp_path))
        yield stack.enter_context(closing(TwoProcesses(tmp_path, postgresql, redis)))


@pytest.fixture
def open_shared(room: TwoProcesses) -> Iterator[OpenShared]:
    """Open sessions in the room of two processes, or in the room that ``on`` gives."""
    sessions: list[SharedSession] = []

    def make(access: str = "everyone", on: TwoProcesses = room, **session_request: Any) -> SharedSession:
        sessions.append(SharedSession(on, access=access, **session_request))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()
