"""The room's page with a WebSocket that the test serves, so that the page can show any session.

The page, its styles and its scripts come from the real server; only the WebSocket is served here, by a small
implementation of Socket.IO's protocol. A screen with 200 people needs only one browser, and no waiting.
"""

import json
import re
from typing import Any

import requests
from playwright.sync_api import Page, WebSocketRoute

from conformance.time_limits import SESSION
from pages.places import Places
from pages.screen import Screen
from pages.words import Words
from tests.stand_ins.crowded_session import YOU, CrowdedSession

SOCKET = re.compile(r"/socket\.io/")
OPEN = '0{"sid":"e","upgrades":[],"pingInterval":600000,"pingTimeout":600000,"maxPayload":1000000}'
MESSAGE = re.compile(r"42(\d*)(\[.*\])", re.DOTALL)
TICK, MINUTE = 100, 60_000
"""While the page reconnects: the steps by which its clock is advanced, and the maximum, in milliseconds."""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class ScriptedPage:
    """A page of the room, opened by the person YOU."""

    def __init__(self, page: Page, url: str, kind: str) -> None:
        self.page = page
        self.url = url
        self.kind = kind
        self.places = Places(Screen("Ada", kind, page, Words()))
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.refusals: dict[str, dict[str, str]] = {}
        self._socket: WebSocketRoute | None = None
        self._initial: list[object] | None = None
        self._revision = 1_000
        self._disconnected = False

    def open(self, crowd: CrowdedSession, seen_by: str = YOU) -> None:
        """Open the room with this session as one of its people sees it."""
        self.page.route_web_socket(SOCKET, self._connect)
        self._initial = ["room", crowd.view(seen_by)]
        self.page.goto(f"{self.links()['attendee']}?name=Ada")
        self.places.toolbar.expect_there(self.places.toolbar.root, "the toolbar")

    def show(self, crowd: CrowdedSession, seen_by: str = YOU) -> None:
        """Send the page the session's current state, and wait until it is drawn."""
        self._revision += 1
        self.send_event("room", crowd.view(seen_by) | {"revision": self._revision})

    def send_event(self, event: str, payload: object) -> None:
        """Send the page an event, and wait until its effect is drawn."""
        self.send_event_unawaited(event, payload)
        await_paint(self.page)

    def send_event_unawaited(self, event: str, payload: object) -> None:
        """Send the page an event."""
        assert self._socket is not None, "the page has not connected"
        self._socket.send("42" + json.dumps([event, payload]))

    def refuse(self, message: str, reason: str, code: str = "refused") -> None:
        """Refuse this message of the page from now on, with this reason."""
        self.refusals[message] = {"code": code, "message": reason}

    def disconnect(self) -> None:
        """Close the connection, and accept none until `reconnect`."""
        assert self._socket is not None, "the page has not connected"
        self._disconnected = True
        self.page.context.set_offline(True)
        self._socket.close()

    def reconnect(self, crowd: CrowdedSession | None) -> None:
        """Accept connections again, let the page connect by its clock, and send it this session, if any."""
        self._initial = ["room", crowd.view() | {"revision": self._revision}] if crowd else None
        self._disconnected, self._socket = False, None
        self.page.context.set_offline(False)
        for _ in range(MINUTE // TICK):
            if self._socket is not None:
                return await_paint(self.page)
            self.page.clock.run_for(TICK)
        raise AssertionError("the page did not try to reconnect within a minute")

    def links(self, **session_request: str) -> dict[str, str]:
        """Create a session on the server that serves the pages; return its links."""
        response = requests.post(
            f"{self.url}/api/sessions?links=entry", json={"title": "Morning lesson"} | session_request, timeout=SESSION
        )
        links: dict[str, str] = response.json()
        return links

    def _connect(self, socket: WebSocketRoute) -> None:
        if self._disconnected:
            return  # The page gives up without a response, and tries again.
        self._socket = socket
        socket.on_message(lambda message: self._receive(socket, str(message)))
        socket.send(OPEN)

    def _receive(self, socket: WebSocketRoute, text: str) -> None:
        if text.startswith("40"):
            socket.send('40{"sid":"s"}')
            if self._initial:
                socket.send("42" + json.dumps(self._initial))
        elif match := MESSAGE.fullmatch(text):
            name, payload = json.loads(match[2])
            self.sent.append((name, payload))
            if match[1]:
                socket.send(f"43{match[1]}" + json.dumps([self._acknowledge(name)]))

    def _acknowledge(self, name: str) -> dict[str, object]:
        if name in self.refusals:
            return {"ok": False, "error": self.refusals[name]}
        return {"ok": True, "facts": []}


def await_paint(page: Page) -> None:
    """Wait until the page has drawn its current state."""
    page.evaluate(PAINTED)
