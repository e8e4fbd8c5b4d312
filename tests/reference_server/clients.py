"""People on the live wire: real Socket.IO clients with the cookies of a browser."""

import itertools
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import engineio  # type: ignore[import-untyped]
import requests
import socketio  # type: ignore[import-untyped]

from tests.reference_server.room_changes import changed, with_own_part
from tests.reference_server.server_process import PATIENCE, ServerProcess

View = dict[str, Any]
_pages = itertools.count(1)


def new_page() -> str:
    """A page id that was not used before."""
    return f"page-{next(_pages):08}"


def new_session(server: ServerProcess, **wish: Any) -> dict[str, str]:
    """A session made by the API: its id, and both links, by which people enter with their name."""
    answer = requests.post(f"{server.url}/api/sessions?links=entry", json=wish, timeout=PATIENCE)
    assert answer.status_code == 201, answer.text
    links: dict[str, str] = answer.json()
    return links


class Browser:
    """The cookies of one browser, and the person that a link has made of it."""

    def __init__(
        self, link: str, name: str, headers: dict[str, str] | None = None, http: requests.Session | None = None
    ) -> None:
        self.http = http or requests.Session()
        self._more = headers or {}
        self.http.headers.update(self._more)
        answer = self.http.get(link, params={"name": name}, allow_redirects=False, timeout=PATIENCE)
        assert answer.status_code == 303, answer.text
        self.person = answer.headers["Location"].rpartition("/")[2]

    @property
    def headers(self) -> dict[str, str]:
        """The cookies as the handshake carries them."""
        return self._more | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())}


class _OrderedTransport(engineio.Client):  # type: ignore[misc]
    """Handles messages in the order of their arrival; the base class starts a thread for each."""

    def _trigger_event(self, event: str, *arguments: Any, **options: Any) -> Any:
        return super()._trigger_event(event, *arguments, **options | {"run_async": False})


