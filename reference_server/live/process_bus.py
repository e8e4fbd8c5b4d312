"""Messages between the processes of one room, over Redis; the contents of most are in the database already.

A message only makes others read the database sooner: each process reads it every second anyway. So messages that are
lost while Redis is unavailable do no harm, except reactions and signals between pages, which are stored nowhere.
"""

import json
import logging
from collections.abc import Callable
from typing import Any, Protocol

import gevent
from gevent.queue import Full, Queue

from reference_server.logs import event
from reference_server.server_settings import SetupError

log = logging.getLogger("stagedoor.redis")

RETRY = 0.5
"""Seconds between two attempts to connect to Redis again."""
SECONDS = 2.0
"""The time limit for a response of Redis."""
MOST_WAITING = 10_000
"""Messages that wait to be sent; more are dropped."""

Message = dict[str, Any]
Receive = Callable[[Message], None]


class ProcessBus(Protocol):
    """Carries messages between the processes of one room."""

    is_up: bool
    """Whether messages currently arrive."""

    def publish(self, message: Message) -> None:
        """Send a message to all other processes, without waiting."""

    def publish_to(self, process: str, message: Message) -> None:
        """Send a message to one process, without waiting."""

    def start(self, receive: Receive) -> None:
        """Receive messages from now on, in a greenlet of its own."""


class NoBus:
    """The bus of a room that has one process."""

    is_up = True

    def publish(self, message: Message) -> None:
        """Do nothing: there are no others."""

    def publish_to(self, process: str, message: Message) -> None:
        """Do nothing: there are no others."""

    def start(self, receive: Receive) -> None:
        """Do nothing: there are no others."""


class RedisBus:
    """Messages by Redis's publish and subscribe: a channel for all processes of the room, and one for each of them.

    `room` is a name that only the processes of this room share.
    """

    def __init__(self, url: str, room: str, process: str) -> None:
        redis = _imported_redis()
        self._redis = _client(redis, url)
        self._errors: Any = (redis.RedisError, OSError)
        self._refusals: Any = (redis.AuthenticationError, redis.ResponseError)
        self._channel, self._process = f"stagedoor:{room}", process
        self._waiting: Queue[tuple[str, str]] = Queue(MOST_WAITING)
        self.is_up = False

    def check(self) -> None:
        """Raise SetupError if Redis cannot be used."""
        try:
            self._redis.ping()
        except self._refusals as error:
            advice = "Correct user, password or database number in --redis."
            raise SetupError(f"{self._name()} refuses: {error}. {advice}") from error
        except self._errors as error:
            why = str(error).rstrip(".").rpartition(". ")[2]
            raise SetupError(f"{self._name()} cannot be reached: {why}. Start it, or correct --redis.") from error

    def _name(self) -> str:
        at = self._redis.connection_pool.connection_kwargs
        if "path" in at:
            return f"Redis at {at['path']}"
        return f"Redis at {at.get('host') or 'localhost'}:{at.get('port') or 6379}"

    def publish(self, message: Message) -> None:
        """Send a message to all other processes, without waiting."""
        self._put(self._channel, message)

    def publish_to(self, process: str, message: Message) -> None:
        """Send a message to one process, without waiting."""
        self._put(f"{self._channel}:{process}", message)

    def start(self, receive: Receive) -> None:
        """Send and receive messages from now on, in greenlets of their own."""
        gevent.spawn(self._send_waiting)
        gevent.spawn(self._receive, receive)

    def _put(self, channel: str, message: Message) -> None:
        try:
            self._waiting.put_nowait((channel, json.dumps({"from": self._process, **message})))
        except Full:
            event(log, "redis_overflow", result="dropped")

    def _send_waiting(self) -> None:
        while True:
            channel, text = self._waiting.get()
            try:
                self._redis.publish(channel, text)
            except self._errors:
                self.is_up = False  # Not sent again: the other processes read the database every second.

    def _receive(self, receive: Receive) -> None:
        while True:
            try:
                self._receive_until_away(receive)
            except self._errors as error:
                if self.is_up:
                    event(log, "redis_away", result=type(error).__name__)
                self.is_up = False
            gevent.sleep(RETRY)

    def _receive_until_away(self, receive: Receive) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            subscription.subscribe(self._channel, f"{self._channel}:{self._process}")
            self._redis.ping()
            self.is_up = True
            while True:
                self._wait_for_message(subscription, receive)

    def _wait_for_message(self, subscription: Any, receive: Receive) -> None:
        found = subscription.get_message(timeout=SECONDS / 2)
        if found is None:
            subscription.ping()
        elif found["type"] == "message":
            self._handle(receive, found["data"])

    def _handle(self, receive: Receive, data: bytes) -> None:
        message = json.loads(data)
        if message["from"] == self._process:
            return
        try:
            receive(message)
        except Exception:
            log.exception("message of another process failed")


def _imported_redis() -> Any:
    """Return the optional package. Raises SetupError."""
    try:
        import redis.backoff
        import redis.retry
    except ImportError as error:
        raise SetupError("--redis needs the package redis: pip install redis.") from error
    return redis


def _client(redis: Any, url: str) -> Any:
    retry = redis.retry.Retry(redis.backoff.NoBackoff(), 1)
    return redis.Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS, retry=retry)
