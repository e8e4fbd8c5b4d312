"""Messages between the processes of one room, over Redis.

Most messages only make the other processes read the database sooner: each process reads it every second anyway. So a
message that is lost while Redis is unavailable does no harm, unless it is a reaction or a signal, which are not stored.
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

RECONNECT_SECONDS = 0.5
"""The pause between two attempts to connect to Redis."""
RESPONSE_SECONDS = 2.0
"""The time limit for a response of Redis."""
MOST_UNSENT_MESSAGES = 10_000
"""The limit of messages that wait to be sent; more are dropped."""

Message = dict[str, Any]
MessageHandler = Callable[[Message], None]


class ProcessBus(Protocol):
    """Carries messages between the processes of one room."""

    is_up: bool
    """Whether this process currently receives messages."""

    def publish(self, message: Message) -> None:
        """Send a message to all other processes, without waiting."""

    def publish_to(self, process: str, message: Message) -> None:
        """Send a message to one process, without waiting."""

    def start(self, handle: MessageHandler) -> None:
        """Call `handle` with each message of another process from now on, without waiting."""


class NoBus:
    """The bus of a room that has one process."""

    is_up = True

    def publish(self, message: Message) -> None:
        """Do nothing: there are no others."""

    def publish_to(self, process: str, message: Message) -> None:
        """Do nothing: there are no others."""

    def start(self, handle: MessageHandler) -> None:
        """Do nothing: there are no others."""


class RedisBus:
    """Messages by Redis's publish and subscribe.

    There is a channel for all processes of the room, and one for each of them. `room` is a name that only the processes
    of this room share.
    """

    def __init__(self, url: str, room: str, process: str) -> None:
        redis = _import_redis()
        self._redis = _create_client(redis, url)
        self._errors: Any = (redis.RedisError, OSError)
        self._refusals: Any = (redis.AuthenticationError, redis.ResponseError)
        self._channel, self._process = f"stagedoor:{room}", process
        self._unsent: Queue[tuple[str, str]] = Queue(MOST_UNSENT_MESSAGES)
        self.is_up = False

    def check(self) -> None:
        """Raise SetupError if Redis cannot be used."""
        try:
            self._redis.ping()
        except self._refusals as error:
            advice = "Correct user, password or database number in --redis."
            raise SetupError(f"{self._describe_server()} refused the connection: {error}. {advice}") from error
        except self._errors as error:
            why = str(error).rstrip(".").rpartition(". ")[2]
            raise SetupError(
                f"{self._describe_server()} cannot be reached: {why}. Start it, or correct --redis."
            ) from error

    def _describe_server(self) -> str:
        options = self._redis.connection_pool.connection_kwargs
        if "path" in options:
            return f"Redis at {options['path']}"
        return f"Redis at {options.get('host') or 'localhost'}:{options.get('port') or 6379}"

    def publish(self, message: Message) -> None:
        """Send a message to all other processes, without waiting."""
        self._put(self._channel, message)

    def publish_to(self, process: str, message: Message) -> None:
        """Send a message to one process, without waiting."""
        self._put(f"{self._channel}:{process}", message)

    def start(self, handle: MessageHandler) -> None:
        """Send messages, and call `handle` with each message of another process, in greenlets of their own."""
        gevent.spawn(self._send_messages)
        gevent.spawn(self._receive, handle)

    def _put(self, channel: str, message: Message) -> None:
        try:
            self._unsent.put_nowait((channel, json.dumps({"from": self._process, **message})))
        except Full:
            event(log, "redis_overflow", result="dropped")

    def _send_messages(self) -> None:
        while True:
            channel, text = self._unsent.get()
            try:
                self._redis.publish(channel, text)
            except self._errors as error:
                self._note_outage(error)  # Not sent again: the other processes read the database every second.

    def _receive(self, handle: MessageHandler) -> None:
        while True:
            try:
                self._receive_until_error(handle)
            except self._errors as error:
                self._note_outage(error)
            gevent.sleep(RECONNECT_SECONDS)

    def _note_outage(self, error: Exception) -> None:
        if self.is_up:
            event(log, "redis_away", result=type(error).__name__)
        self.is_up = False

    def _receive_until_error(self, handle: MessageHandler) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            subscription.subscribe(self._channel, f"{self._channel}:{self._process}")
            self._redis.ping()
            self.is_up = True
            while True:
                self._receive_message(subscription, handle)

    def _receive_message(self, subscription: Any, handle: MessageHandler) -> None:
        response = subscription.get_message(timeout=RESPONSE_SECONDS / 2)
        if response is None:
            subscription.ping()
            return
        # A subscription may survive an outage that `_send_messages` has noticed.
        self.is_up = True
        if response["type"] == "message":
            self._handle_message(handle, response["data"])

    def _handle_message(self, handle: MessageHandler, data: bytes) -> None:
        message = json.loads(data)
        if message["from"] == self._process:
            return
        try:
            handle(message)
        except Exception:
            log.exception("message of another process failed")


def _import_redis() -> Any:
    """Return the optional package. Raises SetupError."""
    try:
        import redis.backoff
        import redis.retry
    except ImportError as error:
        raise SetupError("--redis needs the package redis: pip install redis.") from error
    return redis


def _create_client(redis: Any, url: str) -> Any:
    retry = redis.retry.Retry(redis.backoff.NoBackoff(), 1)
    return redis.Redis.from_url(
        url, socket_connect_timeout=RESPONSE_SECONDS, socket_timeout=RESPONSE_SECONDS, retry=retry
    )
