"""The bounded queue of packets to one client, since a client may stop reading (SAFE-4).

Engine.IO queues packets for each client without a limit. Here, a client for which more than `MOST_WAITING_BYTES` wait
is disconnected, and its packets are dropped: if it still works, it connects again and receives the whole state.
"""

import logging
from collections.abc import Callable
from typing import Any

import gevent
from engineio.packet import Packet  # type: ignore[import-untyped]
from flask_socketio import SocketIO
from gevent.queue import Empty, JoinableQueue

from reference_server.logs import event

log = logging.getLogger("stagedoor.outgoing")

MOST_WAITING_BYTES = 1024 * 1024
"""Bytes that may wait for one client: twenty times what a page receives at once in a full room."""
BUSY_BYTES = MOST_WAITING_BYTES // 2
"""With more waiting bytes than this, other clients cannot add any, so that nobody can get a client disconnected."""
MOST_BYTES_AT_ONCE = 64 * 1024
"""Bytes that are taken from the queue at once; they do not count as waiting any more."""
PACKET_OVERHEAD = 200
"""The approximate bytes that a packet takes besides its data."""


class OutgoingQueue(JoinableQueue):  # type: ignore[type-arg]
    """The packets that wait for one client; None ends the connection."""

    def __init__(self) -> None:
        super().__init__()
        self.abort: Callable[[], None] = lambda: None
        """Closes the client's connection at once; set when its WebSocket begins."""
        self.write_at_once: Callable[[Packet], bool] = lambda _packet: False
        """Writes a packet to the client's WebSocket if that does not have to wait; set when the WebSocket begins."""
        self.is_overflowing = False
        """Whether packets were dropped, so that the client has to connect again to get the whole state."""
        self._waiting_bytes = 0
        self._taken_bytes = 0

    @property
    def is_busy(self) -> bool:
        """Whether so many bytes wait that other clients cannot add any."""
        return self._waiting_bytes > BUSY_BYTES

    def has_room_for(self, packet: Packet) -> bool:
        """Return whether the packet fits into the queue."""
        return not self.is_overflowing and self._waiting_bytes + _size(packet) <= MOST_WAITING_BYTES

    def overflow(self) -> None:
        """Drop the waiting packets, and close the connection."""
        self.is_overflowing = True
        while not self.empty():
            self.get()
            self.task_done()
        self.abort()

    def put(self, item: Packet | None, *args: Any, **options: Any) -> None:
        """Add a packet."""
        self._waiting_bytes += _size(item)
        super().put(item, *args, **options)

    def get(self, block: bool = True, timeout: float | None = None) -> Packet | None:
        """Take a packet. Engine.IO waits for the first and takes more without waiting. Raises Empty."""
        if block:
            self._taken_bytes = 0
        elif self._taken_bytes >= MOST_BYTES_AT_ONCE:
            raise Empty
        item: Packet | None = super().get(block, timeout)
        self._waiting_bytes -= _size(item)
        self._taken_bytes += _size(item)
        return item


def _size(packet: Packet | None) -> int:
    data = packet.data if packet else None
    return PACKET_OVERHEAD + (len(data) if isinstance(data, str | bytes) else 0)


def is_busy(socketio: SocketIO, sid: str) -> bool:
    """Return whether other clients cannot send any bytes to the client with this Socket.IO id."""
    server = socketio.server  # type: ignore[attr-defined]
    client = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/"))
    return client is not None and bool(client.queue.is_busy)


def _write_past_queue(client: Any, packet: Packet) -> bool:
    """Write a packet at once if nothing is queued; return whether it was written.

    This halves the cost of a broadcast.
    """
    is_ready = client.upgraded and not (client.closing or client.closed) and client.queue.empty()
    return is_ready and bool(client.queue.write_at_once(packet))


def bound_outgoing(socketio: SocketIO, end: Callable[[str], None]) -> None:
    """Bound the queue of each client of a Socket.IO server; `end` disconnects a client by Engine.IO's id."""
    engine = socketio.server.eio  # type: ignore[attr-defined]
    engine._async = {**engine._async, "queue": OutgoingQueue}
    send = engine.send_packet

    def send_or_end(sid: str, packet: Packet) -> None:
        client = engine.sockets.get(sid)
        if client is not None and _write_past_queue(client, packet):
            return
        if client is None or client.queue.has_room_for(packet):
            send(sid, packet)
        elif not client.queue.is_overflowing:
            _drop_packets(client.queue)
            # In another greenlet: to announce here that a person has left would interrupt the current announcement.
            gevent.spawn(end, sid)

    engine.send_packet = send_or_end


def _drop_packets(queue: OutgoingQueue) -> None:
    event(log, "overflow", result="disconnected")
    queue.overflow()
