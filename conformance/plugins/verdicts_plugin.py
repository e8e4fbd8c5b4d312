"""Derives the run's verdicts from reports, and writes them into the JUnit XML."""

from collections.abc import Generator

import pytest

from conformance.catalogue import requirements
from conformance.junit_xml import add_verdict
from conformance.run_verdicts import SCENARIO_PROPERTY, RunVerdicts
from conformance.scenario_items import device_of, template_of
from conformance.verdict_engine import ATTEMPT_PROPERTY, can_outcome_differ, judge_exception
from conformance.verdicts import Verdict

FINAL_PROPERTY = "final"
"""The property of a failed report whose verdict a second attempt could not change."""
VERDICTS = pytest.StashKey[RunVerdicts]()


def run_verdicts(config: pytest.Config) -> RunVerdicts:
    """Return the verdicts of this run."""
    return config.stash[VERDICTS]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    verdicts = config.stash[VERDICTS] = RunVerdicts(requirements())
    config.pluginmanager.register(verdicts, "run-verdicts")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add scenario and verdict to the report, since xdist sends reports, not items, between processes."""
    report = yield
    template = template_of(item)
    if template is not None and report.when in ("setup", "call"):
        rules = sorted({mark.name for mark in item.iter_markers() if mark.name in requirements()})
        report.user_properties.append((SCENARIO_PROPERTY, [template.feature.name, device_of(item), rules]))
    if report.failed and call.excinfo is not None:
        _add_verdict_of_attempt(report, call.excinfo.value)
    return report


def _add_verdict_of_attempt(report: pytest.TestReport, error: BaseException) -> None:
    report.user_properties.append((ATTEMPT_PROPERTY, judge_exception(error).value))
    if not can_outcome_differ(error):
        report.user_properties.append((FINAL_PROPERTY, True))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write verdicts other than "passed" into the JUnit XML; a scenario without one has passed."""
    for scenario in run_verdicts(session.config).scenarios:
        if ".feature::" in scenario.nodeid and scenario.verdict is not Verdict.PASSED:
            add_verdict(session.config, scenario.nodeid, scenario.verdict)
