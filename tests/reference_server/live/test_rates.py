"""Rate limits: excess messages are refused with the time to wait, and affect nobody else (SAFE-4)."""

import math

import pytest
import requests

from reference_server.live import rates
from reference_server.live.process_bus import Message, NoBus
from reference_server.live.rates import RateExceeded, RateLimit, RateLimits
from reference_server.live.shared_rates import SharedRates
from tests.reference_server.clients import (
    Browser,
    PageClient,
    expect_connection_refusal,
    new_page,
    new_session,
    read_refusal_code,
    read_result_code,
)
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

pytestmark = pytest.mark.disruption

DEVICES_ON = {"microphone": True, "camera": True}


class Clock:
    """A clock that the test advances."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        """Return the time in seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock.time)
    return clock


def count_accepted(counter: RateLimits, rate: RateLimit, subject: str = "ada", limit: int = 1000) -> int:
    """Return how many attempts in a row are accepted now."""
    for number in range(limit):
        try:
            counter.count(rate, "action", subject)
        except RateExceeded:
            return number
    return limit


def test_messages_above_the_rate_are_refused(clock: Clock) -> None:
    counter = RateLimits()
    assert count_accepted(counter, RateLimit(7, 10)) == 7
    clock.now += 9
    assert count_accepted(counter, RateLimit(7, 10)) == 0
    clock.now += 1.1
    assert count_accepted(counter, RateLimit(7, 10)) == 7


def test_after_the_wait_of_a_refusal_messages_are_accepted(clock: Clock) -> None:
    counter = RateLimits()
    for _ in range(5):
        counter.count(RateLimit(5, 10), "action", "ada")
        clock.now += 0.7
    with pytest.raises(RateExceeded) as error:
        counter.count(RateLimit(5, 10), "action", "ada")
    assert 1 <= error.value.wait <= math.ceil(10 - 5 * 0.7)
    assert f"Wait {error.value.wait} seconds" in error.value.message
    clock.now += error.value.wait
    assert count_accepted(counter, RateLimit(5, 10)) >= 1


class DirectBus(NoBus):
    """A bus that passes messages on to the other process at once."""

    def __init__(self) -> None:
        self.other: SharedRates | None = None

    def publish(self, message: Message) -> None:
        assert self.other
        self.other.receive(message)


def test_two_processes_share_the_limit_of_a_session(clock: Clock) -> None:
    counters, buses = (RateLimits(), RateLimits()), (DirectBus(), DirectBus())
    shared = [SharedRates(counter, bus) for counter, bus in zip(counters, buses, strict=True)]
    buses[0].other, buses[1].other = shared[1], shared[0]
    limit, session = RateLimit(9, 10), f"{rates.SESSION_PREFIX}s1"
    assert count_accepted(counters[0], limit, session, 4) == 4
    counters[0].count(limit, "action", "ada")
    for _ in range(2):
        shared[0].publish()
    assert count_accepted(counters[1], limit, session) == 5
    assert count_accepted(counters[1], limit, "ada") == 9
    shared[1].publish()
    assert count_accepted(counters[0], limit, session) == 0
    clock.now += 10.1
    assert count_accepted(counters[0], limit, session) == 9


def test_expired_counts_do_not_stay_in_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "ATTEMPTS_BETWEEN_CLEANUPS", 10)
    counter = RateLimits()
    for number in range(9):
        counter.count(RateLimit(1, 10), "action", f"person-{number}")
    assert len(counter._windows) == 9
    clock.now += 11
    counter.count(RateLimit(1, 10), "action", "person-9")
    assert len(counter._windows) == 1
    with pytest.raises(RateExceeded):
        counter.count(RateLimit(1, 10), "action", "person-9")


def test_people_and_actions_are_counted_separately() -> None:
    counter, rate = RateLimits(), RateLimit(3, 60)
    assert count_accepted(counter, rate, "ada") == 3
    assert count_accepted(counter, rate, "ben") == 3
    counter.count(rate, "another action", "ada")


@pytest.mark.parametrize(("factor", "number"), [(0.0, 1000), (0.01, 1), (0.5, 2), (3.0, 15)])
def test_a_factor_multiplies_the_rate(factor: float, number: int) -> None:
    assert count_accepted(RateLimits(factor), RateLimit(5, 60)) == number


@pytest.fixture(scope="module")
def limited_server(start_server: MakeServer) -> ServerProcess:
    """A room with rate limits."""
    return start_server("--rate-factor", "1")


@pytest.fixture
def session(limited_server: ServerProcess) -> ConnectedSession:
    return ConnectedSession(limited_server, access="everyone")


