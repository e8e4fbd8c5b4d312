"""Where a room differs, as the report page tells it: each difference once, with the devices that showed it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from conformance.conformance_report import (
    ConformanceReport,
    ReportedPicture,
    ReportedRule,
    ReportedScenario,
    RuleOnDevice,
    by_level,
)
from conformance.verdicts import Verdict

HEADINGS = {
    Verdict.FAILED: ("What the room does otherwise", "The room was seen to do something else than the rule says."),
    Verdict.INCONSISTENT: (
        "What was not the same twice",
        "These failed once, and not when they were run again alone. Run again on a quieter machine; if it stays so, "
        "the room does not do the same each time.",
    ),
    Verdict.UNEXPECTEDLY_PASSED: (
        "Declared deviations that are none",
        "These rules hold after all. Remove their deviations from the room file.",
    ),
    Verdict.NOT_REACHED: (
        "What could not be put to the test",
        "Something broke before their turn came: the network, or the making of a session. Mend it and run again.",
    ),
    Verdict.KNOWN_DEVIATION: ("What the room declares to do otherwise", "Seen to fail as the room file says."),
}
REST = {
    Verdict.NOT_TESTED: ("Not tested", "This run does not say whether these rules hold."),
    Verdict.NOT_OFFERED: ("Not offered", "Declared absent in the room file, and seen to be absent."),
    Verdict.PASSED: ("What holds", "Seen to hold on every device."),
}

FEW = 3
"""So many rules are told one by one, though the same has kept them from being tested."""
Alike = tuple[list[str], list[ReportedRule]]
"""Reasons, and the rules that have these very ones."""


@dataclass
class Difference:
    """A scenario that did not go as the rule says, on one device or on several alike."""

    scenario: ReportedScenario
    devices: list[str] = field(default_factory=list)
    pictures: list[ReportedPicture] = field(default_factory=list)


def differing(report: ConformanceReport) -> list[tuple[Verdict, list[ReportedRule], list[Alike]]]:
    """The rules that are not simply kept, by verdict: those to tell one by one, and those that have all one reason."""
    return [(verdict, *_told_apart(verdict, rules)) for verdict in HEADINGS if (rules := report.of(verdict))]


def _told_apart(verdict: Verdict, rules: list[ReportedRule]) -> tuple[list[ReportedRule], list[Alike]]:
    """A room that is not there at all keeps every rule from being tested: that is told once."""
    if verdict is not Verdict.NOT_REACHED:
        return rules, []
    together = [alike for alike in _alike_in_reasons(verdict, rules) if len(alike[1]) > FEW]
    known = {rule.id for _, alike in together for rule in alike}
    return [rule for rule in rules if rule.id not in known], together


def the_rest(report: ConformanceReport) -> list[tuple[Verdict, list[Alike]]]:
    """The other rules by verdict and by the reasons for it, the strongest of each first."""
    return [(verdict, _alike_in_reasons(verdict, rules)) for verdict in REST if (rules := report.of(verdict))]


def _alike_in_reasons(verdict: Verdict, rules: Sequence[ReportedRule]) -> list[Alike]:
    found: dict[tuple[str, ...], list[ReportedRule]] = {}
    for rule in by_level(rules):
        told = dict.fromkeys(one.reason for one in rule.devices if one.reason and one.verdict is verdict)
        found.setdefault(tuple(told), []).append(rule)
    return [(list(reasons), alike) for reasons, alike in found.items()]


def differences(rule: ReportedRule) -> list[Difference]:
    """What was seen of the rule that is not as it should be, scenario by scenario."""
    found: dict[tuple[str, ...], Difference] = {}
    for device, run in _not_held(rule.devices):
        alike = _alike(run, [one.device for one in rule.devices])
        one = found.setdefault(alike, Difference(run))
        one.devices.append(device)
        one.pictures += run.pictures
    order = list(dict.fromkeys(one.scenario.page for one in found.values()))
    return sorted(found.values(), key=lambda one: order.index(one.scenario.page))


def _not_held(devices: Iterable[RuleOnDevice]) -> Iterator[tuple[str, ReportedScenario]]:
    for one in devices:
        for run in one.scenarios:
            if run.verdict in HEADINGS:
                yield one.device, run


def _alike(run: ReportedScenario, devices: Sequence[str]) -> tuple[str, ...]:
    """The same on several devices, but for the names of the devices in the words."""
    names = re.compile("|".join(re.escape(f"({device})") for device in devices))
    words = [names.sub("", text) for text in (run.expected, run.seen)]
    return (run.page, run.example, run.verdict.value, run.step, *words)
