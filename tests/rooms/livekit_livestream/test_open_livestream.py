"""The command creates a stream as the sample's form does, or fails with an error of one line."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from rooms.installed_program import ProgramMissing
from rooms.livekit_livestream.serve_livestream import find_built_sample, sample_environment
from rooms.livekit_server import LiveKitSettings
from rooms.room import SessionRequest


class SampleHandler(BaseHTTPRequestHandler):
    """Responds like the sample, with the tokens of the stream's host."""

    received_requests: ClassVar[list[tuple[str, Any]]] = []

    def do_POST(self) -> None:
        self.received_requests.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        self.send_response(200)
        self.end_headers()
        tokens = {"auth_token": "a.b&c", "connection_details": {"token": "d.e", "ws_url": "ws://x"}}
        self.wfile.write(json.dumps(tokens).encode())

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def sample_address() -> Iterator[str]:
    SampleHandler.received_requests.clear()
    with HTTPServer(("127.0.0.1", 0), SampleHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def open_livestream(sample_address: str, session_request: SessionRequest) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rooms.livekit_livestream.open_livestream", sample_address]
    request = json.dumps(session_request.as_json())
    return subprocess.run(command, input=request, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("access", "may_participate"), [("request", True), ("invite", True), ("nobody", False)])
def test_the_hosts_link_has_tokens_and_the_viewers_link_the_room(
    sample_address: str, access: Any, may_participate: bool
) -> None:
    links = json.loads(open_livestream(sample_address, SessionRequest(access)).stdout)
    ((path, body),) = SampleHandler.received_requests
    settings = {"creator_identity": "Maya", "enable_chat": True, "allow_participation": may_participate}
    assert path == "/api/create_stream" and body["metadata"] == settings
    assert links == {
        "moderator": f"{sample_address}/host?at=a.b%26c&rt=d.e",
        "attendee": f"{sample_address}/watch/{body['room_name']}",
    }


@pytest.mark.parametrize("session_request", [SessionRequest("everyone"), SessionRequest("request", polls=True)])
def test_sessions_that_a_stream_cannot_provide_are_refused(
    sample_address: str, session_request: SessionRequest
) -> None:
    process = open_livestream(sample_address, session_request)
    assert process.returncode == 44 and process.stdout == ""
    assert process.stderr.startswith("A stream has no ") and len(process.stderr.splitlines()) == 1


def test_a_missing_server_is_not_a_refusal() -> None:
    process = open_livestream("http://127.0.0.1:9", SessionRequest("request"))
    assert process.returncode == 1 and "refused" in process.stderr and len(process.stderr.splitlines()) == 1


def test_a_sample_that_is_missing_or_not_built_is_reported(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STAGEDOOR_LIVESTREAM", raising=False)
    with pytest.raises(ProgramMissing, match=r"^Set STAGEDOOR_LIVESTREAM .*README\.md\.$"):
        find_built_sample(os.environ)
    monkeypatch.setenv("STAGEDOOR_LIVESTREAM", str(tmp_path))
    with pytest.raises(ProgramMissing, match=r"has no node_modules/next/dist/bin/next; see"):
        find_built_sample(os.environ)


def test_the_sample_uses_the_livekit_server_that_the_room_starts() -> None:
    variables = sample_environment(LiveKitSettings(5, 6, "key", "secret"))
    assert (variables["LIVEKIT_WS_URL"], variables["LIVEKIT_API_KEY"], variables["LIVEKIT_API_SECRET"]) == (
        "ws://127.0.0.1:5",
        "key",
        "secret",
    )
