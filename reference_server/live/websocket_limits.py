"""Limits on each WebSocket, so that no client can disturb the others (SAFE-4).

Flask-SocketIO and its libraries do not have these limits. The size of a message is checked before its fragments are
assembled, the greenlets of other WebSockets run after each message, and a malformed message ends only its own
WebSocket, with one log event.
"""

import contextlib
import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import gevent
import gevent.event
import gevent.selectors
import simple_websocket  # type: ignore[import-untyped]
from engineio.async_drivers.gevent import Thread  # type: ignore[import-untyped]
from engineio.packet import Packet  # type: ignore[import-untyped]
from flask_socketio import SocketIO
from socketio.packet import Packet as SocketIOPacket  # type: ignore[import-untyped]
from wsproto.frame_protocol import FrameProtocol

from reference_server.live import encoded_payload
from reference_server.live.outgoing_queue import bound_outgoing
from reference_server.live.reading_pace import ReadingPace
from reference_server.logs import event

log = logging.getLogger("stagedoor.websocket")

LARGEST_MESSAGE = 128 * 1024
CONNECT_SECONDS = 10.0
"""Seconds in which a new client must connect to Socket.IO, and send each message of the upgrade to a WebSocket."""
MOST_ATTACHMENTS = 4
SILENCE_SECONDS = 30
"""Seconds after which a connection is closed whose client sends nothing or stops reading; browsers answer pings."""
SEND_BUFFER = 128 * 1024
"""The send buffer in bytes. Linux doubles it; where it is not set, the buffer grows to 4 MB."""
LINGER_ZERO = struct.pack("ii", 1, 0)
"""The value of SO_LINGER with which closing a socket drops unsent data."""
MOST_QUEUED_MESSAGES = 32
"""The received messages that one WebSocket may have queued; with more, nothing is read from it."""
Environ = dict[str, Any]


class BoundedPacket(SocketIOPacket):  # type: ignore[misc]
    """A Socket.IO packet with a bounded number of binary attachments; its payload may be encoded already."""

    class json:  # noqa: N801 (Socket.IO's name for its encoder and decoder)
        """Encodes payloads once for many receivers."""

        dumps = staticmethod(encoded_payload.dumps)
        loads = staticmethod(SocketIOPacket.json.loads)

    @classmethod
    def data_is_binary(cls, _data: object) -> bool:
        """Return False: the room sends no binary data.

        Searching for it doubled the time to send a session.
        """
        return False

    def decode(self, encoded_packet: Any) -> int:
        """Parse a packet and return the number of attachments to come. Raises ValueError."""
        attachments = int(super().decode(encoded_packet) or 0)
        if attachments > MOST_ATTACHMENTS:
            raise ValueError("too many attachments")
        return attachments


class _Socket:
    """A socket that several greenlets may write to: each write is completed before the next one begins."""

    def __init__(self, sock: Any) -> None:
        sock.settimeout(SILENCE_SECONDS)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._sock = sock
        self._writing = threading.Lock()

    def send(self, data: bytes) -> None:
        with self._writing:
            self._sock.sendall(data)

    def send_at_once(self, data: bytes) -> bool:
        """Send data if the operating system takes it now, and return whether it did."""
        if self._writing.locked():
            return False
        try:
            sent = self._sock._sock.send(data)  # gevent's own `send` waits
        except OSError:
            return False
        if sent < len(data):
            self._writing.acquire()
            gevent.spawn(self._send_rest, data[sent:])
        return True

    def _send_rest(self, data: bytes) -> None:
        try:
            self._sock.sendall(data)
        except OSError:
            self.abort()
        finally:
            self._writing.release()

    def recv(self, size: int) -> bytes:
        received: bytes = self._sock.recv(size)
        return received

    def close(self) -> None:
        self._sock.close()

    def end(self) -> None:
        """End the connection after all data is sent, also for greenlets that wait to read."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def abort(self) -> None:
        """Close the connection at once, also for greenlets that wait to read or write; drop unsent data."""
        with contextlib.suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
            self._sock.shutdown(socket.SHUT_RDWR)


class _Server(simple_websocket.Server):  # type: ignore[misc]
    """The server's end of a WebSocket, which reads no faster than messages are handled."""

    def handshake(self) -> None:
        self.sock: Any = _Socket(self.sock)
        super().handshake()

    def send_framed(self, message: str | bytes) -> None:
        """Send a message whose frame is encoded once for all its recipients.

        Raises ConnectionClosed.
        """
        if not self.connected:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        self.sock.send(_encode_frame(message))

    def _handle_events(self) -> bool:
        is_handshake = not self.connected
        if not super()._handle_events():
            # No pause: a greenlet that waits in `receive` must not run before simple_websocket has set `connected`.
            return False
        gevent.sleep(0)
        while len(self.input_buffer) > MOST_QUEUED_MESSAGES and self.connected:
            gevent.sleep(0.01)
        return is_handshake or bool(self.connected)


@lru_cache(8)
def _encode_frame(message: str | bytes) -> bytes:
    return bytes(FrameProtocol(client=False, extensions=[]).send_data(message, fin=True))


