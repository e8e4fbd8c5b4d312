"""Requests JSON from learning platforms, with limits of time and size."""

import json
from typing import Any

import gevent
import requests

RESPONSE_SECONDS = 10.0
"""Seconds for the whole response; a person waits for it."""
LARGEST_RESPONSE = 256 * 1024
"""The most bytes of a response."""
_CHUNK_BYTES = 16 * 1024


class PlatformUnreachable(Exception):
    """A platform gave no usable response; the text says why, without the content of the response."""


def get_json(url: str, token: str = "") -> Any:
    """Return the JSON at the URL, requested with the bearer token if any. Raises PlatformUnreachable."""
    return _request("GET", url, token)


def post_json(url: str, body: dict[str, Any], token: str = "") -> Any:
    """Send JSON, with the bearer token if any, and return the JSON response. Raises PlatformUnreachable."""
    return _request("POST", url, token, json=body)


def _request(method: str, url: str, token: str, **options: Any) -> Any:
    options["headers"] = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    try:
        # The time limit of `requests` is for each part that arrives, and does not limit their number.
        with gevent.Timeout(RESPONSE_SECONDS, False):  # type: ignore[arg-type]
            return _read_response(method, url, options)
    except requests.RequestException as error:
        raise PlatformUnreachable(_describe_error(error)) from error
    except (ValueError, RecursionError) as error:
        raise PlatformUnreachable("its answer is not JSON") from error
    raise PlatformUnreachable(f"its answer takes longer than {RESPONSE_SECONDS:.0f} seconds")


def _read_response(method: str, url: str, options: dict[str, Any]) -> Any:
    # Without redirects, so that a platform cannot make the room request another URL than this one.
    response = requests.request(
        method, url, timeout=RESPONSE_SECONDS / 2, stream=True, allow_redirects=False, **options
    )
    with response:
        if not 200 <= response.status_code < 300:
            raise PlatformUnreachable(f"it answered with status {response.status_code}")
        return json.loads(_read_body(response))


def _read_body(response: requests.Response) -> bytes:
    body = b""
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > LARGEST_RESPONSE:
            raise PlatformUnreachable(f"its answer has more than {LARGEST_RESPONSE} bytes")
    return body


def _describe_error(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "it did not answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not valid"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return type(error).__name__
