"""The verdicts of this run, derived from pytest's reports for exit code, summary and JUnit XML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from conformance.capabilities import ABSENT_PREFIX
from conformance.verdict_engine import judge_absence, judge_reports, judge_rule
from conformance.verdicts import Verdict

SCENARIO_PROPERTY = "stagedoor"
"""The property of a report that holds feature, device and rules of the scenario."""
ScenarioFacts = tuple[str, str, frozenset[str]]
"""The name of the feature, the kind of device, and the ids of the rules."""


@dataclass(frozen=True)
class ScenarioVerdict:
    """The verdict on a scenario run.

    ``markers`` are its tags; ``feature`` is empty for a test that is no scenario, and if the worker crashed before its
    first report.
    """

    nodeid: str
    feature: str
    device: str
    rules: frozenset[str]
    markers: frozenset[str]
    verdict: Verdict
    has_failed: bool
    """Whether pytest counts any of its phases as failed."""


class RunVerdicts:
    """Collects reports, in the process that reports the run, and derives verdicts from them.

    Registered as a plugin. ``rules``: the ids of the catalogue.
    """

    def __init__(self, rules: Iterable[str]) -> None:
        self._rules = frozenset(rules)
        self._reports: dict[str, list[pytest.TestReport]] = {}
        self._confirmed: dict[str, Verdict] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._reports.setdefault(report.nodeid, []).append(report)

    def confirm(self, nodeid: str, verdict: Verdict) -> None:
        """Replace the verdict on a scenario by the one derived from both of its attempts."""
        self._confirmed[nodeid] = verdict

    @property
    def scenarios(self) -> Iterator[ScenarioVerdict]:
        """Yield every test that ran, in the order in which they began."""
        return (self._judge_scenario(nodeid, reports) for nodeid, reports in self._reports.items())

    def on_rule(self, rule: str) -> Verdict:
        """Return the verdict on a rule: scenarios are combined for each device first, then the devices."""
        devices: dict[str, list[Verdict]] = {}
        for scenario in self.scenarios:
            if rule in scenario.rules:
                devices.setdefault(scenario.device, []).append(scenario.verdict)
        return judge_rule(judge_rule(verdicts) for verdicts in devices.values())

    def on_absence(self, capability: str) -> Verdict:
        """Return the verdict on the scenarios that prove this capability absent."""
        proofs = (run.verdict for run in self.scenarios if f"{ABSENT_PREFIX}{capability}" in run.markers)
        return judge_rule(proofs)

    def _judge_scenario(self, nodeid: str, reports: list[pytest.TestReport]) -> ScenarioVerdict:
        feature, device, rules = _read_scenario_facts(reports)
        markers = frozenset(name for report in reports for name in report.keywords)
        verdict = self._confirmed.get(nodeid) or judge_reports(reports)
        if any(marker.startswith(ABSENT_PREFIX) for marker in markers):
            verdict = judge_absence(verdict)
        has_failed = any(report.failed for report in reports)
        tested_rules = rules or markers & self._rules
        return ScenarioVerdict(nodeid, feature, device, tested_rules, markers, verdict, has_failed)


def _read_scenario_facts(reports: Iterable[pytest.TestReport]) -> ScenarioFacts:
    for report in reports:
        facts = dict(report.user_properties).get(SCENARIO_PROPERTY)
        if isinstance(facts, (list, tuple)):
            feature, device, rules = facts
            return str(feature), str(device), frozenset(rules)
    return "", "", frozenset()
