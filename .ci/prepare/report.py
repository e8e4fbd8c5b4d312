"""What a person sees of the set-up: a line a step with its seconds. What commands say goes to the log."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


class Trouble(Exception):
    """Set-up cannot go on. The message is one line: what is wrong, and what to do about it."""


@dataclass(frozen=True)
class CommandOutcome:
    """How a command ended: whether it succeeded, and everything it said."""

    ok: bool
    said: str


class Report:
    """Runs commands, tells the person how far things are, and keeps the log."""

    def __init__(self, log: Path) -> None:
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("")

    def step(self, words: str, *command: str | Path, seconds: float = 900) -> CommandOutcome:
        """Run a command as a step that the person sees, with the seconds that it took."""
        started = time.monotonic()
        say(f"  {words} … ", end="")
        outcome = self.run(*command, seconds=seconds)
        say(f"{'' if outcome.ok else 'failed, '}{time.monotonic() - started:.0f} s")
        return outcome

    def run(self, *command: str | Path, seconds: float = 900) -> CommandOutcome:
        """Run a command with its output in the log; one that is missing, or takes too long, has failed."""
        with self._log.open("a+") as log:
            log.write(f"\n$ {' '.join(map(str, command))}\n")
            log.flush()
            start = log.tell()
            problem = _run_in_group(command, log.fileno(), seconds)
            log.seek(start)
            said = log.read()
            log.write(problem)
        return CommandOutcome(not problem, said)


def say(words: str, end: str = "\n") -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(words + end)
    sys.stdout.flush()


def _run_in_group(command: tuple[str | Path, ...], output: int, seconds: float) -> str:
    """Return "" on success, else what went wrong.

    The command has a process group of its own, so that one which takes too long leaves no child behind.
    """
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    except OSError as error:
        return f"{error}\n"
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return f"ended after {seconds:g} s\n"
    finally:
        _end(process)
    return f"exit code {code}\n" if code else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
