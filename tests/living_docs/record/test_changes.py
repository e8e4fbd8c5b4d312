"""The changes between two runs, by the rule's verdicts."""

from datetime import UTC, datetime

import pytest

from conformance.catalogue import Requirement
from conformance.verdicts import Verdict
from living_docs.record.changes import Changes, compare_runs
from living_docs.record.record_model import Facts, Feature, FeatureRule, RunRecord, Scenario, ScenarioRun

FACTS = Facts("Room", "", {}, "", False, False, "", datetime(2026, 11, 23, tzinfo=UTC), 1.0, "", True)
RULE = "ASK-1"


def make_record(verdict: Verdict) -> RunRecord:
    scenario = Scenario("ask", "Ask", "", [RULE], [], [ScenarioRun("phone", "", verdict)])
    feature = Feature("ask", "Ask", "", [FeatureRule("ask", "Ask", "", [scenario])])
    return RunRecord(FACTS, [feature], {RULE: Requirement(RULE, "MUST", "O", "Asking works.")}, ["phone"])


def changes_between(earlier: Verdict, current: Verdict) -> Changes:
    return compare_runs(make_record(earlier), make_record(current))


@pytest.mark.parametrize(
    ("earlier", "current", "heading"),
    [
        (Verdict.PASSED, Verdict.FAILED, "Newly failing"),
        (Verdict.PASSED, Verdict.INCONSISTENT, "Newly inconsistent"),
        (Verdict.PASSED, Verdict.NOT_REACHED, "Newly not reached"),
        (Verdict.KNOWN_DEVIATION, Verdict.UNEXPECTEDLY_PASSED, "Newly unexpectedly passed"),
        (Verdict.FAILED, Verdict.PASSED, "Newly passing"),
    ],
)
def test_a_rule_is_listed_by_its_current_verdict(earlier: Verdict, current: Verdict, heading: str) -> None:
    assert [title for title, ids in changes_between(earlier, current).lists if ids] == [heading]


@pytest.mark.parametrize("verdict", Verdict)
def test_rules_whose_verdicts_say_something_about_the_room_are_compared(verdict: Verdict) -> None:
    changes = changes_between(verdict, verdict)
    assert (changes.compared, changes.has_any) == (int(verdict.is_tested), False)
