"""The room's page with a WebSocket whose server is the test, so that the page can show any session.

The page, its styles and its scripts come from the real server; only the server's end of the WebSocket is here, a
small implementation of Socket.IO's protocol. A screen with 200 people needs only one browser, and no waiting.
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
from people.devices import Kind
from tests.stand_ins.crowded_session import CrowdedSession

SOCKET_PATH = re.compile(r"/socket\.io/")
OPEN_PACKET = '0{"sid":"e","upgrades":[],"pingInterval":600000,"pingTimeout":600000,"maxPayload":1000000}'
EVENT_PACKET = re.compile(r"42(\d*)(\[.*\])", re.DOTALL)
CLOCK_STEP, MAX_CLOCK_ADVANCE = 100, 60_000
"""While the page reconnects: by how much its clock is advanced at a time and at most, in milliseconds."""
NEXT_PAINT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class ScriptedPage:
    """The page of the person YOU in a room, on a device of this kind."""

    def __init__(self, page: Page, url: str, kind: Kind) -> None:
        self.page = page
        self.url = url
        self.kind = kind
        self.places = Places(Screen("Ada", kind, page, Words()))
        self.sent_messages: list[tuple[str, dict[str, Any]]] = []
        """The type and payload of each message that the page has sent."""
        self.refusals: dict[str, dict[str, str]] = {}
        """The error with which each of these types of message is refused."""
        self._socket: WebSocketRoute | None = None
        self._first_event: list[object] | None = None
        self._revision = 1_000
        self._refuses_connections = False

    def open(self, crowd: CrowdedSession) -> None:
        """Open the room with this session."""
        self.page.route_web_socket(SOCKET_PATH, self._connect)
        self._first_event = ["room", crowd.view()]
        self.page.goto(f"{self.create_session()['attendee']}?name=Ada")
        self.places.toolbar.expect_there(self.places.toolbar.root, "the toolbar")

    def show(self, crowd: CrowdedSession) -> None:
        """Send the page the session as it is now, and wait until the page has drawn it."""
        self._revision += 1
        self.send_event("room", crowd.view() | {"revision": self._revision})

    def send_event(self, event: str, payload: object) -> None:
        """Send the page an event, and wait until the page has drawn the effect."""
        self.send_event_unawaited(event, payload)
        await_paint(self.page)

    def send_event_unawaited(self, event: str, payload: object) -> None:
        """Send the page an event, and do not wait for its effect."""
        assert self._socket is not None, "the page has not connected"
        self._socket.send("42" + json.dumps([event, payload]))

    def refuse(self, message_type: str, error_message: str, code: str = "refused") -> None:
        """Refuse messages of this type from now on, with this error message and code."""
        self.refusals[message_type] = {"code": code, "message": error_message}

    def list_payloads(self, message_type: str) -> list[dict[str, Any]]:
        """Return the payloads of the messages of this type that the page has sent, in order."""
        return [payload for sent_type, payload in self.sent_messages if sent_type == message_type]

    def refuse_connections(self) -> None:
        """Accept no new connection until `reconnect`."""
        self._refuses_connections = True

    def move(self) -> None:
        """Tell the page to connect to another process; advance its clock until it closes its connection."""
        assert self._socket is not None, "the page has not connected"
        closed: list[int | None] = []
        self._socket.on_close(lambda code, _reason: closed.append(code))
        self.send_event_unawaited("move", {"within": 0})
        for _ in range(MAX_CLOCK_ADVANCE // CLOCK_STEP):
            if closed:
                return
            self.page.clock.run_for(CLOCK_STEP)
        raise AssertionError("the page did not close its connection within a minute")

    def disconnect(self) -> None:
        """Close the connection, and accept none until `reconnect`."""
        assert self._socket is not None, "the page has not connected"
        self.refuse_connections()
        self.page.context.set_offline(True)
        self._socket.close()

    def reconnect(self, crowd: CrowdedSession | None) -> None:
        """Accept connections again, and advance the page's clock until it connects.

        Then send it this session, if any.
        """
        self._first_event = ["room", crowd.view() | {"revision": self._revision}] if crowd else None
        self._refuses_connections, self._socket = False, None
        self.page.context.set_offline(False)
        for _ in range(MAX_CLOCK_ADVANCE // CLOCK_STEP):
            if self._socket is not None:
                return await_paint(self.page)
            self.page.clock.run_for(CLOCK_STEP)
        raise AssertionError("the page did not try to reconnect within a minute")

    def create_session(self, **session_request: str) -> dict[str, str]:
        """Create a session on the server that serves the pages; return its links."""
        response = requests.post(
            f"{self.url}/api/sessions?links=entry", json={"title": "Morning lesson"} | session_request, timeout=SESSION
        )
        links: dict[str, str] = response.json()
        return links

    def _connect(self, socket: WebSocketRoute) -> None:
        if self._refuses_connections:
            return  # Without a response, the page gives up and tries again.
        self._socket = socket
        socket.on_message(lambda message: self._receive(socket, str(message)))
        socket.send(OPEN_PACKET)

    def _receive(self, socket: WebSocketRoute, text: str) -> None:
        if text.startswith("40"):
            socket.send('40{"sid":"s"}')
            if self._first_event:
                socket.send("42" + json.dumps(self._first_event))
        elif match := EVENT_PACKET.fullmatch(text):
            name, payload = json.loads(match[2])
            self.sent_messages.append((name, payload))
            if match[1]:
                socket.send(f"43{match[1]}" + json.dumps([self._acknowledge(name)]))

    def _acknowledge(self, name: str) -> dict[str, object]:
        if name in self.refusals:
            return {"ok": False, "error": self.refusals[name]}
        return {"ok": True, "facts": []}


def await_paint(page: Page) -> None:
    """Wait until the page has drawn its current state."""
    page.evaluate(NEXT_PAINT)