def test_safe_4_excess_messages_are_refused_to_their_sender_only(session: ConnectedSession) -> None:
    maya, ada, ben = session.enter("Maya"), session.enter("Ada"), session.enter("Ben")
    ada.do("join", **DEVICES_ON)
    codes = []
    for number in range(rates.USUAL.number + 20):
        acknowledgement = ada.send("devices", {"microphone": bool(number % 2), "camera": True})
        codes.append(read_result_code(acknowledgement))
    assert codes == ["ok"] * rates.USUAL.number + ["too_many"] * 20
    assert acknowledgement["error"]["wait"] in range(1, 11)
    assert ada.is_connected and ben.do("join", **DEVICES_ON) == ["went_live"]
    assert maya.wait_until(lambda view: view["stage"] == [ada.id, ben.id])
    assert maya.do("remove", person=ada.id) == ["removed"]


def test_safe_4_entering_again_does_not_reset_the_limit(start_server: MakeServer) -> None:
    """The people at one address, in one session or several, may together send as much as twenty people."""
    # In ten seconds, each person may send 3 reactions, and all people at one address 60.
    server = start_server("--rate-factor", "0.2")
    sessions = [ConnectedSession(server), ConnectedSession(server)]
    codes = []
    for person in [sessions[number % 2].enter(f"Guest {number}") for number in range(24)]:
        for _ in range(3):
            acknowledgement = person.send("react", {"reaction": "heart"})
            codes.append(read_result_code(acknowledgement))
    assert codes == ["ok"] * 60 + ["too_many"] * 12
    for session in sessions:
        session.close()


def test_safe_4_each_session_has_a_limit_for_all_addresses_together(start_server: MakeServer) -> None:
    server = start_server("--rate-factor", "0.05", "--proxies", "1", "--public-url", "http://127.0.0.1")
    links = {role: link.replace("http://127.0.0.1", server.url) for role, link in new_session(server).items()}
    browsers = [
        Browser(links["attendee"], f"Guest {number}", {"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(35)
    ]
    people = [PageClient(server, browser) for browser in browsers]
    # In ten seconds, each person may react once, and all people of the session together 30 times.
    acknowledgements = [person.send("react", {"reaction": "heart"}) for person in people]
    codes = [read_result_code(acknowledgement) for acknowledgement in acknowledgements]
    for person in people:
        person.close()
    assert codes == ["ok"] * 30 + ["too_many"] * 5


def test_safe_4_unknown_and_malformed_messages_count_too(session: ConnectedSession) -> None:
    ada = session.enter("Ada")
    for message, payload in (("nothing", {}), ("ask", {"x": 1})):
        codes = {read_refusal_code(ada.send(message, payload)) for _ in range(rates.USUAL.number + 1)}
        assert "too_many" in codes
    assert read_refusal_code(ada.send("something else", {})) == "too_many", "all unknown messages count together"


def test_safe_4_messages_sent_despite_refusals_end_the_connection(session: ConnectedSession) -> None:
    ada, ben = session.enter("Ada"), session.enter("Ben")
    for _ in range(rates.REFUSALS.number + rates.USUAL.number + 10):
        ada.emit("nothing", {})
    ada.wait_for_disconnection()
    assert ben.do("join", **DEVICES_ON) == ["went_live"]


def test_the_signals_of_a_full_stage_to_a_full_session_are_accepted(session: ConnectedSession) -> None:
    """The signals of 25 people on stage for 200 pages, the largest session, stay within the limits."""
    ada, ben = session.enter("Ada"), session.enter("Ben")
    ada.do("join", **DEVICES_ON)
    data = {"type": "candidate", "call": "c1", "candidate": None}
    for page in range(1, 201):
        for _ in range(12):
            ada.emit("signal", {"to": ben.public_id, "from_stage": True, "data": data})
        # This page receives the signals for all 200, so it must read each dozen before the next.
        assert len(ben.wait_for_signals(page * 12)) == page * 12


def test_safe_4_connections_above_the_rate_are_refused(limited_server: ServerProcess) -> None:
    browser = Browser(new_session(limited_server)["attendee"], "Ada")
    for _ in range(rates.CONNECTS.number):
        PageClient(limited_server, browser).close()
    refusal = expect_connection_refusal(limited_server, browser, person=browser.person, page=new_page())
    assert refusal["code"] == "too_many"
    assert refusal["wait"] in range(1, 61)


def test_safe_4_new_sessions_and_entries_are_limited_per_address(start_server: MakeServer) -> None:
    server = start_server("--rate-factor", "0.02")
    link = new_session(server)["attendee"]
    responses = [requests.get(link, params={"name": "Ada"}, timeout=PATIENCE) for _ in range(13)]
    assert [response.status_code for response in responses] == [200] * 12 + [429]
    assert "too many at once" in responses[-1].text and int(responses[-1].headers["Retry-After"]) in range(1, 61)
    assert requests.post(f"{server.url}/api/sessions", json={}, timeout=PATIENCE).status_code == 201
    response = requests.post(f"{server.url}/api/sessions", json={}, timeout=PATIENCE)
    assert response.status_code == 429 and response.headers["Content-Type"] == "application/problem+json"
    assert requests.post(server.url, data={"access": "everyone"}, timeout=PATIENCE).status_code == 429
