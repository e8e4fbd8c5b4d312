"""The recorder: writes messages from hooks of pytest and pytest-bdd, in each process with scenarios."""

import contextlib
import json
import time
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error
from pytest_bdd.parser import Step

from conformance.scenario_items import template_of
from living_docs.record.record_messages import FACTS, FORMAT, SETUP, TEARDOWN, Message
from living_docs.recording.attempt_recording import AttemptRecording
from living_docs.recording.hooks import RecordedPerson
from living_docs.recording.load_plugin import LOAD
from living_docs.recording.outcome import PASSED, StepOutcome, outcome_of, verdict_beyond_statuses
from living_docs.recording.part import Part, project_facts
from living_docs.recording.pictures import Photographer


class Recorder:
    """Records the scenarios of one process; ``photographer`` is None if no pictures are to be taken.

    ``earlier``: the number of recorded attempts by test case, if this process runs scenarios again. The plan is then in
    the parts of the other processes.
    """

    def __init__(
        self, part: Part, folder: Path, photographer: Photographer | None, earlier: Mapping[str, int] | None = None
    ) -> None:
        self._part = part
        self._folder = folder
        self._photographer = photographer
        self._recording: AttemptRecording | None = None
        self._attempts = Counter(earlier or {})
        self._has_plan = earlier is not None
        self._grouped_contexts: list[BrowserContext] = []
        self._step_began = 0.0
        self._transient_urls: list[str] = []
        self._written_facts: set[str] = set()
        self._outcome: tuple[pytest.TestReport, BaseException | None]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if self._has_plan:
            self._part.read_texts(session.items, session.config.rootpath)
            return
        self._part.open_run()
        self._write_facts({"format": FORMAT, "pictures": self._photographer is not None, **project_facts()})
        run = session.config.hook.pytest_living_docs_run(config=session.config)
        self._write_facts({"run": run} if run else {})
        self._part.write_plan(session.items, session.config.rootpath)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if template_of(item) is None:
            return
        try:
            pickle = self._part.pickle(item)
        except LookupError:
            return
        self._recording = self._start_attempt(item, pickle)
        self._recording.begin_step()

    def _start_attempt(self, item: pytest.Item, pickle: Message) -> AttemptRecording:
        steps = [f"{pickle['id']}-{SETUP}", *(f"{step['id']}-step" for step in pickle["steps"])]
        steps.append(f"{pickle['id']}-{TEARDOWN}")
        case = self._part.case_id(item)
        attempt = self._attempts[case]
        self._attempts[case] += 1
        return AttemptRecording(self._part, self._part.start_case(item, attempt), steps)

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_before_step(self, request: pytest.FixtureRequest, step: Step) -> None:
        self._begin_step(request.node, step)

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_step_func_lookup_error(self, request: pytest.FixtureRequest, step: Step) -> None:
        self._begin_step(request.node, step)

    def pytest_bdd_after_step(self, request: pytest.FixtureRequest) -> None:
        self._end_step(request.node, PASSED)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Run before all other wrappers end, while the pages are open and traces are recorded."""
        report = yield
        if self._recording is not None:
            {"setup": self._end_setup, "call": self._end_call, "teardown": self._end_teardown}[report.when or ""](
                self._recording, item, call, report
            )
        return report

    def _begin_step(self, item: pytest.Item, step: Step) -> None:
        if self._recording is None:
            return
        self._recording.begin_step()
        # A suite without Playwright's option "--tracing" may record traces by itself.
        if item.config.getoption("tracing", "on") != "off":
            self._open_groups(self._people(item), f"{step.keyword.strip()} {step.name}")
        if self._photographer:
            item.config.hook.pytest_living_docs_transient_pictures(
                item=item, take_picture=partial(self._take_transient, self._photographer)
            )
        self._step_began = time.perf_counter()

    def _end_step(self, item: pytest.Item, outcome: StepOutcome) -> None:
        if self._recording is None:
            return
        duration = time.perf_counter() - self._step_began
        people = self._people(item)
        self._close_groups()
        if LOAD in item.stash:
            self._recording.add_load(item.stash[LOAD].facts)
        pictures = self._photographer.take(people, of_all=outcome is not PASSED) if self._photographer else []
        self._recording.end_step(outcome, dict.fromkeys([*self._transient_urls, *pictures]), duration)
        self._transient_urls.clear()

    def _take_transient(self, photographer: Photographer, person: RecordedPerson) -> None:
        """Take a picture within a step, and exclude the time for it from the step's duration."""
        began = time.perf_counter()
        self._transient_urls += photographer.take_transient(person)
        self._step_began += time.perf_counter() - began

    def _end_setup(
        self, case: AttemptRecording, _: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport
    ) -> None:
        error = call.excinfo.value if call.excinfo else None
        case.end_step(outcome_of(error) if error else PASSED)
        self._outcome = (report, error)

    def _end_call(
        self, case: AttemptRecording, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport
    ) -> None:
        error = call.excinfo.value if call.excinfo else None
        if case.has_open_step:
            self._end_step(item, outcome_of(error) if error else PASSED)
        self._outcome = (report, error)
        self._write_facts(item.config.hook.pytest_living_docs_facts(item=item) or {})

    def _end_teardown(
        self, case: AttemptRecording, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport
    ) -> None:
        error = call.excinfo.value if call.excinfo else None
        case.skip_remaining(keep=1)
        case.begin_step()
        case.end_step(outcome_of(error) if error else PASSED, measured_seconds=call.duration)
        self._write_verdict(case, *((report, error) if error else self._outcome))
        case.add_evidence(item.config.hook.pytest_living_docs_evidence(item=item) or [], self._folder)
        if self._photographer:
            self._photographer.forget()
        case.end()
        self._recording = None

    def _write_verdict(self, case: AttemptRecording, report: pytest.TestReport, error: BaseException | None) -> None:
        """Write the verdict at the end, after all other plugins have changed the report."""
        verdict = verdict_beyond_statuses(report, error)
        if verdict is not None:
            case.add_verdict(verdict)

    def _write_facts(self, facts: Mapping[str, object]) -> None:
        body = json.dumps(facts, ensure_ascii=False)
        if facts and body not in self._written_facts:
            self._written_facts.add(body)
            self._part.write_facts(body, FACTS)

    def _people(self, item: pytest.Item) -> Sequence[RecordedPerson]:
        return item.config.hook.pytest_living_docs_people(item=item) or []

    def _open_groups(self, people: Sequence[RecordedPerson], step: str) -> None:
        """Make the step a group in the trace of each person."""
        for person in people:
            with contextlib.suppress(Error):
                person.page.context.tracing.group(step)
                self._grouped_contexts.append(person.page.context)

    def _close_groups(self) -> None:
        for context in self._grouped_contexts:
            with contextlib.suppress(Error):
                context.tracing.group_end()
        self._grouped_contexts.clear()
