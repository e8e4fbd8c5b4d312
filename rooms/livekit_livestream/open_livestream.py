"""Opens a session: a new stream of the livestream sample at an address.

``python -m rooms.livekit_livestream.open_livestream ADDRESS`` reads the request on standard input and prints the two
links.
"""

import json
import secrets
import sys
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from rooms.livekit_livestream import HOST
from rooms.not_offered import NotOffered, exit_not_offered

TIMEOUT = 30
"""Seconds to wait for the server's response."""
PARTICIPATION: Mapping[str, bool] = {"request": True, "invite": True, "nobody": False}
"""Whether “Viewers can participate” is on, by each stage access that the sample has.

Viewers who can participate may both raise a hand and be invited, so “request” and “invite” are the same.
"""


def main(address: str) -> None:
    try:
        session_request = json.load(sys.stdin)
        room = f"lesson-{secrets.token_hex(4)}"
        print(json.dumps(links(address.rstrip("/"), room, _create_stream(address, room, metadata(session_request)))))
    except NotOffered as error:
        exit_not_offered(error)
    except OSError as error:
        sys.exit(str(error))


def metadata(session_request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stream's settings, as its form sends them.

    Raises NotOffered if the sample has no such session.
    """
    access = session_request["access"]
    if access not in PARTICIPATION:
        raise NotOffered(f"A stream has no stage access like “{access}”: viewers can participate, or they cannot.")
    if session_request.get("polls") or session_request.get("quizzes"):
        raise NotOffered("A stream has no polls and no quizzes.")
    return {"creator_identity": HOST, "enable_chat": True, "allow_participation": PARTICIPATION[access]}


def links(address: str, room: str, stream: Mapping[str, Any]) -> dict[str, str]:
    """Return the link of the host's page, which the sample's form opens, and that of the viewers' page."""
    tokens = {"at": stream["auth_token"], "rt": stream["connection_details"]["token"]}
    return {"moderator": f"{address}/host?{urlencode(tokens)}", "attendee": f"{address}/watch/{room}"}


def _create_stream(address: str, room: str, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    body = json.dumps({"room_name": room, "metadata": settings}).encode()
    url = f"{address.rstrip('/')}/api/create_stream"
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 (own room file)
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        stream: Mapping[str, Any] = json.load(answer)
    return stream


if __name__ == "__main__":
    main(sys.argv[1])
