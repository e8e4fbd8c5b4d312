"""A server that the run starts, and that ends with the run."""

import http.client
import os
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from conformance.errors import NotReached
from conformance.time_limits import FOREIGN_SERVER_ANSWER, SERVER_END, SERVER_START

PORT = "{port}"
"""The placeholder for the port in commands and addresses."""
LOG_LINES = 40
"""The number of lines of the log in an error message."""
WATCHDOG = Path(__file__).with_name("end_with_parent.py")


class StartedServer:
    """Starts a server by ``command``, and waits until it is up.

    Raises NotReached, with the end of its log, if it is not up within ``start_limit`` seconds.

    With an ``address``, the server is up once a request to this address is answered; ``{port}`` in command and address
    is a free port. Without an ``address``, the server is up once its first line of output contains its address;
    ``{port}`` is 0 at the first start, and the port of that address at later starts.

    The server and its child processes form a process group that ends with this process, even after a crash. The log
    holds standard error and, with an ``address``, also standard output. The command runs in ``folder``, by default the
    current folder. A server that does not end within ``end_limit`` seconds is killed.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        address: str | None = None,
        folder: Path | None = None,
        start_limit: float = SERVER_START,
        end_limit: float = SERVER_END,
    ) -> None:
        self._name = name
        self._command = with_own_python(command)
        self._log = log
        self._folder = folder
        self._is_polled = address is not None
        self._start_limit, self._end_limit = start_limit, end_limit
        self._is_suspended, self._is_stopped = False, True
        self.port = free_port() if self._is_polled else 0
        self.address = self.fill_port(address or "")
        self.announcement = ""
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")
        self.start()

    def fill_port(self, text: str) -> str:
        """Return the text with this server's port filled in."""
        return text.replace(PORT, str(self.port))

    def log(self) -> str:
        """Return the text of the server's log."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start the server, or start it again at the same address, and wait until it is up."""
        try:
            self.process = self._open_process()
        except OSError as error:
            raise self._start_error(f"{self._command[0]}: {error.strerror}") from error
        self._watchdog = _start_watchdog(self.process.pid)
        self._is_suspended = self._is_stopped = False
        self._expect_answer()

    def _expect_answer(self) -> None:
        if not (self._is_up_in_time() if self._is_polled else self._read_announcement()):
            self.kill()
            raise self._start_error(self._last_log_lines())

    def _start_error(self, why: str) -> NotReached:
        return NotReached(f"{self._name}: its server did not start.\n{why}")

    def kill(self) -> None:
        """End the server by SIGKILL; do nothing if it was ended before."""
        self._end(signal.SIGKILL)

    def terminate(self) -> tuple[int, str]:
        """End the server by SIGTERM; return its exit code and its output.

        The output is its standard output after the line with its address.
        """
        self._continue()
        output = self._end(signal.SIGTERM)
        return self.process.returncode, output

    def close(self) -> None:
        """End the server like `terminate`; do nothing if it was ended before."""
        self.terminate()

    def restart(self) -> None:
        """Kill the server and start it again at the same address."""
        self.kill()
        self.start()

    def hang(self) -> None:
        """Suspend the server by SIGSTOP, so that it does not answer."""
        self._signal(signal.SIGSTOP)
        self._is_suspended = True

    def recover(self) -> None:
        """Undo `hang` and `kill`: continue the server, or start it again at the same address."""
        if self._is_stopped:
            self.start()
        self._continue()

    def expect_alive(self) -> None:
        """Raise NotReached, with the end of the log, if the server has ended by itself."""
        if not self._is_stopped and self.process.poll() is not None:
            code = self.process.returncode
            raise NotReached(
                f"{self._name}: its server has ended by itself (exit code {code}).\n{self._last_log_lines()}"
            )

    def _open_process(self) -> subprocess.Popen[str]:
        with self._log.open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                [self.fill_port(part) for part in self._command],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log if self._is_polled else subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def _is_up_in_time(self) -> bool:
        end = time.monotonic() + self._start_limit
        while not self._is_up():
            if self.process.poll() is not None or time.monotonic() > end:
                return False
            time.sleep(0.1)  # noqa: TID251 (a third-party server does not report when it is ready)
        return True

    def _is_up(self) -> bool:
        """Return whether the server answers; subclasses for other protocols than HTTP override this."""
        return answers(self.address)

    def _read_announcement(self) -> bool:
        """Read the address from the first line of standard output; return whether it was printed in time."""
        self.announcement = self._read_first_line()
        match = re.search(r"https?://\S+?(?=/?\s*$)", self.announcement)
        if match:
            self.address = match.group()
            self.port = urlsplit(self.address).port or 0
        return match is not None

    def _read_first_line(self) -> str:
        """Return the first line of standard output, or all of it if that ends first; "" after the time limit."""
        assert self.process.stdout is not None  # noqa: S101 (for the type checker)
        line, end = b"", time.monotonic() + self._start_limit
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while (remaining := end - time.monotonic()) > 0 and selector.select(remaining):
                # Only single bytes, since what follows the line is read at the end of the process.
                byte = os.read(self.process.stdout.fileno(), 1)
                line += byte
                if byte in (b"", b"\n"):
                    return line.decode(errors="replace")
        return ""

    def _continue(self) -> None:
        if self._is_suspended:
            self._signal(signal.SIGCONT)
            self._is_suspended = False

    def _end(self, number: signal.Signals) -> str:
        """Send the signal and wait for the end of the process; return the rest of its standard output."""
        if self._is_stopped:
            return ""
        self._is_stopped, self._is_suspended = True, False
        self._signal(number)
        output = self._read_remaining_output()
        # Child processes of the server may still run; closing the watchdog's input makes it kill them.
        self._watchdog.communicate()
        return output or ""

    def _read_remaining_output(self) -> str:
        """Wait for the end of the process, and kill it after the time limit."""
        try:
            output, _ = self.process.communicate(timeout=self._end_limit)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            output, _ = self.process.communicate()
        return output

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def _last_log_lines(self) -> str:
        return "\n".join([f"The end of its log ({self._log}):", *self.log().splitlines()[-LOG_LINES:]])


def with_own_python(command: Sequence[str]) -> list[str]:
    """Return the command, with "python" replaced by the Python that runs the suite."""
    return [sys.executable if command[0] == "python" else command[0], *command[1:]]


def program_on_path(name: str) -> str | None:
    """Return the path of a program, also if it is in /usr/sbin.

    That folder is not on the PATH of Debian's users.
    """
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def free_port() -> int:
    """Return a port of 127.0.0.1 that is free at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str) -> bool:
    """Return whether the address answers by HTTP, with any status."""
    try:
        with urllib.request.urlopen(address, timeout=FOREIGN_SERVER_ANSWER):  # noqa: S310 (http only, by the room file)
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, http.client.HTTPException):
        # An HTTPException means that the answer is not HTTP.
        return False


def wait_for_answer(address: str, process: subprocess.Popen[Any]) -> bool:
    """Wait until the address answers, or until the process that should answer has ended.

    Return whether it answers.
    """
    while not answers(address):
        if process.poll() is not None:
            return False
        time.sleep(0.1)  # noqa: TID251 (a third-party server does not report when it is ready)
    return True


def _start_watchdog(process_group: int) -> subprocess.Popen[bytes]:
    """Start a process that kills the process group once this process has exited.

    Linux's PR_SET_PDEATHSIG would end only the server, not its child processes.
    """
    command = [sys.executable, "-I", "-S", str(WATCHDOG), str(process_group)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
