"""Servers that others made: started for the run, ended with it, whatever ends the run."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from conformance.errors import NotReached
from rooms.declared import ServedRoom, declared_room
from rooms.room import Links, SessionRequest
from rooms.room_file import RoomFile
from rooms.started_server import StartedServer, answers, free_port

WEB = ["python", "-m", "http.server", "--bind", "127.0.0.1", "{port}"]
ADDRESS = "http://127.0.0.1:{port}/"
TWO_DEEP = "import subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]])"
"""A server that leaves the work to a process of its own."""
OWNER = """
import sys
from pathlib import Path
from rooms.started_server import StartedServer
print(StartedServer("Acme", sys.argv[2:], "http://127.0.0.1:{port}/", Path(sys.argv[1])).address, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StartedServer]:
    server = StartedServer("Acme", WEB, ADDRESS, tmp_path / "logs" / "room.log")
    yield server
    server.close()


def test_it_answers_as_soon_as_it_is_there_and_not_after_its_end(server: StartedServer) -> None:
    assert answers(server.address)
    server.close()
    assert not answers(server.address)


def test_restarts_at_the_same_address(server: StartedServer) -> None:
    server.stop()
    assert not answers(server.address)
    server.recover()
    assert answers(server.address)


@pytest.mark.disruption
def test_it_hangs_and_goes_on(server: StartedServer) -> None:
    server.hang()
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", ask(server.address)], timeout=1.5, check=True)
    server.recover()
    assert answers(server.address)


def test_output_goes_to_the_log(server: StartedServer, tmp_path: Path) -> None:
    assert answers(server.address)
    assert "GET / HTTP" in (tmp_path / "logs" / "room.log").read_text()


def test_reports_an_ended_server_with_the_end_of_its_log(tmp_path: Path) -> None:
    served = told_of(tmp_path, ["python", "-c", "import sys; sys.exit('no licence left')"])
    assert "Acme: its server did not start." in served and "no licence left" in served


def test_reports_a_missing_command(tmp_path: Path) -> None:
    assert "acme-server: No such file or directory" in told_of(tmp_path, ["acme-server"])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_ends_with_the_run(tmp_path: Path, end: signal.Signals) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / "log"), "python", "-c", TWO_DEEP, *WEB[1:]]
    owner = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    address = owner.stdout.readline().strip()
    assert answers(address)
    with line_to(address) as line:
        owner.send_signal(end)
        owner.communicate()
        await_end(line)
    assert not answers(address)


def test_the_port_stands_in_all_of_the_session(tmp_path: Path) -> None:
    links = {"moderator": ADDRESS + "m", "attendee": ADDRESS + "a?name={name}"}
    room = RoomFile.model_validate(declared(server={"command": WEB}, session={"fixed": {"everyone": links}}))
    served = declared_room(room, tmp_path / "log")
    try:
        opened = served.open_session(SessionRequest("everyone"))
        address = opened.moderator.removesuffix("m")
        assert opened == Links(f"{address}m", f"{address}a?name={{name}}") and answers(address)
    finally:
        served.close()


def test_no_session_of_a_server_that_has_died(tmp_path: Path) -> None:
    room = RoomFile.model_validate(declared(server={"command": WEB}, session={"post": ADDRESS}))
    assert room.server is not None
    served = ServedRoom(room, room.server, tmp_path / "log")
    served.stop()
    with pytest.raises(NotReached, match="its server has ended"):
        served.open_session(SessionRequest("everyone"))
    served.close()


def told_of(folder: Path, command: list[str]) -> str:
    """What is told of a server that does not start."""
    with pytest.raises(NotReached) as shown:
        StartedServer("Acme", command, ADDRESS, folder / "log")
    return str(shown.value)


def declared(**parts: Any) -> dict[str, Any]:
    return {"name": "Acme", **parts}


def ask(address: str) -> str:
    return f"import urllib.request; urllib.request.urlopen({address!r}).read()"


def line_to(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port), timeout=5)


def await_end(line: socket.socket) -> None:
    """The system ends the lines of a process with it; TimeoutError where it lives on."""
    with suppress(ConnectionResetError):
        assert not line.recv(1)


def test_free_ports_are_free() -> None:
    assert not answers(f"http://127.0.0.1:{free_port()}/")
