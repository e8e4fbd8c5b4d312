"""Creates rooms of Janus' video room plugin by its HTTP API."""

import json
import secrets
import urllib.request
from collections.abc import Mapping
from typing import Any

from rooms.not_offered import NotOffered

PLUGIN = "janus.plugin.videoroom"
DEFAULT_PUBLISHERS = 25
"""The number of places on stage if the request has no limit."""
ATTENDEE_PAGE_OPTIONS = {"everyone": "", "nobody": "&subscriber-mode=true"}
"""The part of the query that lets attendees publish or only watch, by each stage access that the demo has."""


class NotCreated(RuntimeError):
    """Janus has created no room; the message gives its reason, in one line."""


class VideoRooms:
    """Creates rooms of the Janus whose HTTP API listens at ``port``."""

    def __init__(self, port: int) -> None:
        self._api = f"http://127.0.0.1:{port}/janus"

    def open_session(self, session_request: Mapping[str, Any], address: str) -> dict[str, str]:
        """Create a room and return its links.

        Raises NotOffered if the demo has no such session, and NotCreated if Janus answers with an error.
        """
        _expect_offered(session_request)
        room = secrets.randbelow(2**31) + 1
        self._create(room, session_request.get("limit", DEFAULT_PUBLISHERS))
        page = f"{address}/videoroomtest.html?room={room}"
        return {"moderator": page, "attendee": page + ATTENDEE_PAGE_OPTIONS[session_request["access"]]}

    def _create(self, room: int, publishers: int) -> None:
        session = self._send("", janus="create")["data"]["id"]
        handle = self._send(f"/{session}", janus="attach", plugin=PLUGIN)["data"]["id"]
        body = {"request": "create", "room": room, "publishers": publishers, "permanent": True}
        answer = self._send(f"/{session}/{handle}", janus="message", body=body)["plugindata"]["data"]
        if "error" in answer:
            raise NotCreated(f"Janus created no room: {answer['error']}")
        self._send(f"/{session}", janus="destroy")

    def _send(self, path: str, **message: Any) -> Any:
        body = json.dumps({"transaction": secrets.token_hex(6), **message}).encode()
        request = urllib.request.Request(self._api + path, body)  # noqa: S310 (http, and of this machine)
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            response = json.load(answer)
        if response["janus"] == "error":
            raise NotCreated(f"Janus created no room: {response['error']['reason']}")
        return response


def _expect_offered(session_request: Mapping[str, Any]) -> None:
    if session_request["access"] not in ATTENDEE_PAGE_OPTIONS:
        known = " and ".join(f"“{access}”" for access in ATTENDEE_PAGE_OPTIONS)
        raise NotOffered(f"Janus' video room has no stage access like “{session_request['access']}”; it has {known}.")
    if session_request.get("polls") or session_request.get("quizzes"):
        raise NotOffered("Janus' video room has no polls and no quizzes.")
