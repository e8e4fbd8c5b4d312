"""Clients that read nothing: they take little memory and affect nobody else (SAFE-4)."""

import contextlib
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import websocket
from engineio.packet import MESSAGE, Packet  # type: ignore[import-untyped]
from gevent.queue import Empty

from reference_server.live.outgoing_queue import MOST_BYTES_AT_ONCE, MOST_WAITING_BYTES, PACKET_OVERHEAD, OutgoingQueue
from reference_server.live.signal_payloads import LARGEST_DESCRIPTION
from reference_server.storage.chat_pages import LARGEST_PAGE
from tests.reference_server.clients import Browser, new_page, read_result_code
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.stand_ins.connected_session import ConnectedSession, OpenSession

READERS = 8
BYTES_PER_READER = 2 * 1024 * 1024
"""The memory that a client that reads nothing may take, in bytes."""
PAGES = 20 * MOST_WAITING_BYTES // LARGEST_PAGE
"""The number of chat pages requested, whose size far exceeds the limit on unsent data."""


class NonReader:
    """A client that sends requests and pongs but reads nothing."""

    def __init__(self, server: ServerProcess, browser: Browser) -> None:
        address = f"ws{server.url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket"
        smallest_buffer = (socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._ws = websocket.create_connection(
            address, timeout=PATIENCE, header=browser.headers, sockopt=[smallest_buffer]
        )
        self._ws.send(f"40{json.dumps({'person': browser.person, 'page': new_page()})}")
        while not str(self._ws.recv()).startswith("40"):
            pass

    def request_chat(self, number: int) -> None:
        """Request the newest page of the chat this number of times.

        Raise OSError if the server has closed the connection.
        """
        for _ in range(number):
            self._ws.send('42["read_chat",{"after":0}]')
            self._ws.send("3")

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(OSError, websocket.WebSocketException):
            self._ws.close(timeout=0)


class Memory:
    """The memory of the server's process, in bytes."""

    def __init__(self, server: ServerProcess) -> None:
        self._status = Path(f"/proc/{server.process.pid}/status")
        (self._status.parent / "clear_refs").write_text("5")  # resets the peak

    def read_current(self) -> int:
        """Return the memory in use."""
        return self._read("VmRSS")

    def read_peak(self) -> int:
        """Return the largest amount of memory in use since this object was created."""
        return self._read("VmHWM")

    def _read(self, name: str) -> int:
        (line,) = (line for line in self._status.read_text().splitlines() if line.startswith(f"{name}:"))
        return int(line.split()[1]) * 1024


@pytest.fixture
def long_chat(start_server: MakeServer, open_session: OpenSession) -> Iterator[ConnectedSession]:
    """A session with many long chat messages, on a separate server."""
    session = open_session(on=start_server("--grace", "600"))
    ada = session.enter("Ada")
    for number in range(60):
        ada.do("say", text="😀" * 2_000, sent_as=f"mark-{number:04}")
    yield session
    session.close()


def open_browser(session: ConnectedSession, name: str) -> Browser:
    """Open a browser, and enter the session in it by the attendees' link."""
    return Browser(session.links["attendee"], name)


@pytest.mark.disruption
def test_safe_4_a_client_that_reads_nothing_is_disconnected(long_chat: ConnectedSession) -> None:
    ben = long_chat.enter("Ben")
    reader = NonReader(long_chat.server, open_browser(long_chat, "Cleo"))
    ben.wait_until(lambda view: any(person["name"] == "Cleo" and person["page"] for person in view["people"]))
    with contextlib.suppress(OSError):  # raised once the server has closed the connection
        reader.request_chat(PAGES)
    ben.wait_until(lambda view: all(person["name"] != "Cleo" or person["page"] is None for person in view["people"]))
    assert "overflow" in long_chat.server.log()
    reader.close()


@pytest.mark.disruption
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process from /proc")
def test_safe_4_clients_that_read_nothing_take_at_most_two_megabytes_each(
    long_chat: ConnectedSession,
) -> None:
    ben = long_chat.enter("Ben")
    readers = [NonReader(long_chat.server, open_browser(long_chat, f"Reader {number}")) for number in range(READERS)]
    ben.do("say", text="before", sent_as="mark-before")
    memory = Memory(long_chat.server)
    memory_before = memory.read_current()
    for number in range(PAGES):
        for reader in readers:
            with contextlib.suppress(OSError):
                reader.request_chat(1)
        if number % 10 == 0:
            ben.do("say", text=f"meanwhile {number}", sent_as=f"mark-ben-{number:04}")
    ben.wait_for(lambda: ben.messages[-1]["text"] == f"meanwhile {number - number % 10}", lambda: ben.messages[-1:])
    assert memory.read_peak() - memory_before < READERS * BYTES_PER_READER
    for reader in readers:
        reader.close()


@pytest.mark.disruption
def test_a_client_that_reads_receives_as_much_as_it_requests(long_chat: ConnectedSession) -> None:
    page = long_chat.enter("Dan")
    for _ in range(PAGES):
        page.do("read_chat", after=0)
    page.wait_for(lambda: len(page.chats) == PAGES, lambda: len(page.chats))
    assert "overflow" not in long_chat.server.log()


@pytest.mark.disruption
def test_safe_4_signals_cannot_get_a_slowly_reading_page_disconnected(
    long_chat: ConnectedSession,
) -> None:
    ada, ben = long_chat.enter("Ada"), long_chat.enter("Ben")
    ada.do("join", microphone=True, camera=True)
    reader = NonReader(long_chat.server, open_browser(long_chat, "Cleo"))
    view = ben.wait_until(lambda view: any(person["name"] == "Cleo" and person["page"] for person in view["people"]))
    (cleo,) = (person for person in view["people"] if person["name"] == "Cleo")
    offer = {"type": "offer", "call": "c1", "round": 1, "sdp": "x" * LARGEST_DESCRIPTION}
    signal = {"to": cleo["page"], "from_stage": True, "data": offer}
    acknowledgements = [ada.send("signal", signal) for _ in range(4 * MOST_WAITING_BYTES // LARGEST_DESCRIPTION)]
    codes = {read_result_code(acknowledgement) for acknowledgement in acknowledgements}
    assert codes == {"ok", "page_busy"}
    assert "overflow" not in long_chat.server.log()
    reader.close()


def packet(size: int) -> Packet:
    """Return a packet that counts as `size` bytes."""
    return Packet(MESSAGE, data="x" * (size - PACKET_OVERHEAD))


def test_a_queue_has_room_until_it_is_full_and_again_after_a_get() -> None:
    queue = OutgoingQueue()
    for _ in range(8):
        queue.put(packet(MOST_WAITING_BYTES // 8))
    assert not queue.has_room_for(packet(MOST_WAITING_BYTES // 8))
    queue.get()
    assert queue.has_room_for(packet(MOST_WAITING_BYTES // 8))
    assert not queue.has_room_for(packet(MOST_WAITING_BYTES // 4))


def test_only_a_part_of_a_queue_is_taken_at_once() -> None:
    queue = OutgoingQueue()
    for _ in range(20):
        queue.put(packet(MOST_BYTES_AT_ONCE // 4))
    assert queue.get()
    packets_taken = 1
    with contextlib.suppress(Empty):
        while queue.get(block=False):
            packets_taken += 1
    assert packets_taken == 4
    assert queue.get()


def test_an_overflowing_queue_drops_everything_and_aborts_the_connection() -> None:
    queue, aborted = OutgoingQueue(), []
    queue.abort = lambda: aborted.append(True)
    for _ in range(8):
        queue.put(packet(MOST_WAITING_BYTES // 8))
    while queue.has_room_for(packet(1_000)):
        queue.put(packet(1_000))
    queue.get()
    queue.overflow()
    assert aborted == [True]
    assert queue.empty()
    assert not queue.has_room_for(packet(1_000))
    queue.put(None)
    assert queue.get() is None
