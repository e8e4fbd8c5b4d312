"""Clients that read nothing: they cost little memory and disturb nobody (SAFE-4)."""

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

from reference_server.live.outgoing_queue import MOST_AT_ONCE, MOST_UNSENT, PACKET_OVERHEAD, OutgoingQueue
from reference_server.live.signal_payloads import LARGEST_DESCRIPTION
from reference_server.storage.chat_pages import LARGEST_PAGE
from tests.reference_server.clients import Browser, new_page, refusal_of
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.stand_ins.connected_session import ConnectedSession, OpenSession

READERS = 8
ALLOWED_EACH = 2 * 1024 * 1024
"""Bytes that one client that reads nothing may cost."""
PAGES = 20 * MOST_UNSENT // LARGEST_PAGE
"""A number of chat pages that far exceeds the limit of waiting data."""


class NonReader:
    """A client that reads nothing, answers heartbeats without having read them, and requests more."""

    def __init__(self, server: ServerProcess, browser: Browser) -> None:
        address = f"ws{server.url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket"
        smallest = (socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._ws = websocket.create_connection(address, timeout=PATIENCE, header=browser.headers, sockopt=[smallest])
        self._ws.send(f"40{json.dumps({'person': browser.person, 'page': new_page()})}")
        while not str(self._ws.recv()).startswith("40"):
            pass

    def asks(self, number: int) -> None:
        """Ask so often for the newest page of the chat.

        Raises OSError once the server has closed the connection.
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
        (self._status.parent / "clear_refs").write_text("5")  # begins a new peak

    def now(self) -> int:
        """Return the memory in use."""
        return self._read("VmRSS")

    def peak(self) -> int:
        """Return the largest amount of memory in use since the beginning."""
        return self._read("VmHWM")

    def _read(self, name: str) -> int:
        (line,) = (line for line in self._status.read_text().splitlines() if line.startswith(f"{name}:"))
        return int(line.split()[1]) * 1024


@pytest.fixture
def talkative(start_server: MakeServer, open_session: OpenSession) -> Iterator[ConnectedSession]:
    """A session whose chat holds many long messages, on a server of its own."""
    session = open_session(on=start_server("--grace", "600"))
    ada = session.enter("Ada")
    for number in range(60):
        ada.do("say", text="😀" * 2_000, sent_as=f"mark-{number:04}")
    yield session
    session.close()


def browser_of(session: ConnectedSession, name: str) -> Browser:
    """Return a person's browser."""
    return Browser(session.links["attendee"], name)


@pytest.mark.disruption
def test_safe_4_a_client_that_reads_nothing_is_disconnected(talkative: ConnectedSession) -> None:
    ben = talkative.enter("Ben")
    reader = NonReader(talkative.server, browser_of(talkative, "Cleo"))
    ben.wait_until(lambda view: any(person["name"] == "Cleo" and person["page"] for person in view["people"]))
    with contextlib.suppress(OSError):  # as soon as the server has closed the connection
        reader.asks(PAGES)
    ben.wait_until(lambda view: all(person["name"] != "Cleo" or person["page"] is None for person in view["people"]))
    assert "overflow" in talkative.server.log()
    reader.close()


@pytest.mark.disruption
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process from /proc")
def test_safe_4_clients_that_read_nothing_cost_two_megabytes_at_most_and_disturb_nobody(
    talkative: ConnectedSession,
) -> None:
    ben = talkative.enter("Ben")
    readers = [NonReader(talkative.server, browser_of(talkative, f"Reader {number}")) for number in range(READERS)]
    ben.do("say", text="before", sent_as="mark-before")
    memory = Memory(talkative.server)
    before = memory.now()
    for number in range(PAGES):
        for reader in readers:
            with contextlib.suppress(OSError):
                reader.asks(1)
        if number % 10 == 0:
            ben.do("say", text=f"meanwhile {number}", sent_as=f"mark-ben-{number:04}")
    ben.wait_for(lambda: ben.messages[-1]["text"] == f"meanwhile {number - number % 10}", lambda: ben.messages[-1:])
    assert memory.peak() - before < READERS * ALLOWED_EACH
    for reader in readers:
        reader.close()


@pytest.mark.disruption
def test_a_client_that_reads_slowly_is_sent_everything(talkative: ConnectedSession) -> None:
    live = talkative.enter("Dan")
    for _ in range(PAGES):
        live.do("read_chat", after=0)
    live.wait_for(lambda: len(live.chats) == PAGES, lambda: len(live.chats))
    assert "overflow" not in talkative.server.log()


@pytest.mark.disruption
def test_safe_4_nobody_has_another_page_disconnected_by_signals_that_it_reads_slowly(
    talkative: ConnectedSession,
) -> None:
    ada, ben = talkative.enter("Ada"), talkative.enter("Ben")
    ada.do("join", microphone=True, camera=True)
    reader = NonReader(talkative.server, browser_of(talkative, "Cleo"))
    seen = ben.wait_until(lambda view: any(person["name"] == "Cleo" and person["page"] for person in view["people"]))
    (cleo,) = (person for person in seen["people"] if person["name"] == "Cleo")
    offer = {"type": "offer", "call": "c1", "round": 1, "sdp": "x" * LARGEST_DESCRIPTION}
    signal = {"to": cleo["page"], "from_stage": True, "data": offer}
    answers = [ada.send("signal", signal) for _ in range(4 * MOST_UNSENT // LARGEST_DESCRIPTION)]
    codes = {"ok" if answer["ok"] else refusal_of(answer) for answer in answers}
    assert codes == {"ok", "page_busy"}
    assert "overflow" not in talkative.server.log()
    reader.close()


def packet(size: int) -> Packet:
    """Return a packet that counts as so many bytes."""
    return Packet(MESSAGE, data="x" * (size - PACKET_OVERHEAD))


def test_a_queue_has_room_until_too_much_waits_and_again_when_it_was_taken() -> None:
    queue = OutgoingQueue()
    for _ in range(8):
        queue.put(packet(MOST_UNSENT // 8))
    assert not queue.has_room_for(packet(MOST_UNSENT // 8))
    queue.get()
    assert queue.has_room_for(packet(MOST_UNSENT // 8))
    assert not queue.has_room_for(packet(MOST_UNSENT // 4))


def test_only_so_much_is_taken_from_a_queue_at_once_that_the_rest_still_counts() -> None:
    queue = OutgoingQueue()
    for _ in range(20):
        queue.put(packet(MOST_AT_ONCE // 4))
    assert queue.get()
    taken = 1
    with contextlib.suppress(Empty):
        while queue.get(block=False):
            taken += 1
    assert taken == 4
    assert queue.get()


def test_an_overflowing_queue_drops_everything_and_aborts_the_connection() -> None:
    queue, aborted = OutgoingQueue(), []
    queue.abort = lambda: aborted.append(True)
    for _ in range(8):
        queue.put(packet(MOST_UNSENT // 8))
    while queue.has_room_for(packet(1_000)):
        queue.put(packet(1_000))
    queue.get()
    queue.overflow()
    assert aborted == [True]
    assert queue.empty()
    assert not queue.has_room_for(packet(1_000))
    queue.put(None)
    assert queue.get() is None
