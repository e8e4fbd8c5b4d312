"""Rooms for the tests of the wire, kept for the run since starting one takes longer than most tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.reference_server.clients import Browser, Live, new_session
from tests.reference_server.server_process import PATIENCE, ServerProcess

MakeServer = Callable[..., ServerProcess]


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeServer]:
    """Starts servers with options, and ends them after the run; none of them may have failed inside."""
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
    """A room that waits long for people who are away."""
    return start_server("--grace", "600")


@pytest.fixture(scope="session")
def hasty_server(start_server: MakeServer) -> ServerProcess:
    """A room that hardly waits for people who are away."""
    return start_server("--grace", "0.2")


class Cast:
    """People in one session on the wire; Maya and Marc come by the moderator's link."""

    def __init__(self, server: ServerProcess, **wish: Any) -> None:
        self.server = server
        self.links = new_session(server, **wish)
        self.browsers: dict[str, Browser] = {}
        self.live: list[Live] = []

    def comes(self, name: str, page: str | None = None) -> Live:
        """Somebody opens the room, or opens it once more, and is told how it stands."""
        if name not in self.browsers:
            role = "moderator" if name in ("Maya", "Marc") else "attendee"
            self.browsers[name] = Browser(self.links[role], name)
        live = Live(self.server, self.browsers[name], page)
        self.live.append(live)
        live.waits(lambda view: bool(view["people"]))
        return live

    def loads_page(self, name: str) -> None:
        """Their browser has the page of the room again, which does not connect yet."""
        browser = self.browsers[name]
        answer = browser.http.get(f"{self.server.url}/rooms/{self.links['id']}/{browser.person}", timeout=PATIENCE)
        assert answer.status_code == 200, answer.text

    def close(self) -> None:
        """Everybody goes."""
        for live in self.live:
            live.closes()


@pytest.fixture
def cast(server: ServerProcess) -> Iterator[Callable[..., Cast]]:
    """Makes sessions on the patient room."""
    casts: list[Cast] = []

    def make(access: str = "everyone", on: ServerProcess = server, **wish: Any) -> Cast:
        casts.append(Cast(on, access=access, **wish))
        return casts[-1]

    yield make
    for one in casts:
        one.close()
