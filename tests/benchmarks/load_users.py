"""Locust users of the room or of the bare server, run as a separate process.

The argument is a JSON object with `url`, `size`, `changes`, the server's `pid`, and `links` of the session, which is
null for the bare server. The output is a JSON object with the measurements.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import os  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, ClassVar  # noqa: E402

import gevent  # noqa: E402
import gevent.event  # noqa: E402
import requests  # noqa: E402
from locust import task  # type: ignore[import-not-found, unused-ignore]  # noqa: E402
from locust.contrib.socketio import SocketIOUser  # noqa: E402
from locust.env import Environment  # noqa: E402

ENTER_SECONDS, RECEIVE_SECONDS = 300, 60
"""The longest times until everybody has entered, and until everybody has received a change."""
COMMANDS_PER_SECOND, COMMAND_SECONDS = 20, 10
ARRIVALS_PER_SECOND = 50
ENVELOPE = '42["change",]'


class Listener(SocketIOUser):  # type: ignore[misc, unused-ignore]
    """A page that enters, and records when it receives changes."""

    abstract = True
    all_pages: ClassVar[list["Listener"]] = []
    plan: ClassVar[dict[str, Any]] = {}
    sio: Any
    options = {"reconnection": False}  # noqa: RUF012 (overrides Locust's attribute)

    def on_start(self) -> None:
        self.has_entered = False
        self.received: list[tuple[float, int]] = []
        self.number = len(self.all_pages)
        self.all_pages.append(self)
        self.sio.on("change", self._receive)
        self.connect()

    @task
    def listen(self) -> None:
        gevent.sleep(3_600)

    def connect(self) -> None:
        raise NotImplementedError

    def make_change(self, number: int) -> Any:
        """Make a change that everybody receives; even and odd numbers alternate."""
        raise NotImplementedError

    def _receive(self, change: Any) -> None:
        # Only one page counts bytes, since the users share the processors with the server.
        size = len(json.dumps(change, separators=(",", ":"))) if self.number == 1 else 0
        self.received.append((time.perf_counter(), size))


class BarePage(Listener):
    """A page of the bare server."""

    def connect(self) -> None:
        """Connect without entering."""
        self.sio.connect(self.plan["url"], transports=["websocket"], wait_timeout=60)
        self.has_entered = True

    def make_change(self, number: int) -> Any:
        """Broadcast a payload as long as that of a raised hand."""
        change = {"since": number, "revision": number + 1, "hands": {"added": ["0" * 16]}}
        return self.sio.call("broadcast", change, timeout=60)


class RoomPage(Listener):
    """A page of the room; the first page is a moderator's."""

    def connect(self) -> None:
        """Follow the link with a name, and connect with the cookie."""
        link = self.plan["links"]["attendee" if self.number else "moderator"]
        http = requests.Session()
        response = http.get(link, params={"name": f"Guest {self.number}"}, allow_redirects=False, timeout=60)
        self.person = response.headers["Location"].rpartition("/")[2]
        cookie = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
        http.close()
        self.sio.on("room", self._enter)
        auth = {"person": self.person, "page": f"page-{self.number:08}"}
        headers = {"Cookie": cookie}
        self.sio.connect(self.plan["url"], headers=headers, auth=auth, transports=["websocket"], wait_timeout=60)

    def make_change(self, number: int) -> Any:
        """Raise a hand, or lower it."""
        return self.sio.call("lower_hand" if number % 2 else "raise_hand", {}, timeout=60)

    def _enter(self, _room: Any) -> None:
        self.has_entered = True


def measure(plan: dict[str, Any]) -> dict[str, Any]:
    """Let everybody enter, make changes one after another, then many at once; return the measurements."""
    Listener.plan = plan
    memory, cpu = memory_bytes(plan["pid"]), cpu_seconds(plan["pid"])
    start = time.perf_counter()
    environment = Environment(user_classes=[RoomPage if plan["links"] else BarePage])
    environment.create_local_runner().start(plan["size"], spawn_rate=ARRIVALS_PER_SECOND)
    wait_until(lambda: sum(page.has_entered for page in Listener.all_pages) == plan["size"], ENTER_SECONDS)
    enter_seconds = time.perf_counter() - start
    cpu_of_entering = cpu_seconds(plan["pid"]) - cpu
    gevent.sleep(2)
    memory_per_person = (memory_bytes(plan["pid"]) - memory) / plan["size"]
    cpu = cpu_seconds(plan["pid"])
    received = [measure_change(number) for number in range(plan["changes"])]
    cpu_of_changes = cpu_seconds(plan["pid"]) - cpu
    size = Listener.all_pages[1].received[0][1]
    acknowledged = measure_acknowledgements()
    durations = [duration for durations in received for duration in durations]
    last_received = [max(durations) for durations in received]
    return {
        "enter_s": enter_seconds,
        "enter_cpu_ms": cpu_of_entering / plan["size"] * 1_000,
        "change_cpu_ms": cpu_of_changes / plan["changes"] * 1_000,
        "received_p50_ms": percentile(durations, 50),
        "received_p99_ms": percentile(durations, 99),
        "all_p50_ms": percentile(last_received, 50),
        "all_p99_ms": percentile(last_received, 99),
        "bytes": size + len(ENVELOPE),
        "ack_p50_ms": percentile(acknowledged, 50),
        "ack_p99_ms": percentile(acknowledged, 99),
        "kb_a_person": memory_per_person / 1_000,
    }


def measure_change(number: int) -> list[float]:
    """Make a change, and return the seconds until each page has received it."""
    pages = Listener.all_pages
    # Give all pages time to process the previous change.
    gevent.sleep(0.3 + len(pages) * 0.0003)
    for page in pages:
        page.received.clear()
    start = time.perf_counter()
    gevent.spawn(pages[1].make_change, number)
    wait_until(lambda: all(page.received for page in pages), RECEIVE_SECONDS)
    return [page.received[0][0] - start for page in pages]


def measure_acknowledgements() -> list[float]:
    """Send many commands; return the seconds until each is acknowledged.

    Everybody receives the changes.
    """
    seconds: list[float] = []

    def make_change(page: Listener, number: int) -> None:
        start = time.perf_counter()
        page.make_change(number)
        seconds.append(time.perf_counter() - start)

    senders = Listener.all_pages[2 : 2 + COMMANDS_PER_SECOND] or Listener.all_pages[1:2]
    greenlets = []
    for number in range(COMMAND_SECONDS):
        for page in senders:
            greenlets.append(gevent.spawn(make_change, page, number))
            gevent.sleep(1 / COMMANDS_PER_SECOND)
    gevent.joinall(greenlets, timeout=RECEIVE_SECONDS)
    return seconds


def percentile(seconds: list[float], percent: int) -> float:
    """Return a percentile in milliseconds."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1_000


def memory_bytes(pid: int) -> int:
    """Return a process's memory in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * 4_096


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds of a process, which hardly depend on other processes."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(condition: Any, seconds: float) -> None:
    """Poll until the condition is true; the pages record the exact times."""
    with gevent.Timeout(seconds, TimeoutError(f"not within {seconds} s")):
        while not condition():
            gevent.sleep(0.01)


if __name__ == "__main__":
    print("RESULT " + json.dumps(measure(json.loads(sys.argv[1]))), flush=True)
