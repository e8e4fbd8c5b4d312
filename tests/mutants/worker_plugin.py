"""A pytest plugin that runs mutants.

It reads their names from a pipe, and writes the results to another pipe. All mutants use the same browsers and the same
unchanged room; each mutant has a separate mutated room.
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
from tests.mutants.attempt_plugin import OUTSIDE_STEPS, AttemptRunner
from tests.mutants.current_room import CurrentRoom
from tests.mutants.mutant import BadMutant, Mutant, mutant_named
from tests.mutants.mutant_result import Failure, MutantResult, Outcome
from tests.mutants.results import BUILD, PassedUnmutated
from tools.javascript.npm_packages import ToolError

ATTEMPTS = 3
"""The number of attempts of a scenario, of which two must fail in the same step."""


class MutantWorker:
    """Replaces pytest's room fixture and its loop over the items."""

    def __init__(self, jobs: int, results: int) -> None:
        self._jobs = os.fdopen(jobs)
        self._results = os.fdopen(results, "w")
        self._room = CurrentRoom(BUILD)

    @pytest.fixture(scope="session")
    def room(self) -> Iterator[CurrentRoom]:
        """The room of the current mutant."""
        yield self._room
        self._room.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run mutants until the pipe of jobs ends.

        A job contains the mutant's name, the scenario to run first, and whether to run all scenarios.
        """
        self._write_line("ready")
        judge = MutantJudge(self._room, session.items)
        for line in self._jobs:
            job = json.loads(line)
            result = judge.judge(mutant_named(job["mutant"]), job["first_scenario"], all_scenarios=job["all_scenarios"])
            self._write_line(json.dumps(asdict(result)))
        return True

    def _write_line(self, line: str) -> None:
        self._results.write(f"{line}\n")
        self._results.flush()


class MutantJudge:
    """Runs scenarios in the rooms of mutants, and derives the mutants' outcomes."""

    def __init__(self, room: CurrentRoom, items: list[pytest.Item]) -> None:
        self._room = room
        self._items = items
        self._attempts = AttemptRunner(items)
        self._passed = PassedUnmutated()

    def judge(self, mutant: Mutant, first_scenario: str, *, all_scenarios: bool) -> MutantResult:
        """Return the result of the mutant; the scenario with the name ``first_scenario`` runs first.

        With ``all_scenarios``, run the scenarios of all rules, and return which rules fail.
        """
        began = time.monotonic()
        try:
            self._room.use_mutant(mutant)
            if all_scenarios:
                result = self._run_all(mutant)
            else:
                result = self._run_scenarios(mutant, select_scenarios(mutant, self._items, first_scenario))
        except (BadMutant, ToolError, NotReached) as error:
            result = MutantResult(mutant.name, Outcome.BROKEN, message=str(error))
        finally:
            self._room.close_mutated()
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
        """Run all scenarios on the mutant's device.

        A rule has failed if one of its scenarios kills the mutant.
        """
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

        A single failure in another step is ignored, since a slow machine can cause it. The result of a scenario that
        neither passes nor fails twice in the same step is BROKEN.
        """
        survived = MutantResult(mutant.name, Outcome.SURVIVED)
        undecided = MutantResult(mutant.name, Outcome.BROKEN)
        failures: list[Failure] = []
        for _ in range(ATTEMPTS):
            failure = self._attempts.run(item, mutant.in_action)
            if failure is None:
                return replace(survived, notes=_notes(item, failures, "passed"))
            if failure.step == OUTSIDE_STEPS:
                raise NotReached(f"{item.name}: {failure.message}")
            if failure.counts and failure.step in [other.step for other in failures]:
                break
            failures.append(failure)
            if len(failures) > 1 and not any(other.counts for other in failures):
                return replace(undecided, notes=_notes(item, failures, "in steps that do not count"))
        else:
            return replace(undecided, notes=_notes(item, failures, "in different steps"))
        if not self._passes_unmutated(item):
            return replace(undecided, notes=_notes(item, failures, "fails without the mutant, too"))
        return MutantResult(mutant.name, Outcome.KILLED, item.name, failure.step, failure.message)

    def _passes_unmutated(self, item: pytest.Item) -> bool:
        """Return whether the scenario passes without a mutant, with the same code and time limits.

        There are two attempts, since the time limits are short and a busy machine may exceed them once.
        """
        if item.nodeid not in self._passed:
            self._room.use_unchanged()
            if any(self._attempts.run(item, in_action=True) is None for _ in range(2)):
                self._passed.add(item.nodeid)
            self._room.use_mutated()
        return item.nodeid in self._passed


def _notes(item: pytest.Item, failures: list[Failure], end: str) -> tuple[str, ...]:
    texts = [f"{failure.step}: {failure.message}" for failure in failures]
    return ("; ".join([item.name, *texts, end]),) if failures else ()


def select_scenarios(mutant: Mutant, items: list[pytest.Item], first_scenario: str) -> list[pytest.Item]:
    """Return the scenarios of the mutant's first rule on its device, ``first_scenario`` first."""
    selected = [item for item in items if _is_selected(item, mutant)]
    return sorted(selected, key=lambda item: item.name != first_scenario)


def _is_selected(item: pytest.Item, mutant: Mutant) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    template = template_of(item)
    scenario = template.name if template else ""
    return mutant.breaks[0] in marks and device_of(item) == mutant.device and mutant.scenario in scenario


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
