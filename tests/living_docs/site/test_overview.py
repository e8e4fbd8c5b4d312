"""The overview counts the scenarios that apply to the room."""

from datetime import UTC, datetime

from conformance.verdicts import Verdict
from living_docs.record.record_model import Facts, Feature, FeatureRule, Plan, RunRecord, Scenario, ScenarioRun
from living_docs.site.overview import overview


def make_scenario(slug: str, *, needs: str = "", absent: str = "", seconds: float = 0) -> Scenario:
    run = ScenarioRun("phone", "", Verdict.PASSED, seconds=seconds)
    variants = {"": frozenset({needs} if needs else ())}
    return Scenario(slug, slug, "", [], [], [run], absent=absent, variants=variants)


def count_scenarios(*scenarios: Scenario, not_offered: list[str]) -> dict[str, int]:
    plan = Plan(devices=["phone"], not_offered=not_offered)
    facts = Facts("Room", "", {}, "", False, False, "", datetime(2026, 11, 23, tzinfo=UTC), 1.0, "", True, plan)
    features = [Feature("lamp", "A lamp", "", [FeatureRule("lamp", "Light", "", list(scenarios))])]
    counts: dict[str, int] = overview(RunRecord(facts, features, {}, ["phone"]), None, list(Verdict))["scenarios"]
    return counts


def test_scenarios_that_need_what_the_room_does_not_offer_do_not_apply_to_it() -> None:
    scenarios = [
        make_scenario("light", seconds=1),
        make_scenario("a poll", needs="polls"),
        make_scenario("no polls", absent="polls", seconds=1),
        make_scenario("no quizzes", absent="quizzes"),
    ]
    counts = count_scenarios(*scenarios, not_offered=["polls"])
    assert counts == {"written": 4, "of_this_room": 2, "ran": 2, "runs": 2}


def test_scenarios_that_did_not_run_apply_to_the_room_too() -> None:
    scenarios = [make_scenario("light", seconds=1), make_scenario("a poll", needs="polls")]
    assert count_scenarios(*scenarios, not_offered=[])["of_this_room"] == 2
