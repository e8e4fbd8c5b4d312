"""Random messages: the sender gets a typed error or loses the connection, and nobody else is affected.

`STAGEDOOR_FUZZ` is the number of connections of each test, 120 by default; `-rP` shows how many frames were sent.
"""

import os
import re
from collections.abc import Iterator

import pytest
import requests as http
from hypothesis import HealthCheck, given, settings

from tests.reference_server.clients import PageClient
from tests.reference_server.conftest import MakeServer
from tests.reference_server.live.fuzz import malformed
from tests.reference_server.live.fuzz.attacker import DISCONNECTION_ERRORS, Attacker, send_raw_http
from tests.reference_server.live.fuzz.malformed import Frame
from tests.reference_server.server_process import PATIENCE
from tests.stand_ins.connected_session import ConnectedSession

pytestmark = pytest.mark.disruption

CASES = int(os.environ.get("STAGEDOOR_FUZZ", "120"))
# The format of every line of the room's log.
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO|WARNING|ERROR) [\w.]+ event=\S+( [a-z]+=.*)?")
fuzzing = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class FuzzSession:
    """A session with an attacker and two bystanders, who must not be affected."""

    def __init__(self, session: ConnectedSession) -> None:
        self.server = session.server
        self.maya, self.ben = session.enter("Maya"), session.enter("Ben")
        session.enter("Ada").close()
        self.ada = session.browsers["Ada"]
        self.sent = 0
        self.outcomes = {"answered": 0, "ended": 0}

    def attack(self, frames: list[Frame], raw: bytes = b"") -> None:
        """Open a connection of Ada's, and send these frames, then these raw bytes."""
        attacker = Attacker(self.server, self.ada)
        try:
            for frame in frames:
                self.sent += 1
                attacker.send(frame)
            if raw:
                self.sent += 1
                attacker.send_raw(raw)
        except DISCONNECTION_ERRORS:
            pass  # the server has closed the connection; what it sent is read below
        self.outcomes[attacker.wait_for_outcome()] += 1

    def expect_undisturbed(self) -> None:
        """Check that both bystanders are connected by the same page, and can act as before."""
        assert self.maya.is_connected and self.ben.is_connected and not (self.maya.is_replaced or self.ben.is_replaced)
        revision = self.maya.view["revision"]
        assert self.maya.do("set_access", access="request") == ["access_set"]
        assert self.ben.do("ask") == ["asked"]
        assert self.maya.do("decline", person=self.ben.id) == ["request_declined"]
        assert self.maya.do("set_access", access="everyone") == ["access_set"]
        self.maya.wait_until(lambda view: view["revision"] >= revision + 4)
        self.ben.wait_until(lambda view: view["you"]["may"] and "join" in view["you"]["may"])

    def expect_valid_log(self) -> None:
        """Check that every line of the log has the room's format, and none is an error."""
        unexpected = [
            line for line in self.server.log().splitlines() if not LOG_LINE.fullmatch(line) or "Traceback" in line
        ]
        assert not unexpected, unexpected[:5]


@pytest.fixture(scope="module")
def fuzz_session(start_server: MakeServer) -> Iterator[FuzzSession]:
    session = ConnectedSession(start_server("--grace", "600"), access="everyone")
    fuzz_session = FuzzSession(session)
    yield fuzz_session
    print(f"{fuzz_session.sent} frames and requests; connections: {fuzz_session.outcomes}")
    fuzz_session.expect_undisturbed()
    fuzz_session.expect_valid_log()
    session.close()


@fuzzing
@given(frames=malformed.frames)
def test_safe_4_any_frame_gets_a_typed_error_or_ends_only_its_connection(
    fuzz_session: FuzzSession, frames: list[Frame]
) -> None:
    fuzz_session.attack(frames)


@fuzzing
@given(frames=malformed.messages)
def test_safe_4_messages_with_any_payload_are_acknowledged(fuzz_session: FuzzSession, frames: list[Frame]) -> None:
    answered = fuzz_session.outcomes["answered"]
    fuzz_session.attack(frames)
    assert fuzz_session.outcomes["answered"] == answered + 1


def test_safe_4_harmful_frames_get_a_typed_error_or_end_only_their_connection(fuzz_session: FuzzSession) -> None:
    for frame in malformed.ODD_FRAMES:
        fuzz_session.attack([frame])
    fuzz_session.expect_undisturbed()
    assert fuzz_session.outcomes["answered"] and fuzz_session.outcomes["ended"]


@fuzzing
@given(octets=malformed.invalid_frames)
def test_safe_4_invalid_frames_end_only_their_connection(fuzz_session: FuzzSession, octets: bytes) -> None:
    fuzz_session.attack([], raw=octets)


@fuzzing
@given(request=malformed.requests)
def test_safe_4_invalid_http_requests_are_refused(fuzz_session: FuzzSession, request: bytes) -> None:
    fuzz_session.sent += 1
    response = send_raw_http(fuzz_session.server, request)
    assert response == b"" or re.match(rb"HTTP/1\.[01] (200|303|101|4\d\d) ", response), response


@fuzzing
@given(body=malformed.bodies)
def test_safe_4_any_body_posted_to_long_polling_is_harmless(fuzz_session: FuzzSession, body: str) -> None:
    fuzz_session.sent += 1
    url = f"{fuzz_session.server.url}/socket.io/?EIO=4&transport=polling"
    handshake = http.get(url, timeout=PATIENCE).text
    sid = re.search(r'"sid":"([\w-]+)"', handshake)
    assert sid
    response = http.post(f"{url}&sid={sid[1]}", data=body.encode("utf-8", "replace"), timeout=PATIENCE)
    assert response.status_code in (200, 400)


def test_safe_4_bystanders_are_unaffected_and_the_log_has_no_errors(fuzz_session: FuzzSession) -> None:
    fuzz_session.expect_undisturbed()
    fuzz_session.expect_valid_log()
    assert PageClient(fuzz_session.server, fuzz_session.ada).wait_until(bool)["you"]["name"] == "Ada", (
        "even the attacker may connect again"
    )
