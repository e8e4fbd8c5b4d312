"""The limits on the requests of each address, behind a reverse proxy (SAFE-4)."""

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import run_wsgi_app

from reference_server.connection_limits import ConnectionLimits, WSGIApp, limit_concurrent_requests

LIMITS = ConnectionLimits(10, 1)
ADA, BEN = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}


def respond(_environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    """Respond with a body of two parts."""
    start_response("200 OK", [])
    return iter([b"first ", b"second"])


def fail(_environ: dict[str, Any], _start_response: Any) -> Iterator[bytes]:
    """Fail before the response."""
    raise ZeroDivisionError


def read_status(app: WSGIApp, environ: dict[str, str]) -> str:
    """Send a request, read the whole response and return its status."""
    body, status, _headers = run_wsgi_app(app, environ, buffered=True)
    assert b"".join(body)
    return status.split()[0]


def test_a_request_counts_until_the_whole_response_is_sent() -> None:
    app = limit_concurrent_requests(respond, LIMITS)
    statuses: list[str] = []
    response: Any = app(ADA, lambda status, _headers: statuses.append(status))
    assert next(iter(response)) == b"first "
    assert read_status(app, ADA) == "503"
    assert read_status(app, BEN) == "200"
    response.close()
    assert read_status(app, ADA) == "200"
    assert statuses == ["200 OK"]


def test_a_request_that_fails_does_not_count_any_more() -> None:
    app = limit_concurrent_requests(fail, LIMITS)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            app(ADA, None)
