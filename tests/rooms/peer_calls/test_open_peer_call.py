"""The command creates a new call, or fails with an error of one line."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from rooms.room import SessionRequest

CALL_PATH = "/call/0b1c"


class PeerCallsHandler(BaseHTTPRequestHandler):
    """Responds like Peer Calls, which redirects to the address of a new call."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302)
        self.send_header("Location", CALL_PATH)
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200 if self.path == CALL_PATH else 404)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def server_address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), PeerCallsHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def open_peer_call(server_address: str, session_request: SessionRequest) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rooms.peer_calls.open_peer_call", server_address]
    request = json.dumps(session_request.as_json())
    return subprocess.run(command, input=request, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize("limit", [None, 2])
def test_both_links_lead_to_the_same_new_call(server_address: str, limit: int | None) -> None:
    process = open_peer_call(server_address, SessionRequest("everyone", limit=limit))
    links = json.loads(process.stdout)
    assert links == {"moderator": f"{server_address}{CALL_PATH}#conducts", "attendee": f"{server_address}{CALL_PATH}"}


@pytest.mark.parametrize(
    ("session_request", "message"),
    [
        (SessionRequest("request"), "A call has no stage access like “request”: everybody may join it.\n"),
        (SessionRequest("nobody"), "A call has no stage access like “nobody”: everybody may join it.\n"),
        (SessionRequest("everyone", polls=True), "A call has no polls and no quizzes.\n"),
        (SessionRequest("everyone", quizzes=True), "A call has no polls and no quizzes.\n"),
    ],
)
def test_unsupported_sessions_are_refused_in_one_line(
    server_address: str, session_request: SessionRequest, message: str
) -> None:
    process = open_peer_call(server_address, session_request)
    assert (process.returncode, process.stdout, process.stderr) == (44, "", message)


def test_a_missing_server_is_reported_in_one_line() -> None:
    process = open_peer_call("http://127.0.0.1:9", SessionRequest("everyone"))
    assert process.returncode == 1 and "refused" in process.stderr and len(process.stderr.splitlines()) == 1
