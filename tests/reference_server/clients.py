"""Socket.IO clients of the reference room, each with the cookies of a browser."""

import itertools
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
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
RECORDED_EVENTS = {
    "signal": "signals",
    "chat": "chats",
    "media_access": "media_accesses",
    "reaction": "reactions",
    "move": "moves",
    "message_deleted": "deletions",
}
"""The events of which a page client keeps all payloads, and the attributes in which it keeps them."""
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
        """End the connection.

        A handler runs in the thread that reads messages, so it does not wait for that thread.
        """
        super().disconnect(abort or self.read_loop_task is threading.current_thread(), reason)

    def _trigger_event(self, event: str, *arguments: Any, **options: Any) -> Any:
        return super()._trigger_event(event, *arguments, **options | {"run_async": False})


class _OrderedClient(socketio.Client):  # type: ignore[misc]
    """A client that handles events in order, one at a time."""

    def _engineio_client_class(self) -> type[_OrderedTransport]:
        return _OrderedTransport


class PageClient:
    """A Socket.IO client in place of one page of a person's browser; records the events that it receives.

    After an unknown event, or one that does not follow from the earlier ones, `send`, `wait_for` and `close` fail.
    """

    def __init__(self, server: ServerProcess, browser: Browser, page: str | None = None) -> None:
        self.id = browser.person
        self.page = page or new_page()
        self.views: list[View] = []
        """All views that this page has had, the newest last."""
        self.complete_views: list[View] = []
        """The views among them that the server sent completely: on connection, and after each `read_session`."""
        self.changes: list[View] = []
        self._early_own_changes: list[View] = []
        self.signals: list[View] = []
        self.chats: list[View] = []
        self.reactions: list[View] = []
        self.deletions: list[View] = []
        self.media_accesses: list[View] = []
        self.moves: list[View] = []
        self.is_replaced = self.is_removed = False
        self._faults: list[str] = []
        self._changed = threading.Condition()
        self._client = _OrderedClient(reconnection=False)
        handlers = {name: self._make_recorder(getattr(self, events)) for name, events in RECORDED_EVENTS.items()}
        handlers |= {
            "room": self._receive_room,
            "change": self._receive_change,
            "own_change": self._receive_own_change,
            "replaced": self._receive_replaced,
            "removed": self._receive_removed,
        }
        for name, handler in handlers.items():
            self._client.on(name, self._make_reporting(name, handler))
        self._client.on("*", self._receive_unknown)
        self._client.on("disconnect", self._wake)
        connect(self._client, server, browser, {"person": self.id, "page": self.page})

    @property
    def view(self) -> View:
        """The newest view."""
        return self.views[-1]

    @property
    def public_id(self) -> str:
        """The public id of this page, to which others send signals."""
        (entry,) = (person for person in self.view["people"] if person["id"] == self.id)
        return str(entry["page"])

    @property
    def messages(self) -> list[View]:
        """All messages of the chat that this page has received."""
        return [message for chat in self.chats for message in chat["messages"]]

    @property
    def is_connected(self) -> bool:
        """Whether the connection is open."""
        return bool(self._client.connected)

    def send(self, message: str, *payload: object) -> Any:
        """Send a message with any payload; return the acknowledgement."""
        data = payload[0] if len(payload) == 1 else (payload or None)
        acknowledgement = self._client.call(message, data, timeout=PATIENCE)
        self._expect_no_faults()
        return acknowledgement

    def emit(self, message: str, payload: dict[str, Any]) -> None:
        """Send a message without waiting for the acknowledgement."""
        self._client.emit(message, payload)

    def do(self, message: str, **payload: object) -> list[str]:
        """Send a message that must be accepted; return the kinds of its facts."""
        acknowledgement = self.send(message, payload)
        assert acknowledgement["ok"], (message, payload, acknowledgement)
        return [fact["kind"] for fact in acknowledgement["facts"]]

    def expect_refusal(self, message: str, **payload: object) -> str:
        """Send a message that must be refused; return the code."""
        return read_refusal_code(self.send(message, payload))

    def wait_until(self, condition: Callable[[View], object]) -> View:
        """Wait for a view that meets the condition; return it."""
        self.wait_for(lambda: bool(self.views) and bool(condition(self.view)), lambda: self.views[-1:])
        return self.view

    def wait_for_revision_of(self, other: "PageClient") -> View:
        """Wait until this page has the revision that the other page has."""
        return self.wait_until(lambda view: view["revision"] >= other.view["revision"])

    def catch_up(self, revision: int) -> View:
        """Request the whole session; return the view, which has at least this revision.

        The server sends a page no changes that concern only other people, so its revision can be older.
        """
        self.do("read_session")
        return self.wait_until(lambda view: view["revision"] >= revision)

    def read_newest_view(self) -> View:
        """Request the whole session; return the view, which contains all changes made before the request."""
        count_before = len(self.complete_views)
        self.do("read_session")
        self.wait_for(lambda: len(self.complete_views) > count_before, lambda: self.view)
        return self.view

    def wait_for_signals(self, number: int) -> list[View]:
        """Wait until this page has received this number of signals."""
        self.wait_for(lambda: len(self.signals) >= number, lambda: self.signals)
        return self.signals

    def request_media_access(self) -> View:
        """Request access to the media server; return its URL and the token."""
        count_before = len(self.media_accesses)
        self.do("read_media_access")
        self.wait_for(lambda: len(self.media_accesses) > count_before, lambda: self.media_accesses)
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
        self._expect_no_faults()

    def wait_for(self, condition: Callable[[], bool], latest: Callable[[], object]) -> None:
        """Wait until the condition is true; after PATIENCE seconds, fail and show the latest value."""
        with self._changed:
            is_met = self._changed.wait_for(lambda: self._faults or condition(), PATIENCE)
            self._expect_no_faults()
            assert is_met, f"Timeout; the latest value was: {latest()}"

    def _expect_no_faults(self) -> None:
        assert not self._faults, "; ".join(self._faults)

    def _receive_room(self, room: View) -> None:
        with self._changed:
            self._early_own_changes.clear()
            self.complete_views.append(room)
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

    def _make_recorder(self, events: list[View]) -> Callable[[View], None]:
        def record(event: View) -> None:
            with self._changed:
                events.append(event)
                self._changed.notify_all()

        return record

    def _make_reporting(self, name: str, handler: Callable[[View], None]) -> Callable[[View], None]:
        # Socket.IO's client only logs an exception of a handler.
        def handle(event: View) -> None:
            try:
                handler(event)
            except Exception as error:
                self._add_fault(f"The page client cannot apply the event {name!r} ({error!r}): {event}")
                raise

        return handle

    def _receive_unknown(self, name: str, *payload: object) -> None:
        self._add_fault(f"The page client does not know the event {name!r}; handle it in {__name__}: {payload}")

    def _add_fault(self, fault: str) -> None:
        with self._changed:
            self._faults.append(fault)
            self._changed.notify_all()

    def _receive_replaced(self, _nothing: View) -> None:
        self.is_replaced = True

    def _receive_removed(self, _nothing: View) -> None:
        self.is_removed = True

    def _wake(self, *_reason: object) -> None:
        # The client counts as connected until its handlers have run, so look again a moment later.
        threading.Timer(0.01, self._notify).start()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()


