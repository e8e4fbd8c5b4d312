"""Sessions by HTTP: POST what is wished for, and read the two links."""

import json
import urllib.error
import urllib.request

from conformance.errors import NotReached, Refused
from conformance.time_limits import SESSION
from rooms.room import Links, SessionWish

REFUSALS = (400, 403, 409, 422, 501)
"""Answers of a server that understands the wish and does not grant it."""


def post_session(url: str, wish: SessionWish) -> Links:
    """Ask the room at ``url`` for a session; NotReached tells what it answered instead of two links.

    It is Refused where the room understood the wish and does not grant it.
    """
    body = json.dumps(wish.as_json()).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SESSION) as answer:
            return read_links(answer.read(), url)
    except urllib.error.HTTPError as error:
        kind = Refused if error.code in REFUSALS else NotReached
        raise kind(f"{url} gave no session: {error.code} {error.read()[:300]!r}") from None
    except OSError as error:
        raise NotReached(f"{url} did not answer: {_in_words(error)}") from None


def _in_words(error: OSError) -> str:
    """What the network said, such as "Connection refused", without the program's own signs around it."""
    cause = getattr(error, "reason", error)
    return str(getattr(cause, "strerror", None) or cause)


def read_links(text: bytes, source: str) -> Links:
    """The two links in a JSON answer; NotReached where they are missing."""
    try:
        answer = json.loads(text)
        return Links(moderator=str(answer["moderator"]), attendee=str(answer["attendee"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NotReached(f"{source} gave no links for moderator and attendee, but {text[:300]!r}") from error
