"""A pytest plugin that tests each of mutmut's mutants in a fork of pytest's process.

This avoids starting pytest and importing the tests for each mutant, which takes longer than most tests. No test runs in
the parent process, so no cache contains results of the unchanged code. ``--judge FILE`` has the mutants as JSON.
Outcomes are appended to ``--judge-outcomes FILE``, one JSON object per line, so that none is lost if the run is
interrupted.
"""

import gc
import json
import os
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, settings

CPU_LIMIT = 300
"""Seconds of CPU time for all tests of one mutant; a mutant that exceeds the limit counts as killed."""
VARIABLE = "MUTANT_UNDER_TEST"
KILLED, SURVIVED, NO_TESTS = "killed", "survived", "no tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("generated mutants")
    group.addoption("--judge", type=Path, metavar="FILE", help="judge the mutants of this file")
    group.addoption("--judge-outcomes", type=Path, metavar="FILE", help="append the outcomes to this file")
    group.addoption("--judge-workers", type=int, default=1, metavar="N", help="how many mutants to judge at a time")
    group.addoption(
        "--judge-minutes", type=float, default=25, metavar="N", help="start no mutant after this many minutes"
    )


def pytest_configure() -> None:
    """Let Hypothesis stop at the first failure without shrinking it, and set no deadline.

    With a deadline, tests would fail on a busy machine, and mutants that no test detects would count as killed.
    """
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile("judge", phases=phases, database=None, derandomize=True, deadline=None)
    settings.load_profile("judge")


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Judge the mutants instead of running the tests once."""
    file: Path = session.config.getoption("judge")
    job = json.loads(file.read_text(encoding="utf-8"))
    judge = Judge(session, session.config.getoption("judge_outcomes"), job["tests"], job["seconds"])
    items = judge.items_for(job["mutants"])
    if items and (run_single_fork(session, "", items) != SURVIVED or run_single_fork(session, "fail", items) != KILLED):
        raise pytest.UsageError(
            "the tests must pass in the unchanged code, and fail if every function raises an exception"
        )
    gc.freeze()  # The garbage collector then does not touch existing objects, so that forks share their memory.
    end = time.monotonic() + 60 * session.config.getoption("judge_minutes")
    for mutant in job["mutants"]:
        if time.monotonic() > end:
            break
        judge.wait_until_fewer_run(session.config.getoption("judge_workers"))
        judge.start(mutant)
    judge.wait_until_fewer_run(1)
    return True


@dataclass
class Judge:
    """Runs forks, and stores their outcomes.

    ``tests`` has the ids of tests by function, ``seconds`` the duration of each test, ``file`` the outcomes.
    """

    session: pytest.Session
    file: Path
    tests: Mapping[str, Sequence[str]]
    seconds: Mapping[str, float]
    _running: dict[int, str] = field(default_factory=dict)

    def start(self, mutant: str) -> None:
        """Run the tests of the mutant's function in a fork, fastest first."""
        items = self.items_for([mutant])
        if items:
            self._running[fork(self.session, mutant, items)] = mutant
        else:
            self._store(mutant, NO_TESTS)

    def wait_until_fewer_run(self, number: int) -> None:
        """Wait until fewer than this number of forks are running."""
        while len(self._running) >= number:
            pid, status = os.wait()
            self._store(self._running.pop(pid), outcome_of(status))

    def _store(self, mutant: str, outcome: str) -> None:
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({mutant: outcome}) + "\n")

    def items_for(self, mutants: Sequence[str]) -> list[pytest.Item]:
        """Return the tests of the mutants' functions, or all tests if ``tests`` is empty, fastest first."""
        functions = {mutant.partition("__mutmut_")[0] for mutant in mutants}
        nodeids = {nodeid for function in functions for nodeid in self.tests.get(function, ())}
        items = [item for item in self.session.items if item.nodeid in nodeids or not self.tests]
        return sorted(items, key=lambda item: self.seconds.get(item.nodeid, 0))


def run_single_fork(session: pytest.Session, mutant: str, items: Sequence[pytest.Item]) -> str:
    """Run these tests while no other fork is running, and return their outcome."""
    return outcome_of(os.waitpid(fork(session, mutant, items), 0)[1])


def outcome_of(status: int) -> str:
    """Return the outcome of a fork with this exit status; a crash and an exceeded limit count as killed."""
    return SURVIVED if status == 0 else KILLED


def fork(session: pytest.Session, mutant: str, items: Sequence[pytest.Item]) -> int:
    """Run the tests with this mutant in a fork, up to the first failure; return its process id."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.environ[VARIABLE] = mutant
            _discard_output()
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
            status = int(any(_fails(session, item) for item in items))
        finally:
            os._exit(status)
    return pid


def _fails(session: pytest.Session, item: pytest.Item) -> bool:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
    return session.testsfailed > 0


def _discard_output() -> None:
    null_device = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(null_device, descriptor)
