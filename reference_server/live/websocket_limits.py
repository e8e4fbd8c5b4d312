"""One browser's WebSocket, held so that nobody can use theirs to disturb others (SAFE-4).

What the libraries leave open is closed here: a message is bounded before it is gathered, not after; a line that
sends without pause takes its turn with the others; what cannot be read ends its own line, in one line of the log.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

import gevent
import gevent.event
import gevent.selectors
import simple_websocket  # type: ignore[import-untyped]
from engineio.async_drivers.gevent import Thread  # type: ignore[import-untyped]
from engineio.packet import Packet  # type: ignore[import-untyped]
from flask_socketio import SocketIO
from socketio.packet import Packet as SocketIOPacket  # type: ignore[import-untyped]

from reference_server.logs import event

log = logging.getLogger("stagedoor.line")

LARGEST_MESSAGE = 128 * 1024
MOST_ATTACHMENTS = 4
MOST_WAITING = 32
"""Messages that one line may have waiting; until they are answered nothing more is read from it."""
Environ = dict[str, Any]


class BoundedPacket(SocketIOPacket):  # type: ignore[misc]
    """A Socket.IO packet that announces no more binary attachments than a message may have."""

    def decode(self, encoded_packet: Any) -> int:
        """Read a packet; answers the number of attachments to come. Raises ValueError."""
        attachments = int(super().decode(encoded_packet) or 0)
        if attachments > MOST_ATTACHMENTS:
            raise ValueError("too many attachments")
        return attachments


class _Socket:
    """A socket on which several may write: each writes the whole of it before the next one does."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._writing = threading.Lock()

    def send(self, data: bytes) -> None:
        with self._writing:
            self._sock.sendall(data)

    def recv(self, size: int) -> bytes:
        received: bytes = self._sock.recv(size)
        return received

    def close(self) -> None:
        self._sock.close()


class _Server(simple_websocket.Server):  # type: ignore[misc]
    """The server's end of a WebSocket, which reads no faster than it is answered."""

    def handshake(self) -> None:
        self.sock: Any = _Socket(self.sock)
        super().handshake()

    def _handle_events(self) -> bool:
        shaking_hands = not self.connected
        if not super()._handle_events():
            return False  # At once: whoever waits for messages wakes up now, and must find the line at its end.
        gevent.sleep(0)
        while len(self.input_buffer) > MOST_WAITING and self.connected:
            gevent.sleep(0.01)
        return shaking_hands or bool(self.connected)


class Line:
    """A WebSocket as Engine.IO wants one, called as a WSGI application."""

    def __init__(self, handler: Callable[["Line"], Iterable[bytes]], _server: object) -> None:
        self._handler = handler
        self._ws: Any = None

    def __call__(self, environ: Environ, _start_response: object) -> Iterable[bytes]:
        """Hold the line until it ends, whatever comes in on it."""
        # A compressed message would be bounded only after it had been unpacked.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        try:
            self._ws = _Server(environ, **_OPTIONS)
            return self._handler(self)
        except Exception as error:  # Whatever it was, it came in on this line, and ends with it.
            event(log, "line_ended", reason=type(error).__name__)
            self.close()
            return []

    def wait(self) -> str | bytes | None:
        """The next message, None where the line has ended. Raises ValueError where it cannot be read."""
        gevent.sleep(0)
        try:
            message: str | bytes = self._ws.receive()
        except simple_websocket.ConnectionClosed:
            return None
        _expect_readable(message)
        return message

    def send(self, message: str | bytes) -> None:
        """Send a message. Raises OSError where the line has ended."""
        try:
            self._ws.send(message)
        except simple_websocket.ConnectionClosed as error:
            raise OSError("the line has ended") from error

    def close(self) -> None:
        """End the line; where the other side has gone already, there is nothing left to say."""
        if self._ws and self._ws.connected:
            with contextlib.suppress(OSError):
                self._ws.close()


_OPTIONS = {
    "max_message_size": LARGEST_MESSAGE,
    "receive_bytes": 16 * 1024,
    "thread_class": Thread,
    "event_class": gevent.event.Event,
    "selector_class": gevent.selectors.DefaultSelector,
}


def _expect_readable(message: str | bytes) -> None:
    """Engine.IO reads a message where nobody catches what it raises; here somebody does."""
    try:
        Packet(encoded_packet=message)
    except (ValueError, RecursionError) as error:
        event(log, "unreadable", reason=type(error).__name__)
        raise ValueError("not a packet") from error


def hold_lines(socketio: SocketIO) -> None:
    """Have a Socket.IO server hold its WebSockets so, and end the line of whoever sends what it cannot read."""
    engine = socketio.server.eio  # type: ignore[attr-defined]
    engine._async = {**engine._async, "websocket": Line}
    read = engine.handlers["message"]

    def end(sid: str | None = None) -> None:
        # Without waiting for a client to take what is left for it: one that never does would be waited for for ever.
        socket = engine.sockets.pop(sid, None)
        if socket:
            socket.close(wait=False)

    def read_or_end(sid: str, data: object) -> None:
        try:
            read(sid, data)
        except Exception as error:  # Messages are answered whatever happens, so this was none.
            event(log, "unreadable", reason=type(error).__name__)
            end(sid)

    engine.disconnect = end
    engine.on("message", read_or_end)
