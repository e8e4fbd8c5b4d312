"""Requests sessions by HTTP POST, and reads the two links in the response."""

import json
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPException

from conformance.errors import NotReached, Refused
from conformance.time_limits import SESSION
from rooms.room import Links, SessionRequest

REFUSALS = (400, 403, 409, 422, 501)
"""HTTP statuses by which a server declines a request that it understands."""
QUOTED_LENGTH = 300
"""Characters of a response that a message quotes."""


def post_session(url: str, session_request: SessionRequest) -> Links:
    """Request a session from the room at ``url``, and return its links.

    Raises Refused, with the response, if the room declines the request, and NotReached after any other error.
    """
    body = json.dumps(session_request.as_json()).encode()
    # This is always an http(s) URL: the room file is checked for that.
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310
    try:
        return read_links(_read_body(request), url)
    except OSError as error:
        raise NotReached(f"{url} did not answer: {_message_of(error)}") from None
    except HTTPException as error:
        raise NotReached(f"{url} did not answer in complete, valid HTTP: {error!r}") from None


def _read_body(request: urllib.request.Request) -> bytes:
    """Return the body of the response; raise Refused or NotReached if its status is an error."""
    try:
        with urllib.request.urlopen(request, timeout=SESSION) as answer:  # noqa: S310
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        kind = Refused if error.code in REFUSALS else NotReached
        raise kind(f"{request.full_url} opened no session: {error.code} {_quote(error.read())}") from None


def _message_of(error: OSError) -> str:
    """Return the system's message, such as "Connection refused", without the error's number and class."""
    cause = getattr(error, "reason", error)
    return str(getattr(cause, "strerror", None) or cause)


def read_links(text: bytes, source: str) -> Links:
    """Return the two links in a JSON answer; raise NotReached if they are missing."""
    try:
        answer = json.loads(text)
        return Links(moderator=str(answer["moderator"]), attendee=str(answer["attendee"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NotReached(
            f'{source} must answer {{"moderator": URL, "attendee": URL}}, but answered {_quote(text)}'
        ) from error


def _quote(body: bytes) -> str:
    """Return the start of a response on one line, with the characters of JSON strings unescaped."""
    text = body.decode(errors="replace")
    with suppress(ValueError):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return " ".join(text.split())[:QUOTED_LENGTH] or "nothing"
