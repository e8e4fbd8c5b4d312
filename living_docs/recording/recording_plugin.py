"""The pytest plugin: ``--living-docs FOLDER`` records the run and writes its pages."""

import shlex
import uuid
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conformance.report_files import REPORT_NAME, read_conformance
from conformance.report_texts import headline
from living_docs.record.record_files import read_if_readable, read_record
from living_docs.record.record_messages import CONFIRMATION
from living_docs.recording import hooks
from living_docs.recording.album import Album
from living_docs.recording.part import Part
from living_docs.recording.pictures import Photographer
from living_docs.recording.recorder import Recorder
from living_docs.recording.run import PREVIOUS, RecordedRun
from living_docs.site.build import build

RUN_ID = "living_docs_run"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("living documentation")
    text = "record the run and write the living documentation into this folder (default: do neither)"
    group.addoption("--living-docs", metavar="FOLDER", default=None, help=text)
    text = "record without pictures of the screens, which is faster"
    group.addoption("--no-pictures", action="store_true", help=text)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    folder = config.getoption("--living-docs")
    if not folder:
        return
    record = config.rootpath / folder / "record"
    if config.getoption("--confirming", None):
        _continue(config, record)
    else:
        _begin(config, record)


def _begin(config: pytest.Config, record: Path) -> None:
    worker_input: dict[str, Any] = getattr(config, "workerinput", {})
    run = RecordedRun(record, str(worker_input.get(RUN_ID) or uuid.uuid4().hex))
    if not worker_input:
        run.prepare()
        config.pluginmanager.register(RecordController(run), "living-docs-controller")
    if worker_input or not config.getoption("numprocesses", None):
        recorder = _create_recorder(config, run, worker=str(worker_input.get("workerid", "main")))
        config.pluginmanager.register(recorder, "living-docs-recorder")


def _continue(config: pytest.Config, folder: Path) -> None:
    """Record further attempts of a run whose other processes have written their parts."""
    run, earlier = RecordedRun.resume(folder)
    recorder = _create_recorder(config, run, CONFIRMATION, earlier)
    config.pluginmanager.register(recorder, "living-docs-recorder")


def _create_recorder(
    config: pytest.Config, run: RecordedRun, worker: str, earlier: Mapping[str, int] | None = None
) -> Recorder:
    part = Part(run.parts / f"{worker}.ndjson", run.id, worker)
    photographer = None if config.getoption("--no-pictures") else Photographer(run.folder, Album(run.album))
    return Recorder(part, run.folder, photographer, earlier)


class RecordController:
    """Merges what the processes of the run have written, also after an interrupted run."""

    def __init__(self, run: RecordedRun) -> None:
        self._run = run
        self._summary_lines: list[str] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Give every worker of pytest-xdist the run's id."""
        node.workerinput[RUN_ID] = self._run.id

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, None, None]:
        """Write the record after the workers have ended, and before the terminal summary."""
        try:
            return (yield)
        finally:
            # Other plugins may have changed the exit code in the meantime.
            self._finish(session, session.exitstatus)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self._summary_lines:
            terminalreporter.write_line(line)

    def _finish(self, session: pytest.Session, exitstatus: int | pytest.ExitCode) -> None:
        try:
            record = self._run.finish(
                success=exitstatus == pytest.ExitCode.OK, reason=_find_reason(session, exitstatus)
            )
            if record is not None:
                self._write_pages(record)
        except Exception as error:
            # An error in the pages must not prevent the report of the run's results.
            self._summary_lines += self._describe_failure(error)

    def _describe_failure(self, error: Exception) -> list[str]:
        record, pages = self._run.folder, self._run.folder.parent
        command = shlex.join(["python", "-m", "living_docs", "build", str(record), "--out", str(pages)])
        return [
            f"The living documentation in {pages} could not be written: {type(error).__name__}: {error}",
            f"To build the pages from the record once the cause is removed: {command}",
        ]

    def _write_pages(self, record: Path) -> None:
        page = self._build_pages(record)
        self._summary_lines.append(f"Living documentation: {page}")
        self._summary_lines.append(f"Conformance: {headline(read_conformance(page.parent / REPORT_NAME))}.")

    def _build_pages(self, record: Path) -> Path:
        previous = record.parent / PREVIOUS
        messages = read_record(record)
        return build(messages, [record.parent], record.parents[1], read_if_readable(previous))


def _find_reason(session: pytest.Session, exitstatus: int | pytest.ExitCode) -> str:
    """Return why the run ended early; "" if it did not."""
    if exitstatus == pytest.ExitCode.INTERRUPTED:
        return "The run was interrupted."
    if exitstatus == pytest.ExitCode.INTERNAL_ERROR:
        return "The run ended with an internal error of pytest."
    return f"The run was stopped: {session.shouldfail}." if session.shouldfail else ""