class _OrderedClient(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[_OrderedTransport]:
        return _OrderedTransport


class Live:
    """One page of somebody's browser, connected; remembers all that the server has told it."""

    def __init__(self, server: ServerProcess, browser: Browser, page: str | None = None) -> None:
        self.id = browser.person
        self.page = page or new_page()
        self.views: list[View] = []
        """All states of the room that this page has had, the newest at the end."""
        self.changes: list[View] = []
        self._held: list[View] = []
        self.signals: list[View] = []
        self.chats: list[View] = []
        self.reactions: list[View] = []
        self.deletions: list[View] = []
        self.replaced = self.removed = False
        self._news = threading.Condition()
        self._client = _OrderedClient(reconnection=False)
        for name, stored in (("signal", self.signals), ("chat", self.chats)):
            self._client.on(name, self._keeper(stored))
        for name, take in (("room", self._take_room), ("change", self._take_change), ("own_change", self._take_own)):
            self._client.on(name, take)
        self._client.on("reaction", self._keeper(self.reactions))
        self._client.on("message_deleted", self._keeper(self.deletions))
        self._client.on("replaced", self._replaced)
        self._client.on("removed", self._was_removed)
        self._client.on("disconnect", self._wake)
        connect(self._client, server, browser, {"person": self.id, "page": self.page})

    @property
    def view(self) -> View:
        """The newest view."""
        return self.views[-1]

    @property
    def address(self) -> str:
        """The public address of this page, as everybody sees it."""
        (own,) = (person for person in self.view["people"] if person["id"] == self.id)
        return str(own["page"])

    @property
    def messages(self) -> list[View]:
        """All messages of the chat that this page was shown."""
        return [message for chat in self.chats for message in chat["messages"]]

    @property
    def connected(self) -> bool:
        """Whether the server still holds the connection."""
        return bool(self._client.connected)

    def send(self, message: str, *payload: object) -> Any:
        """Send a message with whatever payload; answers the acknowledgement."""
        data = payload[0] if len(payload) == 1 else (payload or None)
        return self._client.call(message, data, timeout=PATIENCE)

    def shouts(self, message: str, payload: dict[str, Any]) -> None:
        """Send a message without waiting for the answer."""
        self._client.emit(message, payload)

    def does(self, message: str, **payload: object) -> list[str]:
        """Send a message that must go through; answers the kinds of the facts."""
        answer = self.send(message, payload)
        assert answer["ok"], (message, payload, answer)
        return [fact["kind"] for fact in answer["facts"]]

    def refuses(self, message: str, **payload: object) -> str:
        """Send a message that must be refused; answers the code."""
        return refusal_of(self.send(message, payload))

    def waits(self, until: Callable[[View], object]) -> View:
        """Wait for a view of which this is true; answers it."""
        self.waits_for(lambda: bool(self.views) and bool(until(self.view)), lambda: self.views[-1:])
        return self.view

    def waits_for_revision_of(self, other: "Live") -> View:
        """Wait until this page has been told all that the other has been told."""
        return self.waits(lambda view: view["revision"] >= other.view["revision"])

    def catches_up(self, revision: int) -> View:
        """Be sent the session anew, at this revision or later: what this page does not see is not sent to it."""
        self.does("read_session")
        return self.waits(lambda view: view["revision"] >= revision)

    def waits_for_signals(self, number: int) -> list[View]:
        """Wait until so many signals have come."""
        self.waits_for(lambda: len(self.signals) >= number, lambda: self.signals)
        return self.signals

    def waits_for_the_end(self) -> None:
        """Wait until the server has ended the connection."""
        self.waits_for(lambda: not self._client.connected, lambda: self.view)

    def closes(self) -> None:
        """Close the page."""
        if self._client.connected:
            line = self._client.eio.ws
            # A page that closes does not wait until the server has said goodbye; the client would, for seconds.
            line.close = partial(line.close, timeout=0)
            self._client.disconnect()

    def waits_for(self, until: Callable[[], bool], seen: Callable[[], object]) -> None:
        """Wait until this is true; `seen` says what was there, should it never be."""
        with self._news:
            assert self._news.wait_for(until, PATIENCE), f"Not seen; the last was: {seen()}"

    def _take_room(self, room: View) -> None:
        with self._news:
            self._held.clear()
            self._see(room)

    def _take_change(self, change: View) -> None:
        with self._news:
            self.changes.append(change)
            assert change["since"] <= self.view["revision"] < change["revision"], "a change is missing"
            view = changed(self.view, change)
            for own in self._held:
                view = with_own_part(view, own)
            self._held.clear()
            self._see(view)

    def _take_own(self, own: View) -> None:
        with self._news:
            self.changes.append(own)
            if own["with"] > self.view["revision"]:
                self._held.append(own)
            else:
                self._see(with_own_part(self.view, own))

    def _see(self, view: View) -> None:
        self.views.append(view)
        self._news.notify_all()

    def _keeper(self, stored: list[View]) -> Callable[[View], None]:
        def keep(shown: View) -> None:
            with self._news:
                stored.append(shown)
                self._news.notify_all()

        return keep

    def _replaced(self, _nothing: View) -> None:
        self.replaced = True

    def _was_removed(self, _nothing: View) -> None:
        self.removed = True

    def _wake(self, *_reason: object) -> None:
        # The client counts as connected until its handlers have run, so look again a moment later.
        threading.Timer(0.01, self._notify).start()

    def _notify(self) -> None:
        with self._news:
            self._news.notify_all()


def connect(client: Any, server: ServerProcess, browser: Browser, auth: dict[str, Any]) -> None:
    """Connect a client with a browser's cookies."""
    client.connect(
        server.url, headers=browser.headers, auth=auth, transports=["websocket"], wait_timeout=PATIENCE, retry=False
    )


def refusal_of(answer: Any) -> str:
    """The code of a typed error, of exactly the shape it must have."""
    assert set(answer) == {"ok", "error"} and answer["ok"] is False, answer
    more = {"wait"} if answer["error"].get("code") == "too_many" else set()
    assert set(answer["error"]) == {"code", "message"} | more, answer
    assert answer["error"]["message"].endswith("."), answer
    return str(answer["error"]["code"])
