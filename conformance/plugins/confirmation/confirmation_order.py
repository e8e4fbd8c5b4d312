"""Chooses which failed scenarios are confirmed where there are more than can be run again."""

from collections import Counter
from collections.abc import Iterable

import pytest

from conformance.catalogue import requirements
from conformance.levels import LEVELS


def select_most_decisive(failed: Iterable[pytest.TestReport], count: int) -> list[str]:
    """Return the ids of at most ``count`` scenarios, in the order of their failures.

    Scenarios with the same rules, device and example form a group. The first of each group is chosen before any second
    one, and among these MUST before SHOULD and MAY. Otherwise many failures of one rule could use up ``count``, and
    another rule, which failed only by chance or load, would count as failed without a second attempt.
    """
    reports = list(failed)
    seen: Counter[tuple[object, ...]] = Counter()
    weights = {}
    for report in reports:
        rules = _rules_of(report)
        group = (*rules, _parameters_of(report)) if rules else (report.nodeid,)
        weights[report.nodeid] = (seen[group], min((_level_rank(rule) for rule in rules), default=len(LEVELS)))
        seen[group] += 1
    chosen = set(sorted(weights, key=lambda nodeid: weights[nodeid])[:count])
    return [report.nodeid for report in reports if report.nodeid in chosen]


def _rules_of(report: pytest.TestReport) -> list[str]:
    """Return the rules that the scenario shows, which are its tags."""
    return sorted(set(report.keywords) & set(requirements()))


def _parameters_of(report: pytest.TestReport) -> str:
    """Return the part of the id that names device and example, such as "phone]"."""
    return report.nodeid.partition("[")[2]


def _level_rank(rule: str) -> int:
    return [level.upper() for level in LEVELS].index(requirements()[rule].level)
