"""A pytest plugin that adds a failed step's duration and the machine's load to its exception."""

import os
import re
import time
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from cucumber_messages import TestStepResultStatus as Status

from conformance.processors import processors_in_affinity_mask
from living_docs.recording.outcome import outcome_of

PRESSURE = Path("/proc/pressure/cpu")
"""Linux's pressure stall information: how long runnable processes waited for a processor."""
PRESSURE_FIGURES = re.compile(r"^some avg10=([\d.]+) .*total=(\d+)$", re.MULTILINE)
MICROSECONDS = 1_000_000
SHORT_STEP = 2
"""Seconds; for a shorter step, the load of the last ten seconds is reported instead."""
BUSY_SHARE = 0.5
"""A machine is busy if processes waited for a processor for this share of the time, or more."""


@dataclass(frozen=True)
class Load:
    """The duration of a failed step and the load of the machine during it.

    ``seconds`` is the time from the step's start to its failure, ``average`` the load average of the last minute.
    ``stalled`` is the share of the step's time, or of the last ten seconds if the step was short, in which processes
    waited for a processor; None if the system has no such figure.
    """

    seconds: float
    average: float
    processors: int
    stalled: float | None

    @property
    def is_busy(self) -> bool:
        return self.average > 2 * self.processors if self.stalled is None else self.stalled >= BUSY_SHARE

    def __str__(self) -> str:
        processors = f"{self.processors} processor{'' if self.processors == 1 else 's'}"
        figures = [f"load average {self.average:.1f} on {processors}"]
        if self.stalled is not None:
            figures.insert(0, f"processes waited for a processor {self.stalled:.0%} of the time")
        state = "busy" if self.is_busy else "not busy"
        return f"The step took {self.seconds:.1f} s. The machine was {state}: {', '.join(figures)}."

    @property
    def facts(self) -> dict[str, object]:
        """Return the figures and their text for the record."""
        return {**asdict(self), "text": str(self)}


class Stopwatch:
    """Measures the load since its construction."""

    def __init__(self, pressure: Path = PRESSURE) -> None:
        self._file = pressure
        self._started_at = time.perf_counter()
        self._earlier_pressure = _read_pressure(pressure)

    def read(self) -> Load:
        seconds = time.perf_counter() - self._started_at
        return Load(seconds, os.getloadavg()[0], processors_in_affinity_mask(), self._stalled_share(seconds))

    def _stalled_share(self, seconds: float) -> float | None:
        earlier, current = self._earlier_pressure, _read_pressure(self._file)
        if earlier is None or current is None:
            return None
        return current.recent_share if seconds < SHORT_STEP else min(1.0, (current.seconds - earlier.seconds) / seconds)


STOPWATCH = pytest.StashKey[Stopwatch | None]()
LOAD = pytest.StashKey[Load]()


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    request.node.stash[STOPWATCH] = Stopwatch()


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    request.node.stash[STOPWATCH] = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the load to the exception as a note, which pytest prints below the message."""
    stopwatch = item.stash.get(STOPWATCH, None)
    if call.when == "call" and call.excinfo and stopwatch and outcome_of(call.excinfo.value).status is Status.failed:
        load = item.stash[LOAD] = stopwatch.read()
        call.excinfo.value.add_note(str(load))
    return (yield)


class _Pressure(NamedTuple):
    """How long processes waited for a processor.

    ``recent_share`` is the share of the last ten seconds, ``seconds`` the total waiting time since boot.
    """

    recent_share: float
    seconds: float


def _read_pressure(file: Path) -> _Pressure | None:
    """Return the system's figures; None where it has none."""
    try:
        match = PRESSURE_FIGURES.search(file.read_text(encoding="utf-8"))
    except OSError:
        return None
    return _Pressure(float(match[1]) / 100, int(match[2]) / MICROSECONDS) if match else None
