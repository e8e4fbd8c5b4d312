"""Measure how much floods of signals slow others down: ``python -m tests.benchmarks.signal_flood``.

First, one person sends signals of 31 KB for ten seconds as fast as the server accepts them; then a hundred people send
small signals simultaneously. Meanwhile, a person in another session sends a message every quarter of a second. The time
until it is acknowledged shows how much the flood slows others down; the server's CPU time shows the cost of a signal.
"""

import json
import multiprocessing
import selectors
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import websocket

from tests.benchmarks.figures import parse_rounds
from tests.benchmarks.process_cpu import cpu_by_process
from tests.reference_server.clients import Browser, PageClient, new_page, new_session
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

SECONDS = 10
PEOPLE = 100
CHARACTERS = 31_000


class AcknowledgementTimer(threading.Thread):
    """Measures the time until messages of one person are acknowledged."""

    def __init__(self, person: PageClient) -> None:
        super().__init__(daemon=True)
        self._person = person
        self._ended = threading.Event()
        self._seconds: list[float] = []
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.25):
            start = time.monotonic()
            self._person.send("dismiss_notice", {"number": 1})
            self._seconds.append(time.monotonic() - start)

    def end(self) -> str:
        self._ended.set()
        self.join()
        ordered = sorted(self._seconds) or [0.0]
        return f"others wait {ordered[len(ordered) // 2] * 1000:.0f} ms (median), {ordered[-1] * 1000:.0f} ms at most"


def main() -> None:
    """Flood a server, first from one person, then from many, and print the cost."""
    for _ in range(parse_rounds(__doc__ or "", default=1)):
        with tempfile.TemporaryDirectory() as folder:
            server = ServerProcess(Path(folder), "--rate-factor", "1")
            try:
                _measure(server)
            finally:
                server.kill()


def _measure(server: ServerProcess) -> None:
    session, other = ConnectedSession(server), PageClient(server, Browser(new_session(server)["attendee"], "Other"))
    ada, ben = session.enter("Ada"), session.enter("Ben")
    for person in (ada, ben):
        person.do("join", microphone=True, camera=True)
    other.wait_until(lambda view: bool(view["people"]))
    timer = AcknowledgementTimer(other)
    time.sleep(3)  # noqa: TID251 (the time is what is measured over)
    print("without a flood:", timer.end())
    # The flooding process connects as Ada.
    offer = {"type": "offer", "call": "c1", "round": 1, "sdp": "x" * CHARACTERS}
    large = {"to": ben.public_id, "from_stage": True, "data": offer}
    _flood(server, "one person", [session.browsers["Ada"]], large, AcknowledgementTimer(other), ben)
    guests = [Browser(session.links["attendee"], f"Guest {number}") for number in range(PEOPLE)]
    small = {"to": ben.public_id, "from_stage": False, "data": {"type": "want", "call": "c1"}}
    _flood(server, f"{PEOPLE} people", guests, small, AcknowledgementTimer(other), ben)
    session.close()


def _flood(
    server: ServerProcess,
    name: str,
    browsers: Sequence[Browser],
    signal: dict[str, Any],
    timer: AcknowledgementTimer,
    receiver: PageClient,
) -> None:
    people = [(browser.person, browser.headers) for browser in browsers]
    before, cpu = len(receiver.signals), cpu_by_process().get("server", 0.0)
    process = multiprocessing.get_context("fork").Process(target=_send_continuously, args=(server.url, people, signal))
    process.start()
    process.join()
    cpu = cpu_by_process().get("server", 0.0) - cpu
    print(f"{name}: {timer.end()}; {len(receiver.signals) - before} signals forwarded, {cpu:.1f} s of CPU time")


def _send_continuously(url: str, people: Sequence[tuple[str, dict[str, str]]], signal: dict[str, Any]) -> None:
    """Connect these people, and send a signal over all connections as fast as possible."""
    frame = websocket.ABNF.create_frame(f"42{json.dumps(['signal', signal])}", websocket.ABNF.OPCODE_TEXT).format()
    selector, unsent = selectors.DefaultSelector(), {}
    for connection in [_connect(url, person, headers) for person, headers in people]:
        sock: Any = connection.sock
        sock.setblocking(False)
        unsent[connection] = b""
        selector.register(sock, selectors.EVENT_WRITE, connection)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and selector.get_map():
        for key, _ in selector.select(0.1):
            try:
                data = unsent[key.data] or frame * (1 if len(frame) > 10_000 else 50)
                unsent[key.data] = data[key.data.sock.send(data) :]
            except BlockingIOError:
                continue
            except OSError:
                selector.unregister(key.fileobj)


def _connect(url: str, person: str, headers: dict[str, str]) -> websocket.WebSocket:
    websocket_url = f"ws{url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket"
    connection = websocket.create_connection(websocket_url, timeout=PATIENCE, header=headers)
    connection.send(f"40{json.dumps({'person': person, 'page': new_page()})}")
    while not str(connection.recv()).startswith("40"):
        pass
    return connection


if __name__ == "__main__":
    main()
