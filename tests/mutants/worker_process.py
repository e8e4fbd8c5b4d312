"""Starts a worker: a pytest process that runs one mutant after another with the same browsers."""

import json
import os
import selectors
import subprocess
import sys
from pathlib import Path
from typing import IO

from conformance.time_limits import VARIABLE
from tests.mutants.mutant_result import MutantResult, Outcome
from tests.mutants.results import ROOT, read_result

LOGS = ROOT / "build" / "mutants" / "logs"
PATIENCE = "0.25"
"""The factor for the suite's time limits; a low one suffices, since the reference room responds within a second."""
START_TIMEOUT, MUTANT_TIMEOUT, ALL_SCENARIOS_TIMEOUT = 300, 900, 4 * 3600
"""Seconds for collecting the features, for the scenarios of a mutant's rule, and for all scenarios."""
OPTIONS = (
    *("-o", "testpaths=features", "-p", "tests.mutants.worker_plugin", "-p", "tests.mutants.attempt_plugin"),
    *("--people=laptop,phone", "--numprocesses=0", "--progress=off", "--quiet", "--tracing=off"),
)


class WorkerDied(Exception):
    """The worker ended or returned no result in time; the message contains the end of its output."""


class WorkerProcess:
    """A pytest process, which is ready after construction. Raises WorkerDied."""

    def __init__(self, number: int) -> None:
        LOGS.mkdir(parents=True, exist_ok=True)
        self._log = LOGS / f"worker-{number}.txt"
        jobs, self._jobs = os.pipe()
        results_reader, results = os.pipe()
        command = [sys.executable, "-m", "pytest", *OPTIONS, f"--mutant-pipes={jobs},{results}"]
        evidence = f"--evidence={LOGS / f'evidence-{number}'}"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, evidence],
                cwd=ROOT,
                env={**os.environ, VARIABLE: os.environ.get(VARIABLE, PATIENCE)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[jobs, results],
                process_group=0,
            )
        os.close(jobs)
        os.close(results)
        self._results: IO[str] = os.fdopen(results_reader)
        self._read_line(START_TIMEOUT)

    def judge(self, mutant: str, first_scenario: str, *, all_scenarios: bool) -> MutantResult:
        """Return the result of one mutant; ``first_scenario`` runs first. Raises WorkerDied.

        With ``all_scenarios``, run the scenarios of all rules.
        """
        job = {"mutant": mutant, "first_scenario": first_scenario, "all_scenarios": all_scenarios}
        os.write(self._jobs, f"{json.dumps(job)}\n".encode())
        timeout = ALL_SCENARIOS_TIMEOUT if all_scenarios else MUTANT_TIMEOUT
        return read_result(json.loads(self._read_line(timeout)))

    def close(self) -> None:
        """End the process by closing its pipe, and kill it if it does not end."""
        os.close(self._jobs)
        self._results.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Terminate the process, which then closes its browsers and rooms."""
        self._process.terminate()

    def _read_line(self, timeout: float) -> str:
        with selectors.DefaultSelector() as selector:
            selector.register(self._results, selectors.EVENT_READ)
            line = self._results.readline() if selector.select(timeout) else ""
        if not line:
            self._process.kill()
            raise WorkerDied(f"A worker has ended, or has returned no result in time.\n{self._end_of_log()}")
        return line

    def _end_of_log(self) -> str:
        return "\n".join(Path(self._log).read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def undecided_result(name: str, error: Exception) -> MutantResult:
    """Return the result of a mutant whose worker ended."""
    return MutantResult(name, Outcome.BROKEN, message=str(error))
