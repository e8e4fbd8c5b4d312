"""A request creates a stream as the sample's own form does, or fails with one line."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from rooms.livekit_livestream.serve_livestream import built_sample, environment
from rooms.livekit_server import LiveKitSettings, NotBuilt
from rooms.room import SessionRequest


class Streams(BaseHTTPRequestHandler):
    """Responds as the sample does, with the tokens of the stream's host."""

    received: ClassVar[list[tuple[str, Any]]] = []

    def do_POST(self) -> None:
        self.received.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        self.send_response(200)
        self.end_headers()
        tokens = {"auth_token": "a.b&c", "connection_details": {"token": "d.e", "ws_url": "ws://x"}}
        self.wfile.write(json.dumps(tokens).encode())

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    Streams.received.clear()
    with HTTPServer(("127.0.0.1", 0), Streams) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def opened(address: str, request: SessionRequest) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rooms.livekit_livestream.open_livestream", address]
    text = json.dumps(request.as_json())
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("access", "participates"), [("request", True), ("invite", True), ("nobody", False)])
def test_the_host_gets_the_tokens_and_viewers_the_rooms_address(address: str, access: Any, participates: bool) -> None:
    links = json.loads(opened(address, SessionRequest(access)).stdout)
    ((path, body),) = Streams.received
    settings = {"creator_identity": "Maya", "enable_chat": True, "allow_participation": participates}
    assert path == "/api/create_stream" and body["metadata"] == settings
    assert links == {
        "moderator": f"{address}/host?at=a.b%26c&rt=d.e",
        "attendee": f"{address}/watch/{body['room_name']}",
    }


@pytest.mark.parametrize("request_", [SessionRequest("everyone"), SessionRequest("request", polls=True)])
def test_refuses_what_a_stream_is_not(address: str, request_: SessionRequest) -> None:
    process = opened(address, request_)
    assert process.returncode == 1 and process.stdout == ""
    assert process.stderr.startswith("A stream has no ") and len(process.stderr.splitlines()) == 1


def test_says_where_the_sample_is_missing(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STAGEDOOR_LIVESTREAM", raising=False)
    with pytest.raises(NotBuilt, match=r"^Set STAGEDOOR_LIVESTREAM .*README\.md\.$"):
        built_sample()
    monkeypatch.setenv("STAGEDOOR_LIVESTREAM", str(tmp_path))
    with pytest.raises(NotBuilt, match=r"has no node_modules/next/dist/bin/next; see"):
        built_sample()


def test_it_finds_its_own_livekit() -> None:
    own = environment(LiveKitSettings(5, 6, "key", "secret"))
    assert (own["LIVEKIT_WS_URL"], own["LIVEKIT_API_KEY"], own["LIVEKIT_API_SECRET"]) == (
        "ws://127.0.0.1:5",
        "key",
        "secret",
    )
