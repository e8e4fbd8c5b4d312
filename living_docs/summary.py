"""The summary at the end of a run: per feature the rules that passed and failed, on laptop and phone."""

from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from living_docs.catalogue import requirements

PROPERTY = "stagedoor"
Row = dict[str, dict[str, bool]]
"""For each device the rules tried, and whether all their scenarios passed."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note on the report which feature, rules and device it is about; reports travel between workers."""
    report = yield
    template = _template(item)
    if template is not None and report.when in ("setup", "call"):
        device = item.callspec.params.get("attendees_on", "") if isinstance(item, pytest.Function) else ""
        rules = sorted(mark.name for mark in item.iter_markers() if mark.name in requirements())
        report.user_properties.append((PROPERTY, [template.feature.name, device, rules]))
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
    for outcome, good in (("passed", True), ("failed", False), ("error", False)):
        for report in stats.get(outcome, []):
            for name, device, rules in _told(report):
                for rule in rules:
                    row = features[name][device]
                    row[rule] = row.get(rule, True) and good
    return features


def _told(report: Any) -> list[Any]:
    return [value for key, value in getattr(report, "user_properties", []) if key == PROPERTY]


def _cell(rules: dict[str, bool]) -> str:
    failed = [rule for rule, good in rules.items() if not good]
    passed = f"{len(rules) - len(failed)} passed"
    return f"{passed}, {len(failed)} failed: {', '.join(failed)}" if failed else passed


def _template(item: pytest.Item) -> Any:
    return scenario_wrapper_template_registry.get(item.obj) if isinstance(item, pytest.Function) else None
