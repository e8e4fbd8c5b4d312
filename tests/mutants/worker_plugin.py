"""A pytest plugin that reads names of mutants from a pipe, runs them, and writes the results to another pipe.

All mutants use the same browsers and the same room without a mutant; each mutant has a separate mutated room.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest

from conformance.catalogue import requirements
from conformance.errors import NotReached
from conformance.scenario_items import device_of, template_of
from tests.mutants.attempt_plugin import OUTSIDE, AttemptRecorder
from tests.mutants.mutant import BadMutant, Mutant, mutant_named
from tests.mutants.mutant_result import Failure, MutantResult, Outcome
from tests.mutants.present_room import PresentRoom
from tests.mutants.results import BUILD, PassedUnmutated
from tools.javascript.npm_packages import ToolError

ATTEMPTS = 3
"""The attempts of a scenario, of which two must fail in the same step."""


class MutantWorker:
    """Replaces pytest's room fixture and its loop over the items."""

    def __init__(self, jobs: int, results: int) -> None:
        self._jobs = os.fdopen(jobs)
        self._results = os.fdopen(results, "w")
        self._room = PresentRoom(BUILD)

    @pytest.fixture(scope="session")
    def room(self) -> Iterator[PresentRoom]:
        """The room of the current mutant."""
        yield self._room
        self._room.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run mutants until the pipe of jobs ends.

        A job has the mutant's name, the scenario to run first, and whether to run all scenarios.
        """
        self._answer("ready")
        judge = AttemptJudge(self._room, session.items)
        for line in self._jobs:
            job = json.loads(line)
            result = judge.judge(mutant_named(job["mutant"]), job["first"], every=job["every"])
            self._answer(json.dumps(asdict(result)))
        return True

    def _answer(self, line: str) -> None:
        self._results.write(f"{line}\n")
        self._results.flush()


class AttemptJudge:
    """Runs scenarios in the rooms of mutants."""

    def __init__(self, room: PresentRoom, items: list[pytest.Item]) -> None:
        self._room = room
        self._items = items
        self._attempts = AttemptRecorder(items)
        self._passed = PassedUnmutated()

    def judge(self, mutant: Mutant, first: str, *, every: bool) -> MutantResult:
        """Return the outcome of the mutant; the scenario named ``first`` runs first.

        With ``every``, run the scenarios of all rules, and return which rules fail.
        """
        began = time.monotonic()
        try:
            self._room.use_mutant(mutant)
            if every:
                result = self._run_all(mutant)
            else:
                result = self._run_scenarios(mutant, scenarios_of(mutant, self._items, first))
        except (BadMutant, ToolError, NotReached) as error:
            result = MutantResult(mutant.name, Outcome.BROKEN, message=str(error))
        finally:
            self._room.end_mutant()
        return replace(result, seconds=round(time.monotonic() - began, 1))

    def _run_scenarios(self, mutant: Mutant, selected: list[pytest.Item]) -> MutantResult:
        """Run the scenarios until one kills the mutant."""
        if not selected:
            return MutantResult(mutant.name, Outcome.BROKEN, message="No scenario was selected.")
        tried: tuple[str, ...] = ()
        notes: tuple[str, ...] = ()
        undecided: tuple[str, ...] = ()
        for item in selected:
            tried += (item.name,)
            result = self._run_twice(mutant, item)
            if result.outcome is Outcome.KILLED:
                return replace(result, tried=tried, notes=notes)
            notes += result.notes
            undecided += result.notes if result.outcome is Outcome.BROKEN else ()
        outcome = Outcome.BROKEN if undecided else Outcome.SURVIVED
        return MutantResult(mutant.name, outcome, message="; ".join(undecided), tried=tried, notes=notes)

    def _run_all(self, mutant: Mutant) -> MutantResult:
        """Run all scenarios on the mutant's device; a rule fails if one of its scenarios kills the mutant."""
        failed: set[str] = set()
        notes: tuple[str, ...] = ()
        for item in (item for item in self._items if device_of(item) == mutant.device):
            result = self._run_twice(replace(mutant, in_action=True), item)
            if result.outcome is Outcome.KILLED:
                failed |= {mark.name for mark in item.iter_markers()} & requirements().keys()
                notes += (f"{item.name}: {result.step}",)
        outcome = Outcome.KILLED if failed else Outcome.SURVIVED
        return MutantResult(mutant.name, outcome, notes=notes, failed_rules=tuple(sorted(failed)))

    def _run_twice(self, mutant: Mutant, item: pytest.Item) -> MutantResult:
        """Return a kill if the scenario fails twice in the same step, and passes without the mutant.

        A single failure in another step is ignored, since a slow machine can cause it. A scenario that never passes
        decides nothing.
        """
        survived = MutantResult(mutant.name, Outcome.SURVIVED)
        undecided = MutantResult(mutant.name, Outcome.BROKEN)
        seen: list[Failure] = []
        for _ in range(ATTEMPTS):
            failure = self._attempts.run(item, mutant.in_action)
            if failure is None:
                return replace(survived, notes=_notes(item, seen, "passed"))
            if failure.step == OUTSIDE:
                raise NotReached(f"{item.name}: {failure.message}")
            if failure.counts and failure.step in [other.step for other in seen]:
                break
            seen.append(failure)
            if len(seen) > 1 and not any(other.counts for other in seen):
                return replace(undecided, notes=_notes(item, seen, "in steps that do not count"))
        else:
            return replace(undecided, notes=_notes(item, seen, "in different steps"))
        if not self._passes_unmutated(item):
            return replace(undecided, notes=_notes(item, seen, "fails without the mutant, too"))
        return MutantResult(mutant.name, Outcome.KILLED, item.name, failure.step, failure.message)

    def _passes_unmutated(self, item: pytest.Item) -> bool:
        """Return whether the scenario passes without a mutant, with the same code and time limits.

        There are two attempts, since the time limits are short and a busy machine may exceed them once.
        """
        if item.nodeid not in self._passed:
            self._room.use_original()
            if any(self._attempts.run(item, in_action=True) is None for _ in range(2)):
                self._passed.add(item.nodeid)
            self._room.use_mutated()
        return item.nodeid in self._passed


def _notes(item: pytest.Item, seen: list[Failure], end: str) -> tuple[str, ...]:
    failures = [f"{failure.step}: {failure.message}" for failure in seen]
    return ("; ".join([item.name, *failures, end]),) if seen else ()


def scenarios_of(mutant: Mutant, items: list[pytest.Item], first: str = "") -> list[pytest.Item]:
    """Return the scenarios of the mutant's first rule on its device, beginning with the one named ``first``."""
    result = [item for item in items if _applies(item, mutant)]
    return sorted(result, key=lambda item: item.name != first)


def _applies(item: pytest.Item, mutant: Mutant) -> bool:
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
    # Screenshots of a deliberately broken room take time and are not needed.
    config.pluginmanager.unregister(name="conformance.plugins.evidence_plugin")
    # Registered last, so that its fixture "room" overrides the suite's.
    config.pluginmanager.register(MutantWorker(jobs, results), "mutant-worker")
