"""The connection to Redis, after an outage that only one of its two directions has noticed."""

import logging
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
import redis
from gevent.queue import Empty, Queue

from reference_server.live import process_bus
from reference_server.live.process_bus import RedisBus
from tests.reference_server.live.conftest import wait_until

PONG = {"type": "pong"}


class RedisStandIn:
    """A client of Redis, whose subscription receives what the test puts into `responses`.

    Publishing fails while `is_failing`.
    """

    def __init__(self) -> None:
        self.is_failing, self.failures = False, 0
        self.responses: Queue[dict[str, Any]] = Queue()

    def ping(self) -> None:
        """Do nothing: the responses are put by the test."""

    def publish(self, _channel: str, _text: str) -> None:
        if self.is_failing:
            self.failures += 1
            raise redis.TimeoutError

    def pubsub(self, *, ignore_subscribe_messages: bool) -> AbstractContextManager["RedisStandIn"]:  # noqa: ARG002
        return nullcontext(self)

    def subscribe(self, *_channels: str) -> None:
        """Do nothing: there is one subscription."""

    def get_message(self, timeout: float) -> dict[str, Any] | None:
        try:
            return self.responses.get(timeout=timeout)
        except Empty:
            return None


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> RedisStandIn:
    client = RedisStandIn()
    monkeypatch.setattr(process_bus, "_create_client", lambda *_arguments: client)
    return client


@pytest.fixture
def bus(client: RedisStandIn, greenlets: object) -> RedisBus:  # noqa: ARG001
    """A bus that is up."""
    bus = RedisBus("redis://127.0.0.1", "room", "process")
    bus.start(lambda _message: None)
    wait_until(lambda: bus.is_up)
    return bus


def fail_to_publish(client: RedisStandIn, bus: RedisBus) -> None:
    """Publish a message while Redis does not respond, and wait until the bus is down."""
    client.is_failing, failures = True, client.failures
    bus.publish({"kind": "changed", "session": "s1"})
    wait_until(lambda: client.failures > failures and not bus.is_up)
    client.is_failing = False


def test_the_bus_is_up_again_when_a_subscription_that_survived_the_outage_receives_something(
    client: RedisStandIn, bus: RedisBus
) -> None:
    fail_to_publish(client, bus)
    client.responses.put(PONG)
    wait_until(lambda: bus.is_up)


def test_each_outage_that_a_publish_notices_is_logged_once(
    client: RedisStandIn, bus: RedisBus, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "stagedoor.redis"):
        for _ in range(2):
            fail_to_publish(client, bus)
            fail_to_publish(client, bus)
            client.responses.put(PONG)
            wait_until(lambda: bus.is_up)
    events = [getattr(record, "fields", {}) for record in caplog.records]
    assert events == [{"event": "redis_away", "result": "TimeoutError"}] * 2
