"""The report groups rules that share a reason, such as all rules of a room that was not reached."""

from conformance.conformance_report import ConformanceReport, ReportedRule
from conformance.verdicts import Verdict
from living_docs.site.differences import MAX_UNGROUPED, other_rules, rules_with_differences
from tests.conformance.reports import report_of


def make_report(**reasons: str) -> ConformanceReport:
    """Return a report of rules that were not reached on any device, with the given reason per rule id."""
    report = report_of(MUST="not reached")
    rules = [_rule_with_reason(report.rules[1], id_, reason) for id_, reason in reasons.items()]
    return report.model_copy(update={"rules": rules})


def _rule_with_reason(rule: ReportedRule, id_: str, reason: str) -> ReportedRule:
    devices = [device.model_copy(update={"reason": reason}) for device in rule.devices]
    return rule.model_copy(update={"id": id_, "devices": devices})


def test_groups_rules_by_a_shared_reason() -> None:
    ids = [f"A{number}" for number in range(MAX_UNGROUPED + 1)]
    [(verdict, single, grouped)] = rules_with_differences(
        make_report(**dict.fromkeys(ids, "It did not answer."), B="It broke.")
    )
    assert verdict is Verdict.NOT_REACHED
    assert [rule.id for rule in single] == ["B"]
    assert [(reasons, [rule.id for rule in rules]) for reasons, rules in grouped] == [(["It did not answer."], ids)]


def test_lists_a_few_rules_with_a_shared_reason_singly() -> None:
    ids = [f"A{number}" for number in range(MAX_UNGROUPED)]
    [(_, single, grouped)] = rules_with_differences(make_report(**dict.fromkeys(ids, "It did not answer.")))
    assert ([rule.id for rule in single], grouped) == (ids, [])


def test_failed_rules_are_not_grouped() -> None:
    failed = report_of(MUST="failed", SHOULD="failed", MAY="failed")
    assert [(verdict, len(single), grouped) for verdict, single, grouped in rules_with_differences(failed)] == [
        (Verdict.FAILED, 3, [])
    ]


def test_rules_not_tested_are_grouped_by_reason() -> None:
    report = report_of(MUST="not tested", SHOULD="not tested", MAY="not tested, passed")
    rules = [
        _rule_with_reason(rule, rule.id, "Left out.") if rule.id in ("MUST-2", "SHOULD-2") else rule
        for rule in report.rules
    ]
    by_verdict = other_rules(report.model_copy(update={"rules": rules}))
    assert [
        (verdict, reasons, [rule.id for rule in group]) for verdict, groups in by_verdict for reasons, group in groups
    ] == [
        (Verdict.NOT_TESTED, ["Left out."], ["MUST-2", "SHOULD-2"]),
        (Verdict.NOT_TESTED, [], ["MAY-2"]),
        (Verdict.PASSED, [], ["MUST-1", "SHOULD-1", "MAY-1"]),
    ]
