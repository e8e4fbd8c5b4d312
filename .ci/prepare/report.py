"""Runs the commands of the set-up, and logs their output.

Prints a line for each step with its seconds.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_END_SECONDS = 10
"""The time for a command to end after SIGTERM, before it is killed."""


class PreparationError(Exception):
    """The set-up cannot continue. The message is one line: what is wrong and, if known, what to do."""


@dataclass(frozen=True)
class CommandOutcome:
    """How a command ended: whether it succeeded, and all its output."""

    ok: bool
    output: str


class Report:
    """The printed progress and the log of the set-up."""

    def __init__(self, log: Path) -> None:
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")

    def step(self, words: str, *command: str | Path, seconds: float = 900) -> CommandOutcome:
        """Run a command as a step; print its name and the seconds that it took."""
        started = time.monotonic()
        say(f"  {words} … ", end="")
        outcome = self.run(*command, seconds=seconds)
        say(f"{'' if outcome.ok else 'failed, '}{time.monotonic() - started:.0f} s")
        return outcome

    def run(self, *command: str | Path, seconds: float = 900) -> CommandOutcome:
        """Run a command with its output in the log.

        A command that is missing or takes too long counts as failed.
        """
        with self._log.open("a+", encoding="utf-8") as log:
            log.write(f"\n$ {' '.join(map(str, command))}\n")
            log.flush()
            start = log.tell()
            problem = _run_in_group(command, log.fileno(), seconds)
            log.seek(start)
            output = log.read()
            log.write(problem)
        return CommandOutcome(not problem, output)


def say(words: str, end: str = "\n") -> None:
    """Print without buffering, also into a pipe."""
    sys.stdout.write(words + end)
    sys.stdout.flush()


def _run_in_group(command: tuple[str | Path, ...], output: int, seconds: float) -> str:
    """Return "" on success, else a line that says what went wrong.

    The command has a process group of its own, so that no child process is left if it takes too long.
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
        return f"stopped: not finished within {seconds:g} s\n"
    finally:
        _end_group(process)
    return f"exit code {code}\n" if code else ""


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
