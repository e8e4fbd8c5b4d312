"""Sessions of third-party rooms, requested by HTTP or a command, or created manually."""

import json
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from conformance.errors import NotReached, OwnSessionNeeded, Refused
from conformance.room_profile import ACCESS_NAMES
from rooms.declared import DeclaredRoom, room_file_for_address
from rooms.room import Links, SessionRequest
from rooms.room_file import RoomFile

SESSION_REQUEST = SessionRequest("request", title="Morning lesson", polls=True)
LINKS = {"moderator": "http://room/m", "attendee": "http://room/a?name={name}"}


def declared_room(**session: Any) -> DeclaredRoom:
    return DeclaredRoom(RoomFile.model_validate({"name": "Acme", "session": session}))


class AcmeHandler(BaseHTTPRequestHandler):
    """Records requests for sessions and responds with links; responds to other paths with an error."""

    session_requests: ClassVar[list[tuple[str, Any]]] = []

    def do_POST(self) -> None:
        session_request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.session_requests.append((self.path, session_request))
        self.send_response({"/api/sessions": 201, "/teapot": 422}.get(self.path, 503))
        self.end_headers()
        self.wfile.write(json.dumps(LINKS).encode() if self.path == "/api/sessions" else b"too busy")

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def acme() -> Iterator[str]:
    AcmeHandler.session_requests.clear()
    with HTTPServer(("127.0.0.1", 0), AcmeHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_room_needs_only_an_address(acme: str) -> None:
    assert DeclaredRoom(room_file_for_address(f"{acme}/")).open_session(SESSION_REQUEST) == Links(
        LINKS["moderator"], LINKS["attendee"]
    )
    session_request = {"title": "Morning lesson", "access": "request", "polls": True, "quizzes": False}
    assert AcmeHandler.session_requests == [("/api/sessions", session_request)]


def test_an_error_contains_the_rooms_response(acme: str) -> None:
    with pytest.raises(NotReached, match=r"opened no session: 503 too busy$"):
        declared_room(post=f"{acme}/sessions").open_session(SESSION_REQUEST)


def test_a_refused_request_counts_differently_from_a_failed_one(acme: str) -> None:
    with pytest.raises(Refused, match="opened no session: 422"):
        declared_room(post=f"{acme}/teapot").open_session(SESSION_REQUEST)
    with pytest.raises(NotReached) as error:
        declared_room(post=f"{acme}/busy").open_session(SESSION_REQUEST)
    assert not isinstance(error.value, Refused)


def test_an_unreachable_room_counts_as_not_reached() -> None:
    with pytest.raises(NotReached, match="did not answer"):
        declared_room(post="http://127.0.0.1:9/").open_session(SESSION_REQUEST)


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "BadStatusLine"),
        (b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{}", "IncompleteRead"),
        (b"HTTP/1.1 422 Unprocessable\r\nContent-Length: 100\r\n\r\nno", "IncompleteRead"),
    ],
)
def test_a_response_that_is_not_http_or_incomplete_counts_as_not_reached(response: bytes, error: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=respond_once, args=(listener, response), daemon=True).start()
        room = declared_room(post=f"http://127.0.0.1:{listener.getsockname()[1]}/")
        with pytest.raises(NotReached, match=f"did not answer in complete, valid HTTP: {error}") as raised:
            room.open_session(SESSION_REQUEST)
    assert not isinstance(raised.value, Refused)


def respond_once(listener: socket.socket, response: bytes) -> None:
    """Read a request and its body, send these bytes, and close the connection."""
    connection, _ = listener.accept()
    with connection:
        # Closing with unread data would reset the connection.
        received = connection.recv(65536)
        while not received.endswith(b"}"):
            received += connection.recv(65536)
        connection.sendall(response)


def test_a_command_reads_the_request_and_prints_the_links() -> None:
    links = "{'moderator': session_request['access'], 'attendee': session_request['title']}"
    script = f"import json, sys; session_request = json.load(sys.stdin); print(json.dumps({links}))"
    assert declared_room(command=[sys.executable, "-c", script]).open_session(SESSION_REQUEST) == Links(
        "request", "Morning lesson"
    )


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("import sys; sys.exit('no licence left')", r"opened no session: no licence left \(exit code 1; 44 would mean"),
        ("import sys; sys.exit(3)", r"opened no session: it printed no reason \(exit code 3; 44 would mean"),
        ("print('hello')", "but answered hello$"),
        ("print()", "but answered nothing$"),
        ('print(\'{"error": "no \\\\u201croom\\\\u201d"}\')', 'but answered {"error": "no “room”"}$'),
    ],
)
def test_an_error_says_why_a_command_opened_no_session(script: str, message: str) -> None:
    with pytest.raises(NotReached, match=message):
        declared_room(command=[sys.executable, "-c", script]).open_session(SESSION_REQUEST)


