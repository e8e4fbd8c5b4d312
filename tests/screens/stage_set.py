"""A room's page whose server is played by the test: it shows whatever session it is told to show.

The page, its styles and its scripts are the real ones; only the live connection ends here, in a few lines of
Socket.IO's protocol. So a screen with 200 people costs one browser and no waiting.
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
"""Milliseconds by which the clock of a page is pushed on that waits before it tries again, and in all."""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class StageSet:
    """One page of the room, before the eyes of one person."""

    def __init__(self, page: Page, url: str, kind: str) -> None:
        self.page = page
        self.url = url
        self.kind = kind
        self.places = Places(Screen("Ada", kind, page, Words()))
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.refusals: dict[str, dict[str, str]] = {}
        self._socket: WebSocketRoute | None = None
        self._first: list[object] | None = None
        self._revision = 1_000
        self._hangs = False

    def opens(self, crowd: CrowdedSession, seen_by: str = YOU) -> None:
        """Open the room; what it shows at first is this crowd as one of them sees it."""
        self.page.route_web_socket(SOCKET, self._connect)
        self._first = ["room", crowd.view(seen_by)]
        self.page.goto(f"{self.links()['attendee']}?name=Ada")
        self.places.toolbar.expect_there(self.places.toolbar.root, "the toolbar")

    def shows(self, crowd: CrowdedSession, seen_by: str = YOU) -> None:
        """Tell the page that the session is like this now, and wait until it is drawn."""
        self._revision += 1
        self.tells("room", crowd.view(seen_by) | {"revision": self._revision})

    def tells(self, message: str, payload: object) -> None:
        """Send the page a message, and wait until what comes of it is painted."""
        assert self._socket is not None, "the page has not connected"
        self._socket.send("42" + json.dumps([message, payload]))
        await_paint(self.page)

    def refuses(self, message: str, why: str, code: str = "refused") -> None:
        """From now on this message is refused in these words."""
        self.refusals[message] = {"code": code, "message": why}

    def hangs_up(self) -> None:
        """The connection is lost, until the page `comes_back`."""
        assert self._socket is not None, "the page has not connected"
        self._hangs = True
        self.page.context.set_offline(True)
        self._socket.close()

    def comes_back(self, crowd: CrowdedSession | None) -> None:
        """There is a server again; it tells at first of this crowd, or of nothing. It takes the page a while to try."""
        self._first = ["room", crowd.view() | {"revision": self._revision}] if crowd else None
        self._hangs, self._socket = False, None
        self.page.context.set_offline(False)
        for _ in range(MINUTE // TICK):
            if self._socket is not None:
                return await_paint(self.page)
            self.page.clock.run_for(TICK)
        raise AssertionError("within a minute the page has not tried to come back")

    def links(self, **wish: str) -> dict[str, str]:
        """The links of a new session of the real server, which serves the pages."""
        answer = requests.post(
            f"{self.url}/api/sessions?links=entry", json={"title": "Morning lesson"} | wish, timeout=SESSION
        )
        links: dict[str, str] = answer.json()
        return links

    def _connect(self, socket: WebSocketRoute) -> None:
        if self._hangs:
            return  # and say nothing, until the page gives up and tries again
        self._socket = socket
        socket.on_message(lambda message: self._receive(socket, str(message)))
        socket.send(OPEN)

    def _receive(self, socket: WebSocketRoute, text: str) -> None:
        if text.startswith("40"):
            socket.send('40{"sid":"s"}')
            if self._first:
                socket.send("42" + json.dumps(self._first))
        elif found := MESSAGE.fullmatch(text):
            name, payload = json.loads(found[2])
            self.sent.append((name, payload))
            if found[1]:
                socket.send(f"43{found[1]}" + json.dumps([self._answer(name)]))

    def _answer(self, name: str) -> dict[str, object]:
        if name in self.refusals:
            return {"ok": False, "error": self.refusals[name]}
        return {"ok": True, "facts": []}


def await_paint(page: Page) -> None:
    """Wait until the page has drawn and fitted all that it knows."""
    page.evaluate(PAINTED)
