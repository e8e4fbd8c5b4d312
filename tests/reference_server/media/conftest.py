"""Rooms that use a LiveKit server."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

from rooms.livekit_server import LiveKitServer, LiveKitSettings, program
from rooms.started_server import free_port
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import ServerProcess


@dataclass(frozen=True)
class LiveKitRoom:
    """A room, and the LiveKit server that forwards its media."""

    room: ServerProcess
    livekit: LiveKitServer


def options_for(settings: LiveKitSettings, folder: Path) -> list[str]:
    """Return the options of a room that uses this LiveKit server.

    Writes the secret to a file in the folder.
    """
    secret = folder / "livekit.secret"
    secret.write_text(settings.secret)
    return ["--livekit-url", settings.address, "--livekit-key", settings.key, "--livekit-secret", str(secret)]


@pytest.fixture(scope="session")
def _livekit_program() -> None:
    """Skip the test if LiveKit cannot be built."""
    if which("go") is None and not program().exists():
        pytest.skip("LiveKit's server is built with Go, which is not installed")


@pytest.fixture(scope="session")
def livekit_room(
    _livekit_program: None, start_server: MakeServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveKitRoom]:
    """A room to which LiveKit reports its events."""
    folder, port = tmp_path_factory.mktemp("livekit"), free_port()
    with LiveKitServer(folder / "livekit.log", webhook=f"http://127.0.0.1:{port}/media/livekit") as livekit:
        yield LiveKitRoom(start_server("--port", str(port), *options_for(livekit.settings, folder)), livekit)


@pytest.fixture
def own_livekit_room(_livekit_program: None, start_server: MakeServer, tmp_path: Path) -> Iterator[LiveKitRoom]:
    """A room for one test, to which LiveKit reports nothing."""
    with LiveKitServer(tmp_path / "livekit.log") as livekit:
        yield LiveKitRoom(start_server("--grace", "0.2", *options_for(livekit.settings, tmp_path)), livekit)
