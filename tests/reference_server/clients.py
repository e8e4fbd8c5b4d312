"""Socket.IO clients of the reference room, each with the cookies of a browser."""

import itertools
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import engineio  # type: ignore[import-untyped]
import pytest
import requests
import socketio  # type: ignore[import-untyped]
from socketio.exceptions import ConnectionError as ConnectionRefused  # type: ignore[import-untyped]

from tests.reference_server.room_changes import apply_change, apply_own_change
from tests.reference_server.server_process import PATIENCE, ServerProcess

View = dict[str, Any]
_pages = itertools.count(1)


def new_page() -> str:
    """Return a page id that was not used before."""
    return f"page-{next(_pages):08}"


def new_session(server: ServerProcess, **session_request: Any) -> dict[str, str]:
    """Create a session by the API; return its id and both entry links."""
    response = requests.post(f"{server.url}/api/sessions?links=entry", json=session_request, timeout=PATIENCE)
    assert response.status_code == 201, response.text
    links: dict[str, str] = response.json()
    return links


class Browser:
    """The cookies of one browser, which has entered a session by a link."""

    def __init__(
        self, link: str, name: str, headers: dict[str, str] | None = None, http: requests.Session | None = None
    ) -> None:
        self.http = http or requests.Session()
        self._extra_headers = headers or {}
        self.http.headers.update(self._extra_headers)
        response = self.http.get(link, params={"name": name}, allow_redirects=False, timeout=PATIENCE)
        assert response.status_code == 303, response.text
        self.person = response.headers["Location"].rpartition("/")[2]

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the handshake, with the cookies."""
        return self._extra_headers | {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        }


class _OrderedTransport(engineio.Client):  # type: ignore[misc]
    """Handles messages in the order of their arrival; the base class starts a thread for each."""

    def disconnect(self, abort: bool = False, reason: str | None = None) -> None:
        """End the connection; a handler, which runs in the thread that reads messages, does not wait for it."""
        super().disconnect(abort or self.read_loop_task is threading.current_thread(), reason)

    def _trigger_event(self, event: str, *arguments: Any, **options: Any) -> Any:
        return super()._trigger_event(event, *arguments, **options | {"run_async": False})


class _OrderedClient(socketio.Client):  # type: ignore[misc]
    """A client that handles events in order, one at a time."""

    def _engineio_client_class(self) -> type[_OrderedTransport]:
        return _OrderedTransport


class PageClient:
    """A Socket.IO client in place of one page of a person's browser; records the events that it receives."""

    def __init__(self, server: ServerProcess, browser: Browser, page: str | None = None) -> None:
        self.id = browser.person
        self.page = page or new_page()
        self.views: list[View] = []
        """All views that this page has had, the newest last."""
        self.rooms: list[View] = []
        """The views among them that the server sent whole: on entering, and after each `read_session`."""
        self.changes: list[View] = []
        self._early_own_changes: list[View] = []
        self.signals: list[View] = []
        self.chats: list[View] = []
        self.reactions: list[View] = []
        self.deletions: list[View] = []
        self.media_accesses: list[View] = []
        self.moves: list[View] = []
        self.replaced = self.removed = False
        self._changed = threading.Condition()
        self._client = _OrderedClient(reconnection=False)
        for name, stored in (("signal", self.signals), ("chat", self.chats), ("media_access", self.media_accesses)):
            self._client.on(name, self._recorder(stored))
        for name, handler in (
            ("room", self._receive_room),
            ("change", self._receive_change),
            ("own_change", self._receive_own_change),
        ):
            self._client.on(name, handler)
        self._client.on("reaction", self._recorder(self.reactions))
        self._client.on("move", self._recorder(self.moves))
        self._client.on("message_deleted", self._recorder(self.deletions))
        self._client.on("replaced", self._receive_replaced)
        self._client.on("removed", self._receive_removed)
        self._client.on("disconnect", self._wake)
        connect(self._client, server, browser, {"person": self.id, "page": self.page})

    @property
    def view(self) -> View:
        """The newest view."""
        return self.views[-1]

    @property
    def public_id(self) -> str:
        """The public id of this page, to which others send signals."""
        (own,) = (person for person in self.view["people"] if person["id"] == self.id)
        return str(own["page"])

    @property
    def messages(self) -> list[View]:
        """All messages of the chat that this page has received."""
        return [message for chat in self.chats for message in chat["messages"]]

    @property
    def connected(self) -> bool:
        """Whether the server still holds the connection."""
        return bool(self._client.connected)

    def send(self, message: str, *payload: object) -> Any:
        """Send a message with any payload; return the acknowledgement."""
        data = payload[0] if len(payload) == 1 else (payload or None)
        return self._client.call(message, data, timeout=PATIENCE)

    def emit(self, message: str, payload: dict[str, Any]) -> None:
        """Send a message without waiting for the acknowledgement."""
        self._client.emit(message, payload)

    def do(self, message: str, **payload: object) -> list[str]:
        """Send a message that must be accepted; return the kinds of its facts."""
        answer = self.send(message, payload)
        assert answer["ok"], (message, payload, answer)
        return [fact["kind"] for fact in answer["facts"]]

    def expect_refusal(self, message: str, **payload: object) -> str:
        """Send a message that must be refused; return the code."""
        return refusal_of(self.send(message, payload))

    def wait_until(self, condition: Callable[[View], object]) -> View:
        """Wait for a view that meets the condition; return it."""
        self.wait_for(lambda: bool(self.views) and bool(condition(self.view)), lambda: self.views[-1:])
        return self.view

    def wait_for_revision_of(self, other: "PageClient") -> View:
        """Wait until this page has the revision that the other page has."""
        return self.wait_until(lambda view: view["revision"] >= other.view["revision"])

    def catch_up(self, revision: int) -> View:
        """Request the whole session, since changes that this page does not show are not sent to it.

        Returns its view.
        """
        self.do("read_session")
        return self.wait_until(lambda view: view["revision"] >= revision)

    def newest_view(self) -> View:
        """Return the newest view: the whole session is sent after all changes that came before the request."""
        seen = len(self.rooms)
        self.do("read_session")
        self.wait_for(lambda: len(self.rooms) > seen, lambda: self.view)
        return self.view

    def wait_for_signals(self, number: int) -> list[View]:
        """Wait until this page has received this number of signals."""
        self.wait_for(lambda: len(self.signals) >= number, lambda: self.signals)
        return self.signals

    def media_access(self) -> View:
        """Ask for access to the media server; return its URL and the token."""
        seen = len(self.media_accesses)
        self.do("read_media_access")
        self.wait_for(lambda: len(self.media_accesses) > seen, lambda: self.media_accesses)
        return self.media_accesses[-1]

    def wait_for_disconnection(self) -> None:
        """Wait until the server has ended the connection."""
        self.wait_for(lambda: not self._client.connected, lambda: self.view)

    def close(self) -> None:
        """Close the page."""
        if self._client.connected:
            websocket = self._client.eio.ws
            # A browser does not wait for the server's close frame; this client would, for seconds.
            websocket.close = partial(websocket.close, timeout=0)
            self._client.disconnect()

    def wait_for(self, condition: Callable[[], bool], latest: Callable[[], object]) -> None:
        """Wait until the condition is true; after PATIENCE seconds, fail and show the latest value."""
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), f"Timeout; the latest value was: {latest()}"

    def _receive_room(self, room: View) -> None:
        with self._changed:
            self._early_own_changes.clear()
            self.rooms.append(room)
            self._add_view(room)

    def _receive_change(self, change: View) -> None:
        with self._changed:
            self.changes.append(change)
            assert change["since"] <= self.view["revision"] < change["revision"], "a change is missing"
            view = apply_change(self.view, change)
            for own in self._early_own_changes:
                view = apply_own_change(view, own)
            self._early_own_changes.clear()
            self._add_view(view)

    def _receive_own_change(self, own: View) -> None:
        with self._changed:
            self.changes.append(own)
            if own["with"] > self.view["revision"]:
                self._early_own_changes.append(own)
            else:
                self._add_view(apply_own_change(self.view, own))

    def _add_view(self, view: View) -> None:
        self.views.append(view)
        self._changed.notify_all()

    def _recorder(self, stored: list[View]) -> Callable[[View], None]:
        def record(shown: View) -> None:
            with self._changed:
                stored.append(shown)
                self._changed.notify_all()

        return record

    def _receive_replaced(self, _nothing: View) -> None:
        self.replaced = True

    def _receive_removed(self, _nothing: View) -> None:
        self.removed = True

    def _wake(self, *_reason: object) -> None:
        # The client counts as connected until its handlers have run, so look again a moment later.
        threading.Timer(0.01, self._notify).start()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()


def connect(client: Any, server: ServerProcess, browser: Browser, auth: dict[str, Any]) -> None:
    """Connect a client with a browser's cookies."""
    client.connect(
        server.url, headers=browser.headers, auth=auth, transports=["websocket"], wait_timeout=PATIENCE, retry=False
    )


def refusal_to_connect(server: ServerProcess, browser: Browser, **auth: Any) -> View:
    """Try to connect; return the data of the refusal: code, message, and perhaps more."""
    errors: list[View] = []
    client = _OrderedClient(reconnection=False)
    client.on("connect_error", errors.append)
    with pytest.raises(ConnectionRefused):
        connect(client, server, browser, auth)
    (error,) = errors
    assert error["message"] == error["data"]["message"]
    data: View = error["data"]
    return data


def refusal_of(answer: Any) -> str:
    """Return the code of a refusal, which must have exactly the documented shape."""
    assert set(answer) == {"ok", "error"} and answer["ok"] is False, answer
    extra_keys = {"wait"} if answer["error"].get("code") == "too_many" else set()
    assert set(answer["error"]) == {"code", "message"} | extra_keys, answer
    assert answer["error"]["message"].endswith("."), answer
    return str(answer["error"]["code"])