def test_a_command_refuses_a_session_by_its_exit_code() -> None:
    script = "import sys; print('no invitations', file=sys.stderr); sys.exit(44)"
    with pytest.raises(Refused, match=r"opened no session: no invitations$"):
        declared_room(command=[sys.executable, "-c", script]).open_session(SESSION_REQUEST)


@pytest.mark.parametrize(
    "script",
    [
        "import sys; sys.exit('Connection refused')",
        "raise KeyError('access')",
        "import sys; sys.exit(2)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    ],
)
def test_a_command_that_fails_does_not_count_as_a_refusal(script: str) -> None:
    with pytest.raises(NotReached, match="opened no session: ") as error:
        declared_room(command=[sys.executable, "-c", script]).open_session(SESSION_REQUEST)
    assert not isinstance(error.value, Refused)


def test_a_missing_command_counts_as_not_reached() -> None:
    with pytest.raises(NotReached, match=r"\./open-session opened no session: .*No such file"):
        declared_room(command=["./open-session"]).open_session(SESSION_REQUEST)


def test_a_fixed_session_is_used_only_for_its_stage_access() -> None:
    room_with_fixed_session = declared_room(fixed={"request": LINKS})
    assert room_with_fixed_session.open_session(SessionRequest("request")).attendee == LINKS["attendee"]
    with pytest.raises(NotReached, match=r"\[session\.fixed\.invite\]"):
        room_with_fixed_session.open_session(SessionRequest("invite"))


@pytest.mark.parametrize("session_request", [SessionRequest("request", limit=2), SessionRequest("request", polls=True)])
def test_a_fixed_session_cannot_have_other_settings(session_request: SessionRequest) -> None:
    with pytest.raises(NotReached, match="cannot be given a stage limit"):
        declared_room(fixed={"request": LINKS}).open_session(session_request)


LINK_PATTERN = "http://room/{session}?as={name}&stage={access}"


def test_links_open_a_new_session_for_each_scenario() -> None:
    room_with_links = declared_room(links={"moderator": LINK_PATTERN, "attendee": LINK_PATTERN})
    first, second = (room_with_links.open_session(SessionRequest("request")) for _ in range(2))
    assert first.attendee.endswith("?as={name}&stage=request")
    assert first.moderator == first.attendee != second.attendee


@pytest.mark.parametrize(
    "session_request", [SessionRequest("nobody", polls=True), SessionRequest("nobody", quizzes=True)]
)
def test_sessions_opened_by_links_are_expected_to_have_polls_and_quizzes(session_request: SessionRequest) -> None:
    room_with_links = declared_room(links={"moderator": LINK_PATTERN, "attendee": LINK_PATTERN})
    assert room_with_links.open_session(session_request).attendee.endswith("stage=nobody")


def test_links_cannot_set_a_stage_limit() -> None:
    room_with_links = declared_room(links={"moderator": LINK_PATTERN, "attendee": LINK_PATTERN})
    with pytest.raises(NotReached, match="cannot create a session with a stage limit; use post or command"):
        room_with_links.open_session(SessionRequest("request", limit=2))


def test_links_open_no_session_with_a_stage_access_declared_absent() -> None:
    tables = {"name": "Acme", "session": {"links": {"moderator": LINK_PATTERN, "attendee": LINK_PATTERN}}}
    room_without_invitations = DeclaredRoom(RoomFile.model_validate(tables | {"offers": {"access_invite": False}}))
    with pytest.raises(Refused, match="no session with stage access “invite”"):
        room_without_invitations.open_session(SessionRequest("invite"))


def meeting_room(access: str | None = "request") -> DeclaredRoom:
    return declared_room(meeting=LINKS | ({"access": access} if access else {}))


def test_each_scenario_with_the_meetings_stage_access_uses_the_meeting() -> None:
    links = [meeting_room().open_session(SessionRequest("request")) for _ in range(2)]
    assert links == [Links(LINKS["moderator"], LINKS["attendee"])] * 2
    assert [access for access in ACCESS_NAMES.values() if meeting_room().profile.offers_access(access)] == ["request"]


def test_a_meeting_with_unknown_stage_access_is_used_for_each_scenario() -> None:
    running_meeting = meeting_room(None)
    assert running_meeting.open_session(SessionRequest("nobody")).moderator == LINKS["moderator"]
    assert running_meeting.profile.meeting is not None
    running_meeting.profile.meeting.access = "invite"
    with pytest.raises(OwnSessionNeeded, match="the running meeting has the stage access “invite”"):
        running_meeting.open_session(SessionRequest("nobody"))


@pytest.mark.parametrize(
    ("session_request", "need"),
    [
        (SessionRequest("everyone"), "the stage access “everyone”"),
        (SessionRequest("request", limit=2), "2 places on stage"),
        (SessionRequest("request", polls=True), "polls or quizzes"),
    ],
)
def test_a_scenario_that_needs_another_session_is_not_reached(session_request: SessionRequest, need: str) -> None:
    with pytest.raises(OwnSessionNeeded, match=f"needs a session of its own with {need}"):
        meeting_room().open_session(session_request)
