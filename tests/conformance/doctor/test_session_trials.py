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
def serving(posts: str, refused: tuple[str, ...] = (), pages: bool = False) -> Iterator[str]:
    """Serve a room that creates sessions at the path ``posts``, and with ``pages``, has a page at every address."""

    class TrialHandler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            session_request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = 404 if self.path != posts else 422 if session_request["access"] in refused else 201
            self.answer(status, "application/json", json.dumps(LINKS))

        def do_GET(self) -> None:
            self.answer(200 if pages else 404, "text/html", "<p>A room</p>")

        def answer(self, status: int, kind: str, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
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


def source(address: str) -> tuple[SessionSource, bool]:
    trial = try_sessions(address, find_no_link)
    return trial.file.session, trial.is_certain


def test_the_documented_address_is_tried_first() -> None:
    with serving("/api/sessions") as address:
        assert source(f"{address}/") == (SessionSource(post=f"{address}/api/sessions"), True)


def test_finds_sessions_at_another_usual_address() -> None:
    with serving("/rooms") as address:
        trial = try_sessions(address, find_no_link)
    assert (trial.file.session.post, trial.is_certain) == (f"{address}/rooms", True)
    assert trial.notes == ()


def test_a_room_that_refuses_one_stage_access_opens_another() -> None:
    with serving("/api/sessions", refused=("everyone",)) as address:
        assert source(address) == (SessionSource(post=f"{address}/api/sessions"), True)


def test_a_room_with_a_page_at_every_address_gets_session_links() -> None:
    with serving("/none", pages=True) as address:
        trial = try_sessions(address, find_no_link)
    assert trial.file.session.links is not None
    assert trial.file.session.links.attendee == f"{address}/{{session}}"
    assert not trial.is_certain
    assert len(trial.notes) == 9


def test_the_link_of_the_start_page_is_used_before_other_links() -> None:
    with serving("/none", pages=True) as address:
        link = f"{address}/join?room={{session}}"
        trial = try_sessions(address, lambda _: link)
    assert trial.file.session.links is not None
    assert trial.file.session.links.attendee == link


def test_otherwise_the_address_is_treated_as_a_meeting() -> None:
    with serving("/none") as address:
        session, is_certain = source(address)
    assert session.meeting is not None
    assert (session.meeting.attendee, is_certain) == (address, False)


def test_links_with_placeholders_are_used_unchanged() -> None:
    link = "http://127.0.0.1:9/{session}?as={name}"
    session, _ = source(link)
    assert session.links is not None and session.links.moderator == link
