"""Servers for the tests, shared by the whole run, since starting one takes longer than most tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.reference_server.server_process import ServerProcess
from tests.reference_server.shared_servers import PostgreSQLOfTests, running_postgresql
from tests.stand_ins.connected_session import ConnectedSession, OpenSession

MakeServer = Callable[..., ServerProcess]


@contextmanager
def starting_servers(
    folders: pytest.TempPathFactory, common_options: Callable[[Path], tuple[str, ...]] = lambda _folder: ()
) -> Iterator[MakeServer]:
    """Yield a function that starts servers, all with the common options; end them afterwards."""
    servers: list[ServerProcess] = []

    def start(*options: str, descriptors: tuple[int, int] | None = None) -> ServerProcess:
        folder = folders.mktemp("room")
        servers.append(ServerProcess(folder, *common_options(folder), *options, descriptors=descriptors))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()
        assert "Traceback" not in server.log(), server.log()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQLOfTests]:
    """A PostgreSQL server; the test is skipped if PostgreSQL is not installed."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeServer]:
    """Start servers with options, and end them after the run; their logs must have no errors."""
    with starting_servers(tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="session")
def server(start_server: MakeServer) -> ServerProcess:
    """A room with a long grace period."""
    return start_server("--grace", "600")


@pytest.fixture(scope="session")
def short_grace_server(start_server: MakeServer) -> ServerProcess:
    """A room with a very short grace period."""
    return start_server("--grace", "0.2")


@pytest.fixture
def open_session(server: ServerProcess) -> Iterator[OpenSession]:
    """Open sessions in the room with the long grace period."""
    sessions: list[ConnectedSession] = []

    def make(access: str = "everyone", on: ServerProcess = server, **session_request: Any) -> ConnectedSession:
        sessions.append(ConnectedSession(on, access=access, **session_request))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()
