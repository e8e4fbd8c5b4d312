"""A server that a run starts ends with the run, even if the run crashes."""

import signal
import socket
import socketserver
import subprocess
import sys
import threading
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

WEB_SERVER = ["python", "-m", "http.server", "--bind", "127.0.0.1", "{port}"]
ADDRESS = "http://127.0.0.1:{port}/"
CHILD_PROCESS_PROGRAM = "import subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]])"
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
OWNER_PROGRAM = """
import sys
from pathlib import Path
from rooms.started_server import StartedServer
server = StartedServer("Acme", sys.argv[3:], Path(sys.argv[1]), address="http://127.0.0.1:{port}/")
getattr(server, sys.argv[2])()
print(server.address, flush=True)
sys.stdin.read()
"""
"""A program that starts a server, calls the method that its second argument names, prints the address, and waits."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StartedServer]:
    server = StartedServer("Acme", WEB_SERVER, tmp_path / "logs" / "room.log", address=ADDRESS)
    yield server
    server.close()


def test_a_server_answers_from_its_start_until_it_is_closed(server: StartedServer) -> None:
    assert answers(server.address)
    server.close()
    assert not answers(server.address)


def test_a_killed_server_restarts_at_the_same_address(server: StartedServer) -> None:
    server.kill()
    assert not answers(server.address)
    server.recover()
    assert answers(server.address)


@pytest.mark.disruption
def test_a_hanging_server_answers_after_recovery(server: StartedServer) -> None:
    server.hang()
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", request_script(server.address)], timeout=1.5, check=True)
    server.recover()
    assert answers(server.address)


def test_the_servers_output_goes_to_the_log(server: StartedServer, tmp_path: Path) -> None:
    assert answers(server.address)
    assert "GET / HTTP" in (tmp_path / "logs" / "room.log").read_text()


def test_the_error_about_an_ended_server_contains_the_end_of_its_log(tmp_path: Path) -> None:
    message = message_of_failed_start(tmp_path, ["python", "-c", "import sys; sys.exit('no licence left')"])
    assert "Acme: its server did not start." in message and "no licence left" in message


def test_a_missing_command_is_reported(tmp_path: Path) -> None:
    assert "acme-server: No such file or directory" in message_of_failed_start(tmp_path, ["acme-server"])


@pytest.mark.parametrize("end_signal", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("action", ["recover", "hang"], ids=["runs", "hangs"])
def test_the_server_ends_with_the_run(tmp_path: Path, end_signal: signal.Signals, action: str) -> None:
    command = [
        sys.executable,
        "-c",
        OWNER_PROGRAM,
        str(tmp_path / "log"),
        action,
        "python",
        "-c",
        CHILD_PROCESS_PROGRAM,
        *WEB_SERVER[1:],
    ]
    owner = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    address = owner.stdout.readline().strip()
    with connect_to(address) as connection:
        owner.send_signal(end_signal)
        owner.communicate()
        expect_end(connection)
    assert not answers(address)


def test_the_address_is_read_from_the_first_line(tmp_path: Path) -> None:
    server = StartedServer("Acme", ["python", "-c", ANNOUNCING_SERVER, "{port}"], tmp_path / "log")
    address = server.address
    assert answers(address) and server.announcement == f"Acme: {address}/\n"
    server.restart()
    assert answers(address) and server.address == address
    assert server.terminate() == (3, "ended\n")
    assert not answers(address)


def test_a_first_line_without_an_address_is_reported(tmp_path: Path) -> None:
    with pytest.raises(NotReached, match=r"Acme: its server did not start\.\n.*\nno port left"):
        StartedServer("Acme", ["sh", "-c", "echo no port left >&2; echo Acme"], tmp_path / "log")


def test_an_incomplete_first_line_is_not_waited_for_longer_than_the_limit(tmp_path: Path) -> None:
    command = ["sh", "-c", "printf http://127.0.0.1:80; sleep 5"]
    with pytest.raises(NotReached, match=r"Acme: its server did not start\."):
        StartedServer("Acme", command, tmp_path / "log", start_limit=0.5)


def test_an_answer_that_is_not_http_is_no_answer() -> None:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"220 Acme mail\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert not answers(f"http://127.0.0.1:{server.server_address[1]}/")


def test_a_server_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    command = ["sh", "-c", "trap '' TERM; echo http://127.0.0.1:1; while :; do sleep 60; done"]
    server = StartedServer("Acme", command, tmp_path / "log", end_limit=0.1)
    assert server.terminate() == (-signal.SIGKILL, "")
    server.close()


def test_all_links_contain_the_port(tmp_path: Path) -> None:
    link_patterns = {"moderator": ADDRESS + "m", "attendee": ADDRESS + "a?name={name}"}
    room = RoomFile.model_validate(
        room_tables(server={"command": WEB_SERVER}, session={"fixed": {"everyone": link_patterns}})
    )
    served_room = start_declared_room(room, tmp_path / "log")
    try:
        links = served_room.open_session(SessionRequest("everyone"))
        address = links.moderator.removesuffix("m")
        assert links == Links(f"{address}m", f"{address}a?name={{name}}") and answers(address)
    finally:
        served_room.close()


def test_an_ended_server_opens_no_session(tmp_path: Path) -> None:
    command = ["python", "-c", ONE_REQUEST_SERVER, "{port}"]
    room = RoomFile.model_validate(
        room_tables(server={"command": command, "address": ADDRESS}, session={"post": ADDRESS})
    )
    assert room.server is not None
    served_room = ServedRoom(room, room.server, tmp_path / "log")
    deadline = time.monotonic() + 60
    while is_alive(served_room):
        assert time.monotonic() < deadline
    with pytest.raises(NotReached, match=r"its server has ended by itself \(exit code 0\)"):
        served_room.open_session(SessionRequest("everyone"))
    served_room.close()


def is_alive(room: ServedRoom) -> bool:
    try:
        room.expect_alive()
    except NotReached:
        return False
    return True


def message_of_failed_start(folder: Path, command: list[str]) -> str:
    with pytest.raises(NotReached) as error:
        StartedServer("Acme", command, folder / "log", address=ADDRESS)
    return str(error.value)


def room_tables(**tables: Any) -> dict[str, Any]:
    return {"name": "Acme", **tables}


def request_script(address: str) -> str:
    return f"import urllib.request; urllib.request.urlopen({address!r}).read()"


def connect_to(address: str) -> socket.socket:
    url = urlsplit(address)
    return socket.create_connection((url.hostname, url.port), timeout=5)


def expect_end(connection: socket.socket) -> None:
    """Wait until the server ends, which closes the connection.

    Raises TimeoutError if it runs for 5 more seconds.
    """
    with suppress(ConnectionResetError):
        assert not connection.recv(1)


def test_free_ports_are_free() -> None:
    assert not answers(f"http://127.0.0.1:{free_port()}/")
