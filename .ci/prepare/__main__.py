"""Set everything up that is not ready yet: ``python -m prepare [--no-browser]``."""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import browser, other_servers, python_packages, setup_state
from .report import PreparationError, Report, say


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 if everything is ready, 1 after an error, 130 if interrupted.

    An error is printed in one line.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.chdir(setup_state.ROOT)  # python -m finds the project's packages there
    with_browser = "--no-browser" not in arguments
    try:
        if not _is_ready(with_browser):
            _make_ready(with_browser)
    except (PreparationError, OSError) as problem:
        return _report_problem(problem)
    except KeyboardInterrupt:
        say("\nInterrupted. The next run starts this step again.")
        return 130
    return 0


def _is_ready(with_browser: bool) -> bool:
    return python_packages.are_ready() and (not with_browser or (browser.is_ready() and other_servers.are_ready()))


def _make_ready(with_browser: bool) -> None:
    with _exclusive_setup():
        if _is_ready(with_browser):  # by another set-up, for which this one has waited
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
def _exclusive_setup() -> Iterator[None]:
    """Hold the lock of the set-up; wait while another set-up holds it."""
    setup_state.BUILD.mkdir(exist_ok=True)
    with setup_state.SETUP_LOCK.open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this folder to end")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _report_problem(problem: Exception) -> int:
    has_log = setup_state.LOG.exists() and setup_state.LOG.stat().st_size > 0
    details = f" (details: {setup_state.LOG.relative_to(setup_state.ROOT)})" if has_log else ""
    sys.stderr.write(f"Stagedoor cannot be set up. {problem}{details}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