def close_all(clients: Iterable[PageClient]) -> None:
    """Close all pages, also those after one whose `close` fails."""
    with ExitStack() as stack:
        for client in clients:
            stack.callback(client.close)


def connect(client: Any, server: ServerProcess, browser: Browser, auth: dict[str, Any]) -> None:
    """Connect a client with a browser's cookies."""
    client.connect(
        server.url, headers=browser.headers, auth=auth, transports=["websocket"], wait_timeout=PATIENCE, retry=False
    )


def expect_connection_refusal(server: ServerProcess, browser: Browser, **auth: Any) -> View:
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


def read_result_code(acknowledgement: Any) -> str:
    """Return "ok", or the code of the refusal."""
    return "ok" if acknowledgement["ok"] else read_refusal_code(acknowledgement)


def read_refusal_code(acknowledgement: Any) -> str:
    """Return the code of a refusal, which must have exactly the documented shape."""
    assert set(acknowledgement) == {"ok", "error"} and acknowledgement["ok"] is False, acknowledgement
    extra_keys = {"wait"} if acknowledgement["error"].get("code") == "too_many" else set()
    assert set(acknowledgement["error"]) == {"code", "message"} | extra_keys, acknowledgement
    assert acknowledgement["error"]["message"].endswith("."), acknowledgement
    return str(acknowledgement["error"]["code"])
