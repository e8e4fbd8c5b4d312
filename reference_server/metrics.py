"""What the room counts for whoever runs it, as Prometheus reads it: numbers, and nobody's name.

The numbers still tell when and how much a room is used, so they are for the machine's own programs, and for those
networks that the command line names.
"""

from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address

import flask
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from werkzeug.exceptions import Forbidden

Network = IPv4Network | IPv6Network
THIS_MACHINE: tuple[Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
_NOT_FOR_YOU = "The room's numbers are for the machine it runs on; --metrics-for opens them to other networks."


class Metrics:
    """The numbers of one room."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        told = ["message", "result"]
        self._messages = Counter(
            "stagedoor_messages", "Live messages by name and result", told, registry=self._registry
        )
        refusals, by_code = "Refusals by code, of messages and connections", ["code"]
        self._refusals = Counter("stagedoor_refusals", refusals, by_code, registry=self._registry)
        took = "Seconds from a live message to its answer"
        self._seconds = Histogram("stagedoor_message_seconds", took, ["message"], registry=self._registry)

    def watch(self, gauges: Mapping[str, tuple[str, Callable[[], int]]]) -> None:
        """Have these numbers looked up whenever somebody asks: description and function by name."""
        for name, (description, number) in gauges.items():
            gauge = Gauge(f"stagedoor_{name}", description, registry=self._registry)
            gauge.set_function(number)

    def message(self, name: str, result: str, seconds: float) -> None:
        """Count a live message; `result` is "ok" or the code of its refusal."""
        self._messages.labels(name, result).inc()
        self._seconds.labels(name).observe(seconds)
        if result != "ok":
            self.refusal(result)

    def refusal(self, code: str) -> None:
        """Count a refusal that was no message's."""
        self._refusals.labels(code).inc()

    def text(self) -> bytes:
        """All of it, in Prometheus' own format."""
        return generate_latest(self._registry)


def metrics_page(metrics: Metrics, readers: Iterable[Network]) -> Blueprint:
    """The blueprint with `GET /metrics`, for this machine and the networks of its readers."""
    blueprint, allowed = Blueprint("metrics", __name__), (*THIS_MACHINE, *readers)

    @blueprint.get("/metrics")
    def show() -> Response:
        if not _is_reader(allowed):
            raise Forbidden(_NOT_FOR_YOU)
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _is_reader(allowed: Iterable[Network]) -> bool:
    request = flask.request
    # Through a proxy that the room was not told of, everybody would seem to be on this machine.
    unknown_proxy = "X-Forwarded-For" in request.headers and "werkzeug.proxy_fix.orig" not in request.environ
    if unknown_proxy or not request.remote_addr:
        return False
    address = ip_address(request.remote_addr)
    return any(address in network for network in allowed)
