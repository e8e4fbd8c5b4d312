"""Runs failed scenarios again at the end of a run, and reports their verdicts."""

from collections import defaultdict
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import pytest

from conformance.junit_xml import add_confirmation
from conformance.plugins.confirmation.confirmation_order import select_most_decisive
from conformance.plugins.confirmation.confirmation_process import ConfirmationProcess
from conformance.plugins.verdicts_plugin import FINAL_PROPERTY, run_verdicts
from conformance.verdict_engine import judge_confirmation, judge_report, judge_reports
from conformance.verdicts import Verdict

MAX_CONFIRMATIONS = 10
"""The maximum of confirmations in one run; if more scenarios fail, neither chance nor load is the cause."""
REMEDY = (
    "An inconsistent scenario failed once, and not when it was run again alone, so this run does not pass. "
    "Run again on a quieter machine. If it stays inconsistent, the room's behaviour varies."
)


@dataclass(frozen=True)
class ConfirmedFailure:
    """A scenario that was run again: the failed report, the second attempt's reports, and the verdict."""

    first: pytest.TestReport
    second: list[pytest.TestReport]
    verdict: Verdict

    @property
    def second_failure(self) -> pytest.TestReport | None:
        return next((report for report in self.second if report.failed), None)

    @property
    def summary(self) -> str:
        first, second = judge_report(self.first), judge_reports(self.second)
        if first is second:
            return f"{first.value} again"
        return f"{first.value}, then {second.value} alone: {self.verdict.value}"

    def describe_attempts(self) -> str:
        failure = self.second_failure
        second = _describe_failure(failure) if failure else f"Run again alone: {judge_reports(self.second).value}."
        return f"First attempt:\n{_describe_failure(self.first)}\n\nConfirmation, alone:\n{second}\n"


