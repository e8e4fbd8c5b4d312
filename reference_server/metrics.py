"""Metrics for operators in Prometheus' format: numbers only, no names of people or sessions.

They still reveal when and how much a room is used, so only this machine and the networks given on the command line
may read them.
"""

from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address

import flask
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from werkzeug.exceptions import Forbidden

Network = IPv4Network | IPv6Network
THIS_MACHINE: tuple[Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
_PROXY_HEADERS = ("x-forwarded", "forwarded", "x-real-ip", "via")
_HEADERS_OF_COUNTED_PROXIES = (
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-real-ip",
    "via",
)
_FORBIDDEN = "Only the machine that the room runs on may read this page; --metrics-for allows other networks."


class Metrics:
    """The metrics of one room."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ["message", "result"]
        self._messages = Counter(
            "stagedoor_messages", "Live messages by name and result", labels, registry=self._registry
        )
        refusals, by_code = "Refusals by code, of messages and connections", ["code"]
        self._refusals = Counter("stagedoor_refusals", refusals, by_code, registry=self._registry)
        description = "Seconds from a live message to its acknowledgement"
        self._durations = Histogram("stagedoor_message_seconds", description, ["message"], registry=self._registry)

    def watch(self, gauges: Mapping[str, tuple[str, Callable[[], int]]]) -> None:
        """Add gauges.

        `gauges`: for each name, a description and a function that returns the value at a request for the metrics.
        """
        for name, (description, number) in gauges.items():
            gauge = Gauge(f"stagedoor_{name}", description, registry=self._registry)
            gauge.set_function(number)

    def message(self, name: str, result: str, seconds: float) -> None:
        """Count a live message; `result` is "ok" or the code of its refusal."""
        self._messages.labels(name, result).inc()
        self._durations.labels(name).observe(seconds)
        if result != "ok":
            self.refusal(result)

    def refusal(self, code: str) -> None:
        """Count a refusal of a message or a connection."""
        self._refusals.labels(code).inc()

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self._registry)


def metrics_page(metrics: Metrics, readers: Iterable[Network]) -> Blueprint:
    """Return the blueprint of `GET /metrics`, for this machine and the networks `readers`."""
    blueprint, allowed = Blueprint("metrics", __name__), (*THIS_MACHINE, *readers)

    @blueprint.get("/metrics")
    def show() -> Response:
        if not _is_reader(allowed):
            raise Forbidden(_FORBIDDEN)
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _is_reader(allowed: Iterable[Network]) -> bool:
    request = flask.request
    if not request.remote_addr or _came_through_uncounted_proxy():
        return False
    address = ip_address(request.remote_addr)
    return any(address in network for network in allowed)


def _came_through_uncounted_proxy() -> bool:
    """Return whether the request came through a proxy that --proxies does not count."""
    counted_headers = _HEADERS_OF_COUNTED_PROXIES if "werkzeug.proxy_fix.orig" in flask.request.environ else ()
    names = {name.lower() for name in flask.request.headers.keys()}  # noqa: SIM118 (items of Headers are pairs)
    return any(name.startswith(_PROXY_HEADERS) for name in names.difference(counted_headers))
