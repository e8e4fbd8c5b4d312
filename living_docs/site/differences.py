"""The differences of a room from the rules, for the report page: each once, with its devices."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from conformance.conformance_report import (
    ConformanceReport,
    ReportedPicture,
    ReportedRule,
    ReportedScenario,
    RuleOnDevice,
    sort_by_level,
)
from conformance.verdicts import Verdict

HEADINGS = {
    Verdict.FAILED: ("What the room does differently", "The room did something other than the rule says."),
    Verdict.INCONSISTENT: (
        "Inconsistent results",
        "These failed once, but not when they were run again alone. Run again on a quieter machine. If they stay "
        "inconsistent, the room's behaviour varies.",
    ),
    Verdict.UNEXPECTEDLY_PASSED: (
        "Declared deviations that no longer occur",
        "These rules hold now. Remove their deviations from the room file.",
    ),
    Verdict.NOT_REACHED: (
        "What could not be tested",
        "Something failed before, such as the network or opening a session. Fix it and run again.",
    ),
    Verdict.KNOWN_DEVIATION: ("Declared deviations", "These rules fail as the room file declares."),
}
OTHER_HEADINGS = {
    Verdict.NOT_TESTED: ("Not tested", "This run does not show whether these rules hold."),
    Verdict.NOT_OFFERED: ("Not offered", "Declared absent in the room file, and seen to be absent."),
    Verdict.PASSED: ("What holds", "Seen to hold on every device."),
}

MAX_UNGROUPED = 3
"""If more rules than this could not be tested for the same reasons, they are grouped."""
RulesByReasons = tuple[list[str], list[ReportedRule]]
"""Reasons, and the rules that share them."""


@dataclass
class Difference:
    """A scenario whose verdict is in HEADINGS, on one device or in the same way on several."""

    scenario: ReportedScenario
    devices: list[str] = field(default_factory=list)
    pictures: list[ReportedPicture] = field(default_factory=list)


def rules_with_differences(report: ConformanceReport) -> list[tuple[Verdict, list[ReportedRule], list[RulesByReasons]]]:
    """Return the rules with a verdict in HEADINGS, by verdict: those to list singly, and the groups."""
    return [
        (verdict, *_split_into_single_and_grouped(verdict, rules))
        for verdict in HEADINGS
        if (rules := report.rules_with(verdict))
    ]


def _split_into_single_and_grouped(
    verdict: Verdict, rules: list[ReportedRule]
) -> tuple[list[ReportedRule], list[RulesByReasons]]:
    """Return the rules to list singly, and groups of rules that were not reached for the same reasons."""
    if verdict is not Verdict.NOT_REACHED:
        return rules, []
    grouped = [group for group in _group_by_reasons(verdict, rules) if len(group[1]) > MAX_UNGROUPED]
    in_groups = {rule.id for _, group in grouped for rule in group}
    return [rule for rule in rules if rule.id not in in_groups], grouped


def other_rules(report: ConformanceReport) -> list[tuple[Verdict, list[RulesByReasons]]]:
    """Return the other rules by verdict and reason, the strongest first."""
    return [
        (verdict, _group_by_reasons(verdict, rules))
        for verdict in OTHER_HEADINGS
        if (rules := report.rules_with(verdict))
    ]


def _group_by_reasons(verdict: Verdict, rules: Sequence[ReportedRule]) -> list[RulesByReasons]:
    by_reasons: dict[tuple[str, ...], list[ReportedRule]] = {}
    for rule in sort_by_level(rules):
        reasons = dict.fromkeys(device.reason for device in rule.devices if device.reason and device.verdict is verdict)
        by_reasons.setdefault(tuple(reasons), []).append(rule)
    return [(list(reasons), group) for reasons, group in by_reasons.items()]


def differences(rule: ReportedRule) -> list[Difference]:
    """Return what differed from the rule, by scenario."""
    by_outcome: dict[tuple[str, ...], Difference] = {}
    for device, run in _runs_that_differ(rule.devices):
        outcome = _outcome_key(run, [device.device for device in rule.devices])
        difference = by_outcome.setdefault(outcome, Difference(run))
        difference.devices.append(device)
        difference.pictures += run.pictures
    order = list(dict.fromkeys(difference.scenario.page for difference in by_outcome.values()))
    return sorted(by_outcome.values(), key=lambda difference: order.index(difference.scenario.page))


def _runs_that_differ(devices: Iterable[RuleOnDevice]) -> Iterator[tuple[str, ReportedScenario]]:
    for device in devices:
        for run in device.scenarios:
            if run.verdict in HEADINGS:
                yield device.device, run


def _outcome_key(run: ReportedScenario, devices: Sequence[str]) -> tuple[str, ...]:
    """Return a key that is equal for equal outcomes on several devices, without the devices' names."""
    names = re.compile("|".join(re.escape(f"({device})") for device in devices))
    texts = [names.sub("", text) for text in (run.expected, run.seen)]
    return (run.page, run.example, run.verdict.value, run.step, *texts)
