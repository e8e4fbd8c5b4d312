"""Sends events to pages, whichever process of the room they are connected to."""

from typing import Any

from flask_socketio import SocketIO

from reference_server.live.outgoing_queue import is_busy
from reference_server.live.process_bus import Message, ProcessBus


class PageEvents:
    """Sends chat messages, reactions, signals and `move` to pages, and ends connections of pages."""

    def __init__(self, socketio: SocketIO, bus: ProcessBus) -> None:
        self._socketio = socketio
        self.bus = bus

    def send_to_session(self, session: str, name: str, payload: dict[str, Any]) -> None:
        """Send an event to all pages of a session."""
        self.send_to_session_here(session, name, payload)
        self.bus.publish({"kind": "session_event", "session": session, "name": name, "payload": payload})

    def send_to_session_here(self, session: str, name: str, payload: dict[str, Any]) -> None:
        """Send an event to the session's pages that are connected to this process."""
        self._socketio.emit(name, payload, to=session)

    def send_to_other_process(self, process: str, sid: str, name: str, payload: dict[str, Any]) -> None:
        """Send an event to a page that is connected to another process."""
        self.bus.publish_to(process, {"kind": "page_event", "sid": sid, "name": name, "payload": payload})

    def end_connection_elsewhere(self, process: str, sid: str, name: str | None) -> None:
        """End a page's connection to another process, after the event `name`, if any, which says why."""
        self.bus.publish_to(process, {"kind": "end", "sid": sid, "name": name})

    def move_pages_away(self, within: float) -> None:
        """Tell all pages of this process to move to another one, each at a random moment within these seconds."""
        self._socketio.emit("move", {"within": within})

    def end_connection_here(self, sid: str, name: str | None) -> None:
        """End a page's connection to this process, after the event `name`, if any, which says why."""
        if name:
            self._socketio.emit(name, {}, to=sid)
        server: Any = self._socketio.server  # type: ignore[attr-defined]
        server.disconnect(sid, namespace="/")

    def receive(self, message: Message) -> None:
        """Send an event of another process; drop it if it is for a single page with a busy outgoing queue."""
        if message["kind"] == "session_event":
            self.send_to_session_here(message["session"], message["name"], message["payload"])
        elif message["kind"] == "page_event" and not is_busy(self._socketio, message["sid"]):
            self._socketio.emit(message["name"], message["payload"], to=message["sid"])
