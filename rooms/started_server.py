"""A third-party server that is started for the run, on a port of its own, and ended with it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from conformance.errors import NotReached
from conformance.time_limits import FOREIGN_SERVER_ANSWER, FOREIGN_SERVER_END, FOREIGN_SERVER_START

PORT = "{port}"
"""The placeholder for the port in commands and addresses."""
LOG_LINES = 40
"""Lines of the log in the message of a failure."""


class StartedServer:
    """Starts ``command`` and waits until ``address`` answers; ``{port}`` in both is a free port.

    The server and its child processes form a process group that ends with this process, even after a crash. Raises
    NotReached, with the end of the server's log, where it does not start.
    """

    def __init__(self, name: str, command: list[str], address: str, log: Path) -> None:
        self._name = name
        self._port = free_port()
        self._command = own_python([self.filled(part) for part in command])
        self._log = log
        self.address = self.filled(address)
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("")
        self._process = self._start()
        self._hangs = self._stopped = False
        self._await()

    def filled(self, text: str) -> str:
        """Return the text with this server's port filled in."""
        return text.replace(PORT, str(self._port))

    def stop(self) -> None:
        """Kill the server."""
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._stopped = True

    def hang(self) -> None:
        """Halt the server, so that it answers nothing."""
        self._signal(signal.SIGSTOP)
        self._hangs = True

    def recover(self) -> None:
        """Undo `hang` and `stop`: continue the server, or start it again at the same address."""
        if self._hangs:
            self._signal(signal.SIGCONT)
            self._hangs = False
        if self._stopped:
            self._stopped = False
            self._process = self._start()
            self._await()

    @property
    def is_stopped(self) -> bool:
        """Return whether the server was ended by `stop`."""
        return self._stopped

    def expect_alive(self) -> None:
        if self._process.poll() is not None:
            raise NotReached(f"{self._name}: its server has ended by itself.\n{self._end_of_log()}")

    def close(self) -> None:
        if self._hangs:
            self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(FOREIGN_SERVER_END)
        self.stop()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(Path(__file__).with_name("end_with_parent.py")), *self._command]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def _await(self) -> None:
        end = time.monotonic() + FOREIGN_SERVER_START
        while not answers(self.address):
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise NotReached(f"{self._name}: its server did not start.\n{self._end_of_log()}")
            # A third-party server does not report when it is ready, so it is polled.
            time.sleep(0.1)  # noqa: TID251

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _end_of_log(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-LOG_LINES:]
        return "\n".join([f"The end of its log ({self._log}):", *lines])


def own_python(command: list[str]) -> list[str]:
    """Return the command, with the suite's own Python in the place of "python"."""
    return [sys.executable, *command[1:]] if command[0] == "python" else command


def free_port() -> int:
    """Return a port of 127.0.0.1 that is free at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str) -> bool:
    """Return whether the address answers, with any status."""
    try:
        with urllib.request.urlopen(address, timeout=FOREIGN_SERVER_ANSWER):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
