"""The summary at the end of a run: per feature the rules that passed and failed, on laptop and phone."""

from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest

from conformance.catalogue import requirements
from conformance.scenario_items import device_of, template_of
from living_docs.recording.outcome import never_tested

PROPERTY = "stagedoor"
OUTCOMES = ("passed", "not reached", "inconsistent", "failed")
"""What a rule can come to here, from the best to the worst."""
Row = dict[str, dict[str, str]]
"""For each device the rules tried, and the worst that their scenarios came to."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note on the report which feature, rules and device it is about; reports travel between workers."""
    report = yield
    template = template_of(item)
    if template is not None and report.when in ("setup", "call"):
        rules = sorted(mark.name for mark in item.iter_markers() if mark.name in requirements())
        reached = call.excinfo is None or not never_tested(call.excinfo.value)
        report.user_properties.append((PROPERTY, [template.feature.name, device_of(item), rules, reached]))
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    features = _features(terminalreporter.stats)
    if not features:
        return
    devices = sorted({device for row in features.values() for device in row})
    width = max(map(len, features)) + 2
    column = 2 + max(len(_cell(cells)) for row in features.values() for cells in row.values())
    terminalreporter.section("rules by feature")
    terminalreporter.line(" " * width + "".join(f"{device:<{column}}" for device in devices))
    for name, row in features.items():
        cells = "".join(f"{_cell(row.get(device, {})):<{column}}" for device in devices)
        terminalreporter.line(f"{name:<{width}}{cells}".rstrip())


def _features(stats: dict[str, list[Any]]) -> dict[str, Row]:
    features: dict[str, Row] = defaultdict(lambda: defaultdict(dict))
    for kind in ("passed", "failed", "error", "inconsistent"):
        for report in stats.get(kind, []):
            for name, device, rules, reached in _told(report):
                outcome = _outcome(kind, reached and not _is_not_reached(report))
                row = features[name][device]
                row.update({rule: max(row.get(rule, OUTCOMES[0]), outcome, key=OUTCOMES.index) for rule in rules})
    return features


def _outcome(kind: str, reached: bool) -> str:
    if kind in ("passed", "inconsistent"):
        return kind
    return "failed" if reached else "not reached"


def _is_not_reached(report: Any) -> bool:
    """Whether somebody who knows better has said so of a report."""
    told = dict(report.user_properties).get("verdict")
    return isinstance(told, dict) and told.get("verdict") == "not reached"


def _told(report: Any) -> list[Any]:
    """What was noted on a report that is about a rule."""
    return [value for key, value in getattr(report, "user_properties", []) if key == PROPERTY and value[2]]


def _cell(rules: dict[str, str]) -> str:
    of = {outcome: [rule for rule, came_to in rules.items() if came_to == outcome] for outcome in OUTCOMES}
    bad = [
        f"{len(of[outcome])} {outcome}: {', '.join(of[outcome])}" for outcome in reversed(OUTCOMES[1:]) if of[outcome]
    ]
    return ", ".join([f"{len(of['passed'])} passed", *bad])
