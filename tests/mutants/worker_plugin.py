"""A pytest run that takes the names of mutants from a pipe and returns their results by another.

Its browsers, and its server for all that is not mutated, stay; each mutant has a room of its own.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from conformance.errors import NotReached
from conformance.room_profile import RoomProfile
from conformance.scenario_items import device_of, template_of
from rooms.reference import ReferenceRoom
from rooms.room import Links, SessionRequest
from tests.mutants.attempt_plugin import Attempts
from tests.mutants.mutant import BadMutant, Mutant, mutant_named
from tests.mutants.mutated_room import write_mutated_room
from tests.mutants.outcome import MutantResult, Outcome
from tools.javascript.npm_packages import ToolError

BUILD = Path(__file__).resolve().parents[2] / "build" / "mutants"


class PresentRoom:
    """The room of the present mutant, as one room for the session of pytest."""

    name = ReferenceRoom.name
    profile = RoomProfile()

    def __init__(self) -> None:
        self.room: ReferenceRoom | None = None

    def start(self, mutant: Mutant) -> None:
        """Start the mutated room in the place of the one before. Raises BadMutant, ToolError or NotReached."""
        self.close()
        folder = BUILD / "rooms" / mutant.name
        write_mutated_room(mutant, folder)
        self.room = ReferenceRoom(BUILD / "logs" / f"{mutant.name}.log", folder)

    @property
    def _present(self) -> ReferenceRoom:
        if self.room is None:
            raise NotReached("No mutated room has been started.")
        return self.room

    def open_session(self, session_request: SessionRequest) -> Links:
        return self._present.open_session(session_request)

    def expect_alive(self) -> None:
        self._present.expect_alive()

    def stop(self) -> None:
        self._present.stop()

    def hang(self) -> None:
        self._present.hang()

    def recover(self) -> None:
        self._present.recover()

    def close(self) -> None:
        if self.room is not None:
            self.room.close()
        self.room = None


class MutantWorker:
    """Replaces the session's room and its loop over the items."""

    def __init__(self, jobs: int, results: int) -> None:
        self._jobs = os.fdopen(jobs)
        self._results = os.fdopen(results, "w")
        self._room = PresentRoom()

    @pytest.fixture(scope="session")
    def room(self) -> Iterator[PresentRoom]:
        """The room of the present mutant."""
        yield self._room
        self._room.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run mutants until the pipe of jobs ends. A job is the mutant's name, and the scenario to begin with."""
        self._results.write("ready\n")
        self._results.flush()
        for line in self._jobs:
            job = json.loads(line)
            result = self._judge(mutant_named(job["mutant"]), job["first"], session.items)
            self._results.write(json.dumps(asdict(result)) + "\n")
            self._results.flush()
        return True

    def _judge(self, mutant: Mutant, first: str, items: list[pytest.Item]) -> MutantResult:
        began = time.monotonic()
        try:
            self._room.start(mutant)
            found = self._run_scenarios(mutant, scenarios_of(mutant, items, first), items)
        except (BadMutant, ToolError, NotReached) as error:
            found = MutantResult(mutant.name, Outcome.BROKEN, message=str(error))
        finally:
            self._room.close()
        return MutantResult(**{**asdict(found), "seconds": round(time.monotonic() - began, 1)})

    def _run_scenarios(self, mutant: Mutant, selected: list[pytest.Item], items: list[pytest.Item]) -> MutantResult:
        """Run the scenarios until one fails twice in the same step, which speaks of the rule."""
        if not selected:
            return MutantResult(mutant.name, Outcome.BROKEN, message="No scenario was selected.")
        attempts, tried, notes = Attempts(items), [], []
        for item in selected:
            tried.append(item.name)
            first = attempts.run(item, mutant.in_action)
            second = attempts.run(item, mutant.in_action) if first and first.counts else None
            if first and second and second.counts and first.step == second.step:
                kill = {"scenario": item.name, "step": second.step, "message": second.message}
                return MutantResult(mutant.name, Outcome.KILLED, tried=tuple(tried), notes=tuple(notes), **kill)
            if first:
                again = f"; again: {second.step if second else 'not run' if not first.counts else 'passed'}"
                notes.append(f"{item.name}: {first.step}: {first.message}{again}")
        return MutantResult(mutant.name, Outcome.SURVIVED, tried=tuple(tried), notes=tuple(notes))


def scenarios_of(mutant: Mutant, items: list[pytest.Item], first: str = "") -> list[pytest.Item]:
    """Return the scenarios of the mutant's rules on its device, beginning with the one named ``first``."""
    found = [item for item in items if _shows(item, mutant)]
    return sorted(found, key=lambda item: item.name != first)


def _shows(item: pytest.Item, mutant: Mutant) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    template = template_of(item)
    name = template.name if template else ""
    return bool(marks & set(mutant.breaks)) and device_of(item) == mutant.device and mutant.scenario in name


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "file descriptors from which names of mutants are read and to which results are written: IN,OUT"
    parser.getgroup("stagedoor").addoption("--mutant-pipes", metavar="IN,OUT", required=True, help=help_)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    jobs, results = (int(descriptor) for descriptor in config.getoption("--mutant-pipes").split(","))
    # Registered last, so that its fixture "room" takes the place of the suite's.
    config.pluginmanager.register(MutantWorker(jobs, results), "mutant-worker")
