"""The reference room as a process, for tests that talk to it over the network."""

import re
import resource
import selectors
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds after which something that was to happen counts as not happening, on the busiest of machines."""


class ServerProcess:
    """A room that was started with these options, on a free port, with its log in a file.

    `descriptors` are the soft and the hard limit of its file descriptors, by default those of this process.
    """

    def __init__(self, folder: Path, *options: str, descriptors: tuple[int, int] | None = None) -> None:
        self._descriptors = descriptors
        self.database = folder / "room.sqlite"
        self._log = folder / "room.log"
        # Tests do in a second what people do in an hour; those of the rates ask for them.
        self._options = ("--database", str(self.database), "--rate-factor", "0", *options)
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start the process, or start it anew at the same address, and wait until it accepts connections."""
        command = [sys.executable, "-m", "reference_server", "--port", str(self.port), *self._options]
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, preexec_fn=self._limit_descriptors
            )
        self.announcement = _first_line(self.process)
        found = re.fullmatch(r"Stagedoor room: (http://127\.0\.0\.1:(\d+))/\n", self.announcement)
        assert found, f"The server said {self.announcement!r} instead of its address.\n{self.log()}"
        self.url, self.port = found[1], int(found[2])

    def _limit_descriptors(self) -> None:
        if self._descriptors:
            resource.setrlimit(resource.RLIMIT_NOFILE, self._descriptors)

    def log(self) -> str:
        """What the server has written to stderr so far."""
        return self._log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """End the process with SIGKILL, as a power cut would; one that has ended stays as it is."""
        self.process.kill()
        if self.process.returncode is None:
            self.process.communicate()

    def restart(self) -> None:
        """Kill the process and start it anew."""
        self.kill()
        self.start()

    def terminate(self) -> tuple[int, str]:
        """End the process with SIGTERM; answers the exit code, and what it said on stdout after its address."""
        self.process.terminate()
        said, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline() if selector.select(PATIENCE) else ""
