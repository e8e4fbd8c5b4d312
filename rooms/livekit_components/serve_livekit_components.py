"""Runs LiveKit's room interface on a local port, with a LiveKit server of its own.

Builds both if necessary.

``python -m rooms.livekit_components.serve_livekit_components PORT``. ``POST /api/sessions`` opens a session, as the
room file's documentation describes it.
"""

import json
import os
import sys
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rooms.livekit_components.page_build import build_page
from rooms.livekit_components.room_links import RoomLink, new_room, read_link
from rooms.livekit_server import (
    LOCALHOST,
    LiveKitSettings,
    NotAvailable,
    cache_folder,
    livekit_in_this_group,
    load_settings,
)
from rooms.livekit_tokens import access_token
from rooms.not_offered import NotOffered

LINKS_PATH = "/api/links/"
PAGES_PATH = "/join/"
SESSIONS_PATH = "/api/sessions"
TOKEN_ENDING = "/token"  # noqa: S105 (the end of an address)
ATTENDEES_PUBLISH: Mapping[str, bool] = {"everyone": True, "nobody": False}
"""Whether attendees may publish, by each stage access that the room has."""


def main(port: str) -> None:
    """Serve until the process is ended."""
    # After a restart at the same port, by the same run, LiveKit's address is the same, and earlier links are valid.
    settings = load_settings(cache_folder("livekit-components") / f"run-{os.getppid()}-{port}")
    try:
        handler = partial(RoomHandler, build_page(), settings)
        with livekit_in_this_group(settings), ThreadingHTTPServer((LOCALHOST, int(port)), handler) as server:
            server.serve_forever()
    except NotAvailable as error:
        sys.exit(str(error))


def create_links(session_request: Mapping[str, Any], address: str, secret: str) -> dict[str, str]:
    """Return the links of a new session; raise NotOffered if the room has no such session.

    A stage limit is accepted and ignored, so the scenarios of the limit run and fail.
    """
    access = session_request["access"]
    if access not in ATTENDEES_PUBLISH:
        raise NotOffered(f"There is no stage access like “{access}”: a link lets people publish, or it does not.")
    if session_request.get("polls") or session_request.get("quizzes"):
        raise NotOffered("There are no polls and no quizzes.")
    room = new_room()
    rights = {"moderator": True, "attendee": ATTENDEES_PUBLISH[access]}
    # The fragment, which browsers send to no server, marks the moderator's link for the adapter; it gives no rights.
    return {
        role: f"{address}{PAGES_PATH}{RoomLink(room, publishes).signed(secret)}#{role}"
        for role, publishes in rights.items()
    }


class RoomHandler(SimpleHTTPRequestHandler):
    """Serves the page's files, the links and the tokens."""

    def __init__(self, folder: Path, settings: LiveKitSettings, *arguments: Any) -> None:
        self._settings = settings
        super().__init__(*arguments, directory=str(folder))

    def do_GET(self) -> None:
        if self.path.startswith(LINKS_PATH):
            link = self._verified_link()
            return self._answer({"publishes": link.publishes}) if link else self.send_error(HTTPStatus.FORBIDDEN)
        if self.path.startswith(PAGES_PATH):
            self.path = "/index.html"
        return super().do_GET()

    def do_POST(self) -> None:
        try:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = self._create_links(body) if self.path == SESSIONS_PATH else self._create_access(body)
        except NotOffered as error:
            return self._answer({"error": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except (KeyError, TypeError, ValueError):
            return self.send_error(HTTPStatus.BAD_REQUEST)
        return self._answer(answer) if answer else self.send_error(HTTPStatus.FORBIDDEN)

    def _create_links(self, session_request: Mapping[str, Any]) -> dict[str, str]:
        return create_links(session_request, f"http://{self.headers['Host']}", self._settings.secret)

    def _create_access(self, body: Mapping[str, Any]) -> dict[str, str] | None:
        """Return LiveKit's address and a person's token for the room of the link; None if the link is forged."""
        link = self._verified_link()
        if link is None:
            return None
        token = access_token(self._settings, link.room, str(body["name"]), can_publish=link.publishes)
        return {"address": self._settings.address, "token": token}

    def _verified_link(self) -> RoomLink | None:
        return read_link(self.path.removeprefix(LINKS_PATH).removesuffix(TOKEN_ENDING), self._settings.secret)

    def _answer(self, content: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    main(sys.argv[1])
