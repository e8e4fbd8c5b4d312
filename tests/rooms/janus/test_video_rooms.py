"""Rooms of Janus are created by its API; no Janus is needed for what the API answers on failure."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from conformance.errors import NotReached, Refused
from rooms.janus.serve_janus import DemoPages
from rooms.janus.video_rooms import NotCreated, VideoRooms
from rooms.room import SessionRequest
from rooms.session_requests import post_session

ATTACHED = {"janus": "success", "data": {"id": 7}}
CREATED = {"janus": "success", "plugindata": {"data": {"videoroom": "created", "room": 1}}}
REFUSED_BY_PLUGIN = {
    "janus": "success",
    "plugindata": {"data": {"videoroom": "event", "error_code": 429, "error": "Missing mandatory element (room)"}},
}
REFUSED_BY_JANUS = {"janus": "error", "error": {"code": 403, "reason": "Unauthorized request (wrong secret)"}}


@contextmanager
def serve_janus(answers: dict[str, dict[str, Any]]) -> Iterator[int]:
    """Serve Janus's API with an answer for each type of message, and yield its port."""

    class JanusHandler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answers.get(message["janus"], ATTACHED)).encode())

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    with _serve(JanusHandler) as port:
        yield port


@contextmanager
def _serve(handler: Any) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_the_links_lead_to_a_created_room() -> None:
    with serve_janus({"message": CREATED}) as port:
        links = VideoRooms(port).open_session(SessionRequest("everyone").as_json(), "http://x")
    assert links["moderator"] == links["attendee"] and links["attendee"].startswith("http://x/videoroomtest.html?room=")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"message": REFUSED_BY_PLUGIN}, r"Missing mandatory element \(room\)"),
        ({"message": REFUSED_BY_JANUS}, r"Unauthorized request \(wrong secret\)"),
        ({"create": REFUSED_BY_JANUS}, r"Unauthorized request \(wrong secret\)"),
    ],
)
def test_a_room_that_janus_does_not_create_is_an_error(answers: dict[str, dict[str, Any]], reason: str) -> None:
    with serve_janus(answers) as port, pytest.raises(NotCreated, match=reason):
        VideoRooms(port).open_session(SessionRequest("everyone").as_json(), "http://x")


def test_an_error_of_janus_is_reported_and_does_not_count_as_a_refusal() -> None:
    with serve_janus({"message": REFUSED_BY_PLUGIN}) as api_port:
        pages = partial(QuietDemoPages, VideoRooms(api_port), b"")
        with _serve(pages) as port, pytest.raises(NotReached, match="502 Janus created no room: Missing") as raised:
            post_session(f"http://127.0.0.1:{port}/sessions", SessionRequest("everyone"))
    assert not isinstance(raised.value, Refused)


class QuietDemoPages(DemoPages):
    """The demo's pages without a log of requests."""

    def log_message(self, *_: Any) -> None:
        """Log nothing."""
