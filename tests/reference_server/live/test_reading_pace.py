"""The reading pace of a WebSocket: a busy page is not slowed down, but a flood is (SAFE-4)."""

import threading
import time

import pytest

from reference_server.live.dispatch import Dispatcher
from reference_server.live.message_type import MessageType
from reference_server.live.payload_checks import text
from reference_server.live.presence import Connection
from reference_server.live.rates import USUAL, RateLimit, RateLimits
from reference_server.live.reading_pace import (
    BYTES_A_SECOND,
    MESSAGES_A_SECOND,
    MOST_BYTES,
    MOST_MESSAGES,
    ReadingPace,
)
from reference_server.metrics import Metrics
from tests.reference_server.clients import read_refusal_code
from tests.stand_ins.connected_session import OpenSession


class AdjustableClock:
    """A clock that the test advances, in seconds."""

    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def measure_reading(messages: int, size: int) -> float:
    """Return the seconds that reading messages of `size` bytes takes if the sender never pauses."""
    clock = AdjustableClock()
    pace = ReadingPace(clock)
    for _ in range(messages):
        clock.now += pace.seconds_to_wait(size)
    return clock.now - 50


def test_a_person_who_joins_a_full_stage_is_not_slowed_down() -> None:
    assert measure_reading(messages=200 * 12, size=300) == 0
    assert measure_reading(messages=200, size=8_000) == 0


def test_safe_4_many_messages_are_read_at_a_bounded_pace() -> None:
    assert measure_reading(MOST_MESSAGES + 10 * MESSAGES_A_SECOND, size=10) == pytest.approx(10)


def test_safe_4_large_messages_are_read_at_a_bounded_pace() -> None:
    size = 64 * 1024
    assert measure_reading((MOST_BYTES + 10 * BYTES_A_SECOND) // size, size) == pytest.approx(10)


def test_after_a_pause_a_page_can_send_as_much_as_before() -> None:
    clock = AdjustableClock()
    pace = ReadingPace(clock)
    for _ in range(MOST_MESSAGES):
        assert pace.seconds_to_wait(100) == 0
    assert pace.seconds_to_wait(100) > 0
    clock.now += 2 * MOST_MESSAGES / MESSAGES_A_SECOND
    waits = [pace.seconds_to_wait(100) for _ in range(MOST_MESSAGES + 1)]
    assert waits[:-1] == [0] * MOST_MESSAGES
    assert waits[-1] > 0


@pytest.mark.disruption
def test_safe_4_one_persons_flood_is_read_slowly_and_delays_nobody(open_session: OpenSession) -> None:
    session = open_session()
    ada, ben = session.enter("Ada"), session.enter("Ben")
    size, number = 100_000, 48
    start = time.monotonic()
    for _ in range(number):
        ada.emit("nothing", {"text": "x" * size})
    flood = threading.Thread(target=ada.send, args=("nothing", {}))
    flood.start()
    assert ben.do("raise_hand") == ["hand_raised"]
    assert flood.is_alive(), "Ben's message was handled after the whole flood"
    flood.join()
    assert time.monotonic() - start >= (number * size - MOST_BYTES) / BYTES_A_SECOND


def test_safe_4_the_people_of_a_session_share_a_limit_on_characters() -> None:
    characters = RateLimit(64_000)
    type_ = MessageType(
        {"text": text(30_000)}, lambda _connection, _payload: (), shared_limit=USUAL, character_limit=characters
    )
    dispatcher = Dispatcher({"signal": type_}, RateLimits(), Metrics(), threading.RLock())
    acknowledgements = []
    for number in range(3):
        connection = Connection("session", f"person {number}", "page", f"sid {number}")
        acknowledgements.append(dispatcher.dispatch(connection, "signal", ({"text": "x" * 30_000},)))
    assert [acknowledgement["ok"] for acknowledgement in acknowledgements] == [True, True, False]
    assert read_refusal_code(acknowledgements[2]) == "too_many"
    other_connection = Connection("other session", "person", "page", "sid")
    assert dispatcher.dispatch(other_connection, "signal", ({"text": "x" * 30_000},))["ok"]
