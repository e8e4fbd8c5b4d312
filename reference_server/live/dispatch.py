"""Dispatches a client's message: rate limit, payload check, handler, acknowledgement."""

import logging
import threading
import time
from dataclasses import asdict
from typing import Any

from reference_server.live.message_type import Facts, MessageType, MessageTypes
from reference_server.live.payload_checks import check_payload
from reference_server.live.presence import Connection
from reference_server.live.rates import (
    PER_ADDRESS,
    PER_SESSION,
    SESSION_PREFIX,
    USUAL,
    RateExceeded,
    RateLimit,
    RateLimits,
)
from reference_server.logs import event
from reference_server.metrics import Metrics
from reference_server.rules.chat_rules import ChatFact
from reference_server.rules.questionnaires import BoardFact
from reference_server.rules.stage import Fact, Refusal

log = logging.getLogger("stagedoor.live")

Acknowledgement = dict[str, Any]


class Dispatcher:
    """Dispatches messages to the handlers of their types, one at a time."""

    def __init__(self, types: MessageTypes, rates: RateLimits, metrics: Metrics, lock: threading.RLock) -> None:
        self._types = types
        self._rates = rates
        self._metrics = metrics
        self._lock = lock

    def dispatch(self, connection: Connection | None, name: object, payload: tuple[object, ...]) -> Acknowledgement:
        """Return the acknowledgement: `{ok: true, facts}`, or `{ok: false, error: {code, message}}`.

        If a rate limit is exceeded, the error also has `wait`, in seconds.
        """
        began = time.perf_counter()
        acknowledgement = self._acknowledgement(connection, name, payload)
        result = "ok" if acknowledgement["ok"] else acknowledgement["error"]["code"]
        self._metrics.message(self._registered_name(name) or "unknown", result, time.perf_counter() - began)
        log_message(name, connection, result)
        return acknowledgement

    def _acknowledgement(
        self, connection: Connection | None, name: object, payload: tuple[object, ...]
    ) -> Acknowledgement:
        try:
            return {"ok": True, "facts": [_fact_fields(fact) for fact in self._handle(connection, name, payload)]}
        except Refusal as refusal:
            return {"ok": False, "error": error_of(refusal)}
        except Exception:
            log.exception("message failed")
            return {"ok": False, "error": error_of(Refusal("server_error", "The room's server failed. Try again."))}

    def _handle(self, connection: Connection | None, name: object, payload: tuple[object, ...]) -> Facts:
        if connection is None:
            raise Refusal("replaced", "This page is not connected any more. Reload it to come back.")
        registered = self._registered_name(name)
        type_ = self._types[registered] if registered else None
        self._count(type_, registered or "unknown", connection)
        if type_ is None:
            raise Refusal("unknown_message", "The room does not know this message.")
        if len(payload) != 1:
            raise Refusal("bad_message", "The message must have one object as its payload.")
        fields = check_payload(type_.fields, payload[0])
        if type_.character_limit:
            length = _length(fields)
            self._count_for_address_and_session(
                type_.character_limit, type_.character_limit, f"{registered} characters", connection, length
            )
        with self._lock:
            return type_.handler(connection, fields)

    def _count(self, type_: MessageType | None, action: str, connection: Connection) -> None:
        rate = type_.rate if type_ else USUAL
        self._rates.count(rate, action, connection.person)
        shared = type_.shared_limit if type_ else None
        address_limit, session_limit = shared or rate.times(PER_ADDRESS), shared or rate.times(PER_SESSION)
        self._count_for_address_and_session(address_limit, session_limit, action, connection)

    def _count_for_address_and_session(
        self, address_limit: RateLimit, session_limit: RateLimit, action: str, connection: Connection, amount: float = 1
    ) -> None:
        if connection.client:
            self._rates.count(address_limit, action, f"address {connection.client}", amount)
        self._rates.count(session_limit, action, f"{SESSION_PREFIX}{connection.session}", amount)

    def _registered_name(self, name: object) -> str | None:
        return name if isinstance(name, str) and name in self._types else None


def error_of(refusal: Refusal) -> dict[str, Any]:
    """Return the error of an acknowledgement or refused connection: `{code, message}`, perhaps `wait`."""
    wait = {"wait": refusal.wait} if isinstance(refusal, RateExceeded) else {}
    return {"code": refusal.code, "message": refusal.message, **wait}


def log_message(name: object, connection: Connection | None, result: str) -> None:
    """Log a client's message and its result."""
    if name == "signal" and result == "ok":
        return  # Each peer connection needs dozens of signals, and they change nothing.
    session, person = (connection.session, connection.person) if connection else (None, None)
    event(log, _loggable_name(name), session=session, person=person, result=result)


def _length(value: object) -> int:
    """Return the number of characters in all texts of a payload, except those in lists."""
    if isinstance(value, dict):
        return sum(map(_length, value.values()))
    return len(value) if isinstance(value, str) else 0


def _fact_fields(fact: Fact | BoardFact | ChatFact) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(fact).items() if value is not None}


def _loggable_name(name: object) -> str:
    # The name comes from the client and must not forge lines of the log.
    text = str(name)[:40]
    return text if text.replace("_", "").isalnum() and text.isascii() else "?"
