"""A server that a run starts ends with the run, even if the run crashes."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from conformance.errors import NotReached
from rooms.declared import ServedRoom, start_declared_room
from rooms.room import Links, SessionRequest
from rooms.room_file import RoomFile
from rooms.started_server import StartedServer, answers, free_port

WEB = ["python", "-m", "http.server", "--bind", "127.0.0.1", "{port}"]
ADDRESS = "http://127.0.0.1:{port}/"
CHILD_PROCESS = "import subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]])"
"""A program that runs a server in a child process."""
ANNOUNCING_SERVER = """
import http.server, signal, sys
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.BaseHTTPRequestHandler)
def end(*_):
    print("ended", flush=True)
    sys.exit(3)
signal.signal(signal.SIGTERM, end)
print(f"Acme: http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
"""
"""A server that prints its address, and chooses a port if the given one is 0."""
ONE_REQUEST_SERVER = """
import http.server, sys
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.BaseHTTPRequestHandler).handle_request()
"""
"""A server that ends after the first request."""
OWNER = """
import sys
from pathlib import Path
from rooms.started_server import StartedServer
server = StartedServer("Acme", sys.argv[3:], Path(sys.argv[1]), address="http://127.0.0.1:{port}/")
getattr(server, sys.argv[2])()
print(server.address, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StartedServer]:
    server = StartedServer("Acme", WEB, tmp_path / "logs" / "room.log", address=ADDRESS)
    yield server
    server.close()


def test_answers_once_started_and_not_after_closing(server: StartedServer) -> None:
    assert answers(server.address)
    server.close()
    assert not answers(server.address)


def test_restarts_at_the_same_address(server: StartedServer) -> None:
    server.kill()
    assert not answers(server.address)
    server.recover()
    assert answers(server.address)


@pytest.mark.disruption
def test_hangs_and_recovers(server: StartedServer) -> None:
    server.hang()
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", request_script(server.address)], timeout=1.5, check=True)
    server.recover()
    assert answers(server.address)


def test_output_goes_to_the_log(server: StartedServer, tmp_path: Path) -> None:
    assert answers(server.address)
    assert "GET / HTTP" in (tmp_path / "logs" / "room.log").read_text()


def test_reports_an_ended_server_with_the_end_of_its_log(tmp_path: Path) -> None:
    message = message_about(tmp_path, ["python", "-c", "import sys; sys.exit('no licence left')"])
    assert "Acme: its server did not start." in message and "no licence left" in message


def test_reports_a_missing_command(tmp_path: Path) -> None:
    assert "acme-server: No such file or directory" in message_about(tmp_path, ["acme-server"])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("state", ["recover", "hang"], ids=["runs", "hangs"])
def test_the_server_ends_with_the_run(tmp_path: Path, end: signal.Signals, state: str) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / "log"), state, "python", "-c", CHILD_PROCESS, *WEB[1:]]
    owner = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    address = owner.stdout.readline().strip()
    with connection_to(address) as connection:
        owner.send_signal(end)
        owner.communicate()
        await_end(connection)
    assert not answers(address)


def test_reads_the_address_from_the_first_line(tmp_path: Path) -> None:
    server = StartedServer("Acme", ["python", "-c", ANNOUNCING_SERVER, "{port}"], tmp_path / "log")
    address = server.address
    assert answers(address) and server.announcement == f"Acme: {address}/\n"
    server.restart()
    assert answers(address) and server.address == address
    assert server.terminate() == (3, "ended\n")
    assert not answers(address)


def test_reports_a_first_line_without_an_address(tmp_path: Path) -> None:
    with pytest.raises(NotReached, match=r"Acme: its server did not start\.\n.*\nno port left"):
        StartedServer("Acme", ["sh", "-c", "echo no port left >&2; echo Acme"], tmp_path / "log")


def test_a_server_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    command = ["sh", "-c", "trap '' TERM; echo http://127.0.0.1:1; while :; do sleep 60; done"]
    server = StartedServer("Acme", command, tmp_path / "log", end_limit=0.1)
    assert server.terminate() == (-signal.SIGKILL, "")
    server.close()


def test_fills_the_port_into_all_links(tmp_path: Path) -> None:
    links = {"moderator": ADDRESS + "m", "attendee": ADDRESS + "a?name={name}"}
    room = RoomFile.model_validate(room_tables(server={"command": WEB}, session={"fixed": {"everyone": links}}))
    served = start_declared_room(room, tmp_path / "log")
    try:
        opened = served.open_session(SessionRequest("everyone"))
        address = opened.moderator.removesuffix("m")
        assert opened == Links(f"{address}m", f"{address}a?name={{name}}") and answers(address)
    finally:
        served.close()


def test_opens_no_session_on_an_ended_server(tmp_path: Path) -> None:
    command = ["python", "-c", ONE_REQUEST_SERVER, "{port}"]
    room = RoomFile.model_validate(
        room_tables(server={"command": command, "address": ADDRESS}, session={"post": ADDRESS})
    )
    assert room.server is not None
    served = ServedRoom(room, room.server, tmp_path / "log")
    end = time.monotonic() + 60
    while is_alive(served):
        assert time.monotonic() < end
    with pytest.raises(NotReached, match=r"its server has ended by itself \(exit code 0\)"):
        served.open_session(SessionRequest("everyone"))
    served.close()


def is_alive(room: ServedRoom) -> bool:
    try:
        room.expect_alive()
    except NotReached:
        return False
    return True


def message_about(folder: Path, command: list[str]) -> str:
    """Return the message about a server that does not start."""
    with pytest.raises(NotReached) as shown:
        StartedServer("Acme", command, folder / "log", address=ADDRESS)
    return str(shown.value)


def room_tables(**parts: Any) -> dict[str, Any]:
    return {"name": "Acme", **parts}


def request_script(address: str) -> str:
    return f"import urllib.request; urllib.request.urlopen({address!r}).read()"


def connection_to(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port), timeout=5)


def await_end(connection: socket.socket) -> None:
    """Wait for the end of the process and its connections.

    Raises TimeoutError if it keeps running.
    """
    with suppress(ConnectionResetError):
        assert not connection.recv(1)


def test_free_ports_are_free() -> None:
    assert not answers(f"http://127.0.0.1:{free_port()}/")
