"""The summary at the end of a run: for each feature and device, its rules by verdict.

It needs verdicts_plugin.
"""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from conformance.plugins.verdicts_plugin import run_verdicts
from conformance.run_verdicts import RunVerdicts
from conformance.verdict_engine import judge_rule
from conformance.verdicts import Verdict

VerdictsByDevice = dict[str, dict[str, Verdict]]
"""The rules with their verdicts, by device."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    features = _collect_features(run_verdicts(config))
    if features:
        terminalreporter.section("rules by feature")
        for line in _table_lines(features):
            terminalreporter.line(line)


def _table_lines(features: dict[str, VerdictsByDevice]) -> Iterator[str]:
    devices = sorted({device for row in features.values() for device in row})
    width = max(map(len, features)) + 2
    column = 2 + max(len(_cell(cells)) for row in features.values() for cells in row.values())
    yield " " * width + "".join(f"{device:<{column}}" for device in devices)
    for name, row in features.items():
        cells = "".join(f"{_cell(row.get(device, {})):<{column}}" for device in devices)
        yield f"{name:<{width}}{cells}".rstrip()


def _collect_features(verdicts: RunVerdicts) -> dict[str, VerdictsByDevice]:
    collected: dict[tuple[str, str, str], list[Verdict]] = defaultdict(list)
    for scenario in verdicts.scenarios:
        for rule in sorted(scenario.rules) if scenario.feature else ():
            collected[scenario.feature, scenario.device, rule].append(scenario.verdict)
    features: dict[str, VerdictsByDevice] = defaultdict(lambda: defaultdict(dict))
    for (feature, device, rule), rule_verdicts in collected.items():
        features[feature][device][rule] = judge_rule(rule_verdicts)
    return features


def _cell(rules: dict[str, Verdict]) -> str:
    """Return the number of rules that passed, and the others by name, the worst first."""
    others = [verdict for verdict in reversed(Verdict) if verdict is not Verdict.PASSED]
    named = {verdict: [rule for rule, its_verdict in rules.items() if its_verdict is verdict] for verdict in others}
    texts = [f"{len(ids)} {verdict.value}: {', '.join(ids)}" for verdict, ids in named.items() if ids]
    passed = sum(verdict is Verdict.PASSED for verdict in rules.values())
    return ", ".join([f"{passed} passed", *texts])
