"""The process that runs failed scenarios again, and its reports."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import TextIO

import pytest

from conformance.plugins.confirmation.confirmation_job import ConfirmationJob
from conformance.time_limits import CONFIRMATION_END

OUTPUT_LINES = 20
"""The number of output lines to show if the process ended early."""


class ConfirmationProcess:
    """A pytest process that runs these scenarios one after the other, with the options of the current run."""

    def __init__(self, config: pytest.Config, scenarios: Sequence[str]) -> None:
        self._config = config
        self._folder = tempfile.TemporaryDirectory(prefix="stagedoor-confirmation-")
        self._output = Path(self._folder.name, "output.txt")
        self._pipe, writing_end = _open_pipe()
        ConfirmationJob(list(scenarios), writing_end).write(self._job_file)
        try:
            self._process = self._start(writing_end)
        finally:
            os.close(writing_end)

    def read_reports(self) -> Iterator[pytest.TestReport]:
        """Yield the reports as they come, until the process has ended."""
        for line in self._pipe:
            hook = self._config.hook.pytest_report_from_serializable
            yield hook(config=self._config, data=json.loads(line))
        self._process.wait()

    @contextlib.contextmanager
    def end_on_ctrl_c(self) -> Iterator[None]:
        """End the process at the first Ctrl-C, and raise KeyboardInterrupt once its reports have been handled.

        An exception during the handling of a report would lose that report. A second Ctrl-C raises at once.
        """
        interrupted = False

        def end(_number: int, _frame: object) -> None:
            nonlocal interrupted
            interrupted = True
            signal.signal(signal.SIGINT, previous_handler)
            # The pipe ends with the process, after the time limit at most.
            Thread(target=self._end, daemon=True).start()

        previous_handler = signal.signal(signal.SIGINT, end)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous_handler)
        if interrupted:
            raise KeyboardInterrupt

    def close(self) -> None:
        """End the process if it still runs, and remove its files."""
        self._pipe.close()
        try:
            self._end()
        finally:
            self._folder.cleanup()

    @property
    def early_end_text(self) -> str:
        """Return exit code and last lines of output, for a process that ended early."""
        lines = self._output.read_text(encoding="utf-8", errors="replace").splitlines()[-OUTPUT_LINES:]
        return "\n".join([f"It ended with exit code {self._process.returncode}; its last lines were:", *lines])

    @property
    def _job_file(self) -> Path:
        return Path(self._folder.name, "job.json")

    def _start(self, writing_end: int) -> subprocess.Popen[bytes]:
        command = build_command(self._config, self._job_file, Path(self._folder.name))
        # A process group of its own does not get the terminal's Ctrl-C; close() sends one SIGTERM instead.
        with self._output.open("wb") as output:
            return subprocess.Popen(
                command,
                cwd=self._config.invocation_params.dir,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=[writing_end],
                process_group=0,
            )

    def _end(self) -> None:
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(CONFIRMATION_END)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def build_command(config: pytest.Config, job: Path, folder: Path) -> list[str]:
    """Return the command of the current run with overriding options appended.

    Paths and expressions are the same: the process selects its scenarios from what they collect.
    """
    arguments = [str(argument) for argument in config.invocation_params.args]
    end = arguments.index("--") if "--" in arguments else len(arguments)
    overrides = [f"--confirming={job}", "--maxfail=0", *_overriding_options(config, folder)]
    return [sys.executable, "-m", "pytest", *arguments[:end], *overrides, *arguments[end:]]


def _overriding_options(config: pytest.Config, folder: Path) -> Iterator[str]:
    """Yield options for a process without workers and with its own files, if their plugins are loaded."""
    if hasattr(config.option, "numprocesses"):
        yield from ("--numprocesses=0", "--dist=no")
    if hasattr(config.option, "last_failed_no_failures"):
        yield from ("-o", f"cache_dir={folder / 'cache'}", "--lfnf=all")
    if config.getoption("--basetemp", None):
        yield f"--basetemp={folder / 'basetemp'}"
    if config.getoption("--junit-xml", None):
        yield "--junit-xml="
    if hasattr(config.option, "progress"):
        yield "--progress=off"
    if hasattr(config.option, "tracing"):
        yield "--tracing=on"


def _open_pipe() -> tuple[TextIO, int]:
    """Return the reading end of a new pipe as a file, and its writing end as a descriptor."""
    reading_end, writing_end = os.pipe()
    return os.fdopen(reading_end, encoding="utf-8"), writing_end
