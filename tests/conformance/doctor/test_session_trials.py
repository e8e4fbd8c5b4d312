"""The doctor tries the usual ways to open a session, first the documented one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from conformance.doctor.session_trials import try_sessions
from rooms.room_file import SessionSource

LINKS = {"moderator": "http://room/m", "attendee": "http://room/a"}


@contextmanager
def serve_room(session_path: str, refused: tuple[str, ...] = (), has_pages: bool = False) -> Iterator[str]:
    """Serve a room that creates sessions at ``session_path``.

    With ``has_pages``, it has a page at every address. It refuses sessions with the ``refused`` stage accesses. The
    value is its URL.
    """

    class TrialHandler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            session_request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = 404 if self.path != session_path else 422 if session_request["access"] in refused else 201
            self.answer(status, "application/json", json.dumps(LINKS))

        def do_GET(self) -> None:
            self.answer(200 if has_pages else 404, "text/html", "<p>A room</p>")

        def answer(self, status: int, content_type: str, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    with HTTPServer(("127.0.0.1", 0), TrialHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def find_no_link(_: str) -> str:
    """Find no link, as for a room without a start page."""
    return ""


def find_session_source(address: str) -> tuple[SessionSource, bool]:
    trial = try_sessions(address, find_no_link)
    return trial.file.session, trial.is_certain


def test_the_documented_address_is_tried_first() -> None:
    with serve_room("/api/sessions") as address:
        assert find_session_source(f"{address}/") == (SessionSource(post=f"{address}/api/sessions"), True)


def test_finds_sessions_at_another_usual_address() -> None:
    with serve_room("/rooms") as address:
        trial = try_sessions(address, find_no_link)
    assert (trial.file.session.post, trial.is_certain) == (f"{address}/rooms", True)
    assert trial.notes == ()


def test_tries_another_stage_access_if_the_room_refuses_the_first() -> None:
    with serve_room("/api/sessions", refused=("everyone",)) as address:
        assert find_session_source(address) == (SessionSource(post=f"{address}/api/sessions"), True)


def test_a_room_with_a_page_at_every_address_gets_session_links() -> None:
    with serve_room("/none", has_pages=True) as address:
        trial = try_sessions(address, find_no_link)
    assert trial.file.session.links is not None
    assert trial.file.session.links.attendee == f"{address}/{{session}}"
    assert not trial.is_certain
    assert len(trial.notes) == 9


def test_the_link_of_the_start_page_is_used_before_other_links() -> None:
    with serve_room("/none", has_pages=True) as address:
        link = f"{address}/join?room={{session}}"
        trial = try_sessions(address, lambda _: link)
    assert trial.file.session.links is not None
    assert trial.file.session.links.attendee == link


def test_an_address_without_sessions_is_treated_as_a_meeting() -> None:
    with serve_room("/none") as address:
        session, is_certain = find_session_source(address)
    assert session.meeting is not None
    assert (session.meeting.attendee, is_certain) == (address, False)


def test_links_with_placeholders_are_used_unchanged() -> None:
    link = "http://127.0.0.1:9/{session}?as={name}"
    session, _ = find_session_source(link)
    assert session.links is not None and session.links.moderator == link
