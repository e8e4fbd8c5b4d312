"""Servers for the tests, shared by the whole run, since starting one takes longer than most tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession, OpenSession

MakeServer = Callable[..., ServerProcess]


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeServer]:
    """Start servers with options, and end them after the run; their logs must have no errors."""
    servers: list[ServerProcess] = []

    def start(*options: str, descriptors: tuple[int, int] | None = None) -> ServerProcess:
        servers.append(ServerProcess(tmp_path_factory.mktemp("room"), *options, descriptors=descriptors))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()
        assert "Traceback" not in server.log(), server.log()


@pytest.fixture(scope="session")
def server(start_server: MakeServer) -> ServerProcess:
    """A room with a long grace period."""
    return start_server("--grace", "600")


@pytest.fixture(scope="session")
def hasty_server(start_server: MakeServer) -> ServerProcess:
    """A room with a very short grace period."""
    return start_server("--grace", "0.2")


@pytest.fixture
def open_session(server: ServerProcess) -> Iterator[OpenSession]:
    """Opens sessions in the room with the long grace period."""
    sessions: list[ConnectedSession] = []

    def make(access: str = "everyone", on: ServerProcess = server, **session_request: Any) -> ConnectedSession:
        sessions.append(ConnectedSession(on, access=access, **session_request))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()
