"""A server that others made, started for the run on a port of its own and ended with it."""

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
"""What stands for the port in commands and addresses."""
LAST_WORDS = 40
"""Lines of the log that a failure is told with."""


class Server:
    """Starts ``command`` and waits until ``address`` answers; ``{port}`` in both stands for a free port.

    The server and all that it starts are one group of processes, which ends with this one, whatever ends it.
    Raises NotReached, with the server's last words, where it does not come up.
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
        """The text with this server's port in it."""
        return text.replace(PORT, str(self._port))

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        self._tell(signal.SIGKILL)
        self._process.wait()
        self._stopped = True

    def hang(self) -> None:
        """Let it answer nothing, though it is there."""
        self._tell(signal.SIGSTOP)
        self._hangs = True

    def recover(self) -> None:
        """Undo `hang` and `stop`: it goes on, or is started anew at the same address."""
        if self._hangs:
            self._tell(signal.SIGCONT)
            self._hangs = False
        if self._stopped:
            self._stopped = False
            self._process = self._start()
            self._await()

    @property
    def is_stopped(self) -> bool:
        """Whether it was ended from here, and not by itself."""
        return self._stopped

    def expect_alive(self) -> None:
        if self._process.poll() is not None:
            raise NotReached(f"{self._name}: its server has ended.\n{self._last_words()}")

    def close(self) -> None:
        if self._hangs:
            self._tell(signal.SIGCONT)
        self._tell(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(FOREIGN_SERVER_END)
        self.stop()

    def _start(self) -> subprocess.Popen[bytes]:
        guarded = [sys.executable, str(Path(__file__).with_name("guardian.py")), *self._command]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                guarded, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def _await(self) -> None:
        end = time.monotonic() + FOREIGN_SERVER_START
        while not answers(self.address):
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise NotReached(f"{self._name}: its server did not start.\n{self._last_words()}")
            # A server that others made tells nobody when it is ready: one can only ask again.
            time.sleep(0.1)

    def _tell(self, what: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, what)

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-LAST_WORDS:]
        return "\n".join([f"The end of its log ({self._log}):", *lines])


def own_python(command: list[str]) -> list[str]:
    """The command, where it begins with "python" by the Python that runs the suite."""
    return [sys.executable, *command[1:]] if command[0] == "python" else command


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(address: str) -> bool:
    """Whether anything is said at the address, be it no more than a refusal."""
    try:
        with urllib.request.urlopen(address, timeout=FOREIGN_SERVER_ANSWER):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
