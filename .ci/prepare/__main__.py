"""python -m prepare [--no-browser]: set everything up, unless it is ready already."""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import browser, other_servers, python_packages, setup_state
from .report import Report, Trouble, say


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 ready, 1 with one line that says what is wrong, 130 interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.chdir(setup_state.ROOT)  # commands of the project run there
    with_browser = "--no-browser" not in arguments
    try:
        if not _is_ready(with_browser):
            _make_ready(with_browser)
    except (Trouble, OSError) as problem:
        return _report_problem(problem)
    except KeyboardInterrupt:
        say("\nInterrupted. The next run starts this step again.")
        return 130
    return 0


def _is_ready(with_browser: bool) -> bool:
    return python_packages.are_ready() and (not with_browser or (browser.is_ready() and other_servers.are_ready()))


def _make_ready(with_browser: bool) -> None:
    with _exclusive_set_up():
        if _is_ready(with_browser):  # another set-up has done it meanwhile
            return
        started = time.monotonic()
        say("Setting up Stagedoor")
        _run_missing_steps(Report(setup_state.LOG), with_browser)
        say(f"Ready in {time.monotonic() - started:.0f} s")


def _run_missing_steps(report: Report, with_browser: bool) -> None:
    if not python_packages.are_ready():
        python_packages.make_ready(report)
    if with_browser and not browser.is_ready():
        browser.make_ready(report)
    if with_browser and not other_servers.are_ready():
        other_servers.make_ready(report)


@contextmanager
def _exclusive_set_up() -> Iterator[None]:
    """Let one set-up run at a time; a second one waits, and then finds nothing left to do."""
    setup_state.BUILD.mkdir(exist_ok=True)
    with setup_state.TURN.open("w") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this folder to end")
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _report_problem(problem: Exception) -> int:
    has_log = setup_state.LOG.exists() and setup_state.LOG.stat().st_size > 0
    details = f" (details: {setup_state.LOG.relative_to(setup_state.ROOT)})" if has_log else ""
    sys.stderr.write(f"Stagedoor cannot be set up. {problem}{details}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