class FailureConfirmation:
    """Collects failures and confirms them, in the process that reports the run, not in a worker."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._failed: dict[str, pytest.TestReport] = {}
        self._confirmed: list[ConfirmedFailure] = []
        self._notes: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if ".feature::" in report.nodeid and report.failed and _can_be_confirmed(report):
            self._failed.setdefault(report.nodeid, report)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Confirm the failures after the last scenario, or after a stop by ``-x``; not after Ctrl-C."""
        try:
            result = yield
        except (session.Failed, KeyboardInterrupt) as error:
            if type(error) is not KeyboardInterrupt:
                self._confirm(session)
            raise
        self._confirm(session)
        return result

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        inconsistent = [confirmed for confirmed in self._confirmed if confirmed.verdict is Verdict.INCONSISTENT]
        if inconsistent or self._notes:
            terminalreporter.section("confirmation of failures")
        for confirmed in inconsistent:
            terminalreporter.write_line(f"INCONSISTENT {confirmed.first.nodeid}", yellow=True)
            terminalreporter.write_line(confirmed.describe_attempts())
        for note in [*self._notes, *([REMEDY] if inconsistent else [])]:
            terminalreporter.write_line(note)

    def _confirm(self, session: pytest.Session) -> None:
        if not self._failed:
            return
        scenarios = select_most_decisive(self._failed.values(), MAX_CONFIRMATIONS)
        if len(self._failed) > MAX_CONFIRMATIONS:
            rest = len(self._failed) - MAX_CONFIRMATIONS
            self._note(f"{len(self._failed)} scenarios failed; {len(scenarios)} are confirmed, {rest} count as failed.")
        self._close_fixtures(session)
        self._announce(len(scenarios))
        self._run_alone(scenarios)

    def _run_alone(self, scenarios: list[str]) -> None:
        process = ConfirmationProcess(self._config, scenarios)
        try:
            with process.end_on_ctrl_c():
                self._handle_reports(process)
            self._note_missing_confirmations(scenarios, process)
        finally:
            process.close()

    def _handle_reports(self, process: ConfirmationProcess) -> None:
        """Handle the reports as they arrive; the report of the teardown is a scenario's last."""
        reports: dict[str, list[pytest.TestReport]] = defaultdict(list)
        for report in process.read_reports():
            reports[report.nodeid].append(report)
            if report.when == "teardown":
                self._record_confirmation(report.nodeid, reports.pop(report.nodeid))

    def _record_confirmation(self, nodeid: str, second: list[pytest.TestReport]) -> None:
        first = self._failed[nodeid]
        verdict = judge_confirmation(judge_report(first), judge_reports(second))
        confirmed = ConfirmedFailure(first, second, verdict)
        self._confirmed.append(confirmed)
        self._write_line(f"{nodeid}: {confirmed.summary}")
        run_verdicts(self._config).confirm(nodeid, verdict)
        add_confirmation(self._config, nodeid, verdict, confirmed.describe_attempts())
        if self._terminal is not None:
            _move_in_summary(self._terminal.stats, confirmed)

    def _note_missing_confirmations(self, scenarios: list[str], process: ConfirmationProcess) -> None:
        missing = set(scenarios) - {confirmed.first.nodeid for confirmed in self._confirmed}
        if missing:
            count = f"{len(missing)} of {len(scenarios)} failures could not be confirmed and count as failures."
            self._note(f"{count} {process.early_end_text}")

    def _close_fixtures(self, session: pytest.Session) -> None:
        """Close browsers and rooms that a run without workers has left open when it was stopped early."""
        try:
            session._setupstate.teardown_exact(None)
        except Exception as error:
            self._note(f"A fixture could not be closed before the confirmation: {error}")

    def _announce(self, count: int) -> None:
        what = "1 failed scenario" if count == 1 else f"{count} failed scenarios"
        if self._terminal is not None:
            self._terminal.line("")
            self._terminal.write_sep("=", f"running {what} again, each alone")

    def _note(self, text: str) -> None:
        self._notes.append(text)

    def _write_line(self, text: str) -> None:
        if self._terminal is not None:
            self._terminal.write_line(text)

    @property
    def _terminal(self) -> pytest.TerminalReporter | None:
        terminal: pytest.TerminalReporter | None = self._config.pluginmanager.getplugin("terminalreporter")
        return terminal


def _can_be_confirmed(report: pytest.TestReport) -> bool:
    """Return whether a second attempt may have another outcome.

    Undefined and ambiguous steps always fail again. Declared deviations that no longer occur are not failures.
    """
    is_deviation = hasattr(report, "wasxfail") or "[XPASS(strict)]" in str(report.longrepr)
    return not is_deviation and FINAL_PROPERTY not in dict(report.user_properties)


def _move_in_summary(stats: dict[str, list[Any]], confirmed: ConfirmedFailure) -> None:
    """Count and show the scenario by its verdict in the terminal's summary."""
    _remove_from_summary(stats, confirmed.first.nodeid)
    if confirmed.verdict is Verdict.INCONSISTENT:
        stats.setdefault("inconsistent", []).append(confirmed.first)
        return
    shown, title, other = confirmed.first, "Confirmation, alone", confirmed.second_failure
    if judge_report(shown) is not confirmed.verdict and other is not None:
        shown, title, other = other, "First attempt", confirmed.first
    shown.sections.append((title, _describe_failure(other) if other else judge_reports(confirmed.second).value))
    stats.setdefault("error" if shown.when in ("setup", "teardown") else "failed", []).append(shown)


def _remove_from_summary(stats: dict[str, list[Any]], nodeid: str) -> None:
    for kind in ("failed", "error"):
        stats[kind] = [report for report in stats.get(kind, []) if report.nodeid != nodeid]
        if not stats[kind]:
            del stats[kind]


def _describe_failure(report: pytest.TestReport) -> str:
    """Return the message of a failed report with its sections, except captured output."""
    added = [f"{title}: {content}" for title, content in report.sections if not title.startswith("Captured ")]
    return "\n".join([report.longreprtext, *added])
