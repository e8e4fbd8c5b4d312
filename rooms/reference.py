"""The reference room, which the suite knows only as a process with an address."""

import ctypes
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from conformance.errors import NotReached
from conformance.room_profile import RoomProfile
from conformance.time_limits import SERVER_END, SERVER_START
from rooms.room import Links, SessionRequest
from rooms.session_requests import post_session

ROOT = Path(__file__).resolve().parents[1]
PR_SET_PDEATHSIG = 1
"""The value of Linux's PR_SET_PDEATHSIG."""
LIBC = ctypes.CDLL(None)
LATENCY = "STAGEDOOR_LATENCY"
"""The environment variable for the added network latency, in milliseconds each way."""


class ReferenceRoom:
    """Starts the server on a free port with an empty database, and ends it after the run."""

    name = "Stagedoor reference room"
    profile = RoomProfile()

    def __init__(self, log: Path) -> None:
        self._log = log
        self._folder = tempfile.TemporaryDirectory(prefix="stagedoor-room-")
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("")
        self._process = self._start()
        self._hangs = self._stopped = False
        self._own_address = self._wait_for_address()
        self._proxy = self._start_proxy(_latency())
        self.address = _read_address(self._proxy) if self._proxy else self._own_address

    def open_session(self, session_request: SessionRequest) -> Links:
        self.expect_alive()
        links = post_session(f"{self.address}/api/sessions?links=entry", session_request)
        return Links(*(f"{self._reached(link)}?name={{name}}" for link in (links.moderator, links.attendee)))

    def _reached(self, link: str) -> str:
        """Return the link by way of the proxy, where there is one."""
        return self.address + link.removeprefix(self._own_address)

    def expect_alive(self) -> None:
        if not self._stopped and self._process.poll() is not None:
            code = self._process.returncode
            raise NotReached(f"The reference room has crashed (exit code {code}).\n{self._end_of_log()}")

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()
        self._stopped = True

    def hang(self) -> None:
        self._process.send_signal(signal.SIGSTOP)
        self._hangs = True

    def recover(self) -> None:
        if self._hangs:
            self._process.send_signal(signal.SIGCONT)
            self._hangs = False
        if self._stopped:
            self._process = self._start(urlsplit(self._own_address).port or 0)
            self._wait_for_address()
            # Only now, so that the next scenario tries again where the server does not start.
            self._stopped = False

    def close(self) -> None:
        self.recover()
        self._process.terminate()
        try:
            self._process.wait(SERVER_END)
        finally:
            self._process.kill()
            if self._proxy:
                self._proxy.kill()
                self._proxy.communicate()
            self._folder.cleanup()

    def _start(self, port: int = 0) -> subprocess.Popen[str]:
        database = Path(self._folder.name) / "room.sqlite"
        command = [sys.executable, "-m", "reference_server", "--port", str(port), "--database", str(database)]
        with self._log.open("a") as log:
            return subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, preexec_fn=_end_with_run
            )

    def _start_proxy(self, latency: float) -> subprocess.Popen[str] | None:
        """Start the proxy that adds the latency; it keeps running while the room is killed or hangs."""
        if not latency:
            return None
        port = str(urlsplit(self._own_address).port)
        command = [sys.executable, "-m", "tools.latency_proxy", "--to", port, "--latency", str(latency)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=_end_with_run)

    def _wait_for_address(self) -> str:
        """Return the address that the server prints once it answers."""
        try:
            return _read_address(self._process)
        except LookupError:
            self._process.kill()
            raise NotReached(f"The reference room did not start.\n{self._end_of_log()}") from None

    def _end_of_log(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-40:]
        return "\n".join([f"The end of its log ({self._log}):", *lines])


def _latency() -> float:
    value = os.environ.get(LATENCY) or "0"
    try:
        return float(value)
    except ValueError:
        raise NotReached(f"{LATENCY} is {value!r} and must be a number of milliseconds, such as 150.") from None


def _read_address(process: subprocess.Popen[str]) -> str:
    """Return the address in the first line of output; raise LookupError where there is none in time."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        line = process.stdout.readline() if selector.select(SERVER_START) else ""
    found = re.search(r"https?://\S+?(?=/?\s*$)", line)
    if found is None:
        raise LookupError(f"{process.args!r} printed no address but {line!r}")
    return found.group()


def _end_with_run() -> None:
    """End the server when the run is killed, as far as Linux allows.

    `rooms.end_with_parent` does not serve here: it would be stopped together with a server that is to hang.
    """
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
