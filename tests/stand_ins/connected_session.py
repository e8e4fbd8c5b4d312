"""A session in a running room, with people who are connected but have no browser."""

from collections.abc import Callable
from typing import Any

from tests.reference_server.clients import Browser, PageClient, close_all, new_session
from tests.reference_server.server_process import PATIENCE, ServerProcess


class ConnectedSession:
    """A session with people who are connected to a room; Maya and Marc enter by the moderator's link."""

    def __init__(self, server: ServerProcess, **session_request: Any) -> None:
        self.server = server
        self.links = new_session(server, **session_request)
        self.browsers: dict[str, Browser] = {}
        self.clients: list[PageClient] = []

    def enter(self, name: str, page: str | None = None) -> PageClient:
        """Open the room as this person, for the first time or again, and wait for the first view."""
        if name not in self.browsers:
            role = "moderator" if name in ("Maya", "Marc") else "attendee"
            self.browsers[name] = Browser(self.links[role], name)
        client = PageClient(self.server, self.browsers[name], page)
        self.clients.append(client)
        client.wait_until(lambda view: bool(view["people"]))
        return client

    def load_page(self, name: str) -> None:
        """Load the room's page again with this person's cookies, without connecting."""
        browser = self.browsers[name]
        answer = browser.http.get(f"{self.server.url}/rooms/{self.links['id']}/{browser.person}", timeout=PATIENCE)
        assert answer.status_code == 200, answer.text

    def close(self) -> None:
        """Close all pages."""
        close_all(self.clients)


OpenSession = Callable[..., ConnectedSession]
"""Opens a session with the given stage access; ``on`` is its server."""
