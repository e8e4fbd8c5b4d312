"""A pytest run that takes the names of mutants from a pipe and returns their results by another.

Its browsers stay, and so does a room without a mutant; each mutant has a room of its own.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest

from conformance.errors import NotReached
from conformance.scenario_items import device_of, template_of
from tests.mutants.attempt_plugin import OUTSIDE, Attempts
from tests.mutants.mutant import BadMutant, Mutant, mutant_named
from tests.mutants.outcome import MutantResult, Outcome
from tests.mutants.present_room import PresentRoom
from tests.mutants.results import BUILD, PassedUnmutated
from tools.javascript.npm_packages import ToolError


class MutantWorker:
    """Replaces the session's room and its loop over the items."""

    def __init__(self, jobs: int, results: int) -> None:
        self._jobs = os.fdopen(jobs)
        self._results = os.fdopen(results, "w")
        self._room = PresentRoom(BUILD)

    @pytest.fixture(scope="session")
    def room(self) -> Iterator[PresentRoom]:
        """The room of the present mutant."""
        yield self._room
        self._room.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run mutants until the pipe of jobs ends. A job is the mutant's name, and the scenario to begin with."""
        self._answer("ready")
        judge = Judge(self._room, session.items)
        for line in self._jobs:
            job = json.loads(line)
            self._answer(json.dumps(asdict(judge.judge(mutant_named(job["mutant"]), job["first"]))))
        return True

    def _answer(self, line: str) -> None:
        self._results.write(f"{line}\n")
        self._results.flush()


class Judge:
    """Runs the scenarios of mutants, in their rooms."""

    def __init__(self, room: PresentRoom, items: list[pytest.Item]) -> None:
        self._room = room
        self._items = items
        self._attempts = Attempts(items)
        self._passed = PassedUnmutated()

    def judge(self, mutant: Mutant, first: str) -> MutantResult:
        """Return the outcome of the mutant; the scenario named ``first`` runs first."""
        began = time.monotonic()
        try:
            self._room.use_mutant(mutant)
            found = self._run_scenarios(mutant, scenarios_of(mutant, self._items, first))
        except (BadMutant, ToolError, NotReached) as error:
            found = MutantResult(mutant.name, Outcome.BROKEN, message=str(error))
        finally:
            self._room.end_mutant()
        return replace(found, seconds=round(time.monotonic() - began, 1))

    def _run_scenarios(self, mutant: Mutant, selected: list[pytest.Item]) -> MutantResult:
        """Run the scenarios until one kills the mutant."""
        if not selected:
            return MutantResult(mutant.name, Outcome.BROKEN, message="No scenario was selected.")
        tried: tuple[str, ...] = ()
        notes: tuple[str, ...] = ()
        for item in selected:
            tried += (item.name,)
            found = self._run_twice(mutant, item)
            if found.outcome is Outcome.KILLED:
                return replace(found, tried=tried, notes=notes)
            notes += found.notes
        return MutantResult(mutant.name, Outcome.SURVIVED, tried=tried, notes=notes)

    def _run_twice(self, mutant: Mutant, item: pytest.Item) -> MutantResult:
        """Return a kill if the scenario fails twice in the same step, which counts, and passes without the mutant."""
        survived = MutantResult(mutant.name, Outcome.SURVIVED)
        first = self._attempts.run(item, mutant.in_action)
        if first is None:
            return survived
        if first.step == OUTSIDE:
            raise NotReached(f"{item.name}: {first.message}")
        note = f"{item.name}: {first.step}: {first.message}"
        if not first.counts:
            return replace(survived, notes=(f"{note} (does not count)",))
        second = self._attempts.run(item, mutant.in_action)
        if second is None or second.step != first.step:
            return replace(survived, notes=(f"{note}; then {second.step if second else 'passed'}",))
        if not self._passes_unmutated(item):
            return replace(survived, notes=(f"{note}; fails without the mutant, too",))
        return MutantResult(mutant.name, Outcome.KILLED, item.name, second.step, second.message)

    def _passes_unmutated(self, item: pytest.Item) -> bool:
        """Return whether the scenario passes without a mutant, with the same time limits, on this code."""
        if item.nodeid not in self._passed:
            self._room.use_original()
            if self._attempts.run(item, in_action=True) is None:
                self._passed.add(item.nodeid)
        return item.nodeid in self._passed


def scenarios_of(mutant: Mutant, items: list[pytest.Item], first: str = "") -> list[pytest.Item]:
    """Return the scenarios of the mutant's first rule on its device, beginning with the one named ``first``."""
    found = [item for item in items if _shows(item, mutant)]
    return sorted(found, key=lambda item: item.name != first)


def _shows(item: pytest.Item, mutant: Mutant) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    template = template_of(item)
    name = template.name if template else ""
    return mutant.breaks[0] in marks and device_of(item) == mutant.device and mutant.scenario in name


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "file descriptors from which names of mutants are read and to which results are written: IN,OUT"
    parser.getgroup("stagedoor").addoption("--mutant-pipes", metavar="IN,OUT", required=True, help=help_)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    jobs, results = (int(descriptor) for descriptor in config.getoption("--mutant-pipes").split(","))
    # Registered last, so that its fixture "room" takes the place of the suite's.
    config.pluginmanager.register(MutantWorker(jobs, results), "mutant-worker")