class LimitedWebSocket:
    """A WebSocket with the interface that Engine.IO expects, called as a WSGI application."""

    def __init__(self, handler: Callable[["LimitedWebSocket"], Iterable[bytes]], _server: object) -> None:
        self._handler = handler
        self._ws: Any = None
        self._message_count = 0
        self._pace = ReadingPace()

    def __call__(self, environ: Environ, _start_response: object) -> Iterable[bytes]:
        """Serve the WebSocket until it ends; nothing that it receives raises an exception."""
        # No compression: a compressed message would be bounded only after it was unpacked.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        try:
            self._ws = _Server(environ, **_OPTIONS)
            # The handler is a method of Engine.IO's object for the client.
            queue = self._handler.__self__.queue  # type: ignore[attr-defined]
            queue.abort, queue.write_at_once = self.abort, self._write_at_once
            return self._handler(self)
        except Exception as error:  # Caused by this WebSocket, so only this one ends.
            event(log, "websocket_ended", reason=type(error).__name__)
            self.close()
            return []

    def wait(self) -> str | bytes | None:
        """Return the next message, None after the end of the WebSocket or a time-out.

        Raises ValueError if the message cannot be parsed.
        """
        try:
            message: str | bytes | None = self._ws.receive(
                CONNECT_SECONDS if self._message_count < 2 else SILENCE_SECONDS
            )
        except simple_websocket.ConnectionClosed:
            return None
        if message is None:
            return None
        self._message_count += 1
        # A pause here also pauses the reading, so that further messages wait on the client's machine.
        gevent.sleep(self._pace.seconds_to_wait(len(message)))
        _expect_packet(message)
        return message

    def send(self, message: str | bytes) -> None:
        """Send a message. Raises OSError, and closes the connection, if that is not possible."""
        try:
            self._ws.send_framed(message)
        except simple_websocket.ConnectionClosed as error:
            raise OSError("the WebSocket has ended") from error
        except OSError:
            self.abort()
            raise

    def _write_at_once(self, packet: Packet) -> bool:
        return bool(self._ws.connected and self._ws.sock.send_at_once(_encode_frame(packet.encode())))

    def abort(self) -> None:
        """Close the connection at once and drop unsent data."""
        if self._ws:
            self._ws.sock.abort()

    def close(self) -> None:
        """Close the WebSocket, quietly if the other side has ended the connection already."""
        if self._ws and self._ws.connected:
            with contextlib.suppress(OSError):
                self._ws.close()
        if self._ws:
            self._ws.sock.end()


_OPTIONS = {
    "max_message_size": LARGEST_MESSAGE,
    "receive_bytes": 16 * 1024,
    "thread_class": Thread,
    "event_class": gevent.event.Event,
    "selector_class": gevent.selectors.DefaultSelector,
}


def _expect_packet(message: str | bytes) -> None:
    """Parse a message to find errors, which nothing would catch when Engine.IO parses it."""
    try:
        Packet(encoded_packet=message)
    except (ValueError, RecursionError) as error:
        event(log, "unreadable", reason=type(error).__name__)
        raise ValueError("not a packet") from error


class _Clients:
    """Ends Socket.IO clients that do not connect in time, or send what the server cannot parse."""

    def __init__(self, socketio: SocketIO) -> None:
        server: Any = socketio.server  # type: ignore[attr-defined]
        self._engine = server.eio
        self._manager = server.manager
        self._connect = self._engine.handlers["connect"]
        self._handle = self._engine.handlers["message"]

    def end(self, sid: str | None = None) -> None:
        """End a client by Engine.IO's id, without waiting until it has received its queue.

        That may never happen.
        """
        client = self._engine.sockets.pop(sid, None)
        if client:
            client.close(wait=False)

    def connect(self, sid: str, environ: Environ) -> Any:
        """Let Socket.IO handle a new client, and end the client unless it connects to Socket.IO in time."""
        gevent.spawn(self._end_unless_connected, sid)
        return self._connect(sid, environ)

    def handle(self, sid: str, data: object) -> None:
        """Let Socket.IO handle a message."""
        try:
            self._handle(sid, data)
        except Exception as error:  # Not a message of the room: the dispatcher answers all of those.
            event(log, "unreadable", reason=type(error).__name__)
            self.end(sid)

    def _end_unless_connected(self, sid: str) -> None:
        while True:
            gevent.sleep(CONNECT_SECONDS)
            if sid not in self._engine.sockets:
                return
            if self._manager.sid_from_eio_sid(sid, "/") is None:
                event(log, "not_connected", result="disconnected")
                self.end(sid)


def limit_websockets(socketio: SocketIO) -> None:
    """Limit a server's WebSockets, and end clients that send malformed packets or do not connect in time."""
    engine = socketio.server.eio  # type: ignore[attr-defined]
    engine._async = {**engine._async, "websocket": LimitedWebSocket}
    clients = _Clients(socketio)
    engine.disconnect = clients.end
    engine.on("connect", clients.connect)
    engine.on("message", clients.handle)
    bound_outgoing(socketio, clients.end)
