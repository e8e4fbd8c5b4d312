"""The plan of a complete run, and how much of it a record contains."""

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.deviations import Deviation
from conformance.verdicts import Verdict
from living_docs.record.record_model import Plan, RunRecord, Scenario, ScenarioRun

PlannedRun = tuple[str, str, str]
"""A planned scenario run: the scenario's slug, its row of examples, and the kind of device."""

UNDECLARED_FACTS = ("level", "third_party_cookies")
"""Facts of a run that its room does not declare."""
NO_ATTENDEES = "This run had no attendees with a {}."


def plan_of(facts: Sequence[Mapping[str, Any]]) -> Plan:
    """Return the plan in a record's facts, with the contradictions of several runs."""
    run: Mapping[str, Any] = next((part["run"] for part in facts if "run" in part), {})
    suite: Mapping[str, Any] = next((part["suite"] for part in facts if "suite" in part), {})
    return Plan(
        version=suite.get("version", ""),
        suite_hash=suite.get("hash", ""),
        catalogue_hash=suite.get("catalogue", ""),
        level=run.get("level", ""),
        devices=run.get("devices", []),
        address=run.get("address"),
        adapter=run.get("adapter"),
        words=run.get("words", {}),
        locators=run.get("locators", {}),
        not_offered=run.get("not_offered", []),
        deviations={entry["requirement"]: _create_deviation(entry) for entry in run.get("deviations", [])},
        contradictions=list(_find_contradictions(facts)),
    )


def expected_runs(record: RunRecord) -> set[PlannedRun]:
    """Return all scenario runs of a complete run of this suite in this room."""
    plan = record.facts.plan
    examples = [
        (scenario.slug, row)
        for _, _, scenario in record.scenarios
        for row in _rows_to_test(scenario, set(plan.not_offered))
    ]
    return {(slug, row, device) for slug, row in examples for device in plan.devices}


def expected_scenarios(record: RunRecord) -> set[str]:
    """Return the slugs of all scenarios that apply to this room."""
    lacks = set(record.facts.plan.not_offered)
    return {scenario.slug for _, _, scenario in record.scenarios if _rows_to_test(scenario, lacks)}


def finished_runs(record: RunRecord) -> set[PlannedRun]:
    """Return the scenario runs that this run has finished."""
    runs = [(scenario, run) for _, _, scenario in record.scenarios for run in scenario.runs]
    return {(scenario.slug, run.example, run.device) for scenario, run in runs if _is_finished(run)}


def find_shortcomings(record: RunRecord) -> list[str]:
    """Return why this is not a complete run, as sentences; an empty list if it is complete."""
    plan, expected, missing = record.facts.plan, expected_runs(record), expected_runs(record) - finished_runs(record)
    missing_devices = [device for device in plan.devices if all(case[2] != device for case in finished_runs(record))]
    reasons = [record.facts.interrupted, *plan.contradictions]
    if not plan.suite_hash or not plan.devices:
        reasons.append("The record does not state what a complete run is.")
    elif not expected:
        reasons.append("There were no scenarios to run.")
    elif missing:
        reasons.append(f"{len(missing)} of {len(expected)} scenario runs are missing or incomplete.")
        reasons += [NO_ATTENDEES.format(device) for device in missing_devices]
    return [reason for reason in reasons if reason]


def _rows_to_test(scenario: Scenario, lacks: set[str]) -> list[str]:
    """Return the rows of the scenario's examples that are tested in a room without these capabilities."""
    if scenario.absent:
        return [row for row in scenario.variants if scenario.absent in lacks]
    return [row for row, needs in scenario.variants.items() if not needs & lacks]


def _is_finished(run: ScenarioRun) -> bool:
    return run.seconds > 0 and run.verdict is not Verdict.NOT_TESTED and not _is_unfinished(run)


def _is_unfinished(run: ScenarioRun) -> bool:
    return any(step.status == "UNKNOWN" for step in run.steps)


def _create_deviation(entry: Mapping[str, Any]) -> Deviation:
    return Deviation(reason=entry["reason"], link=entry.get("link"), until=entry.get("until"))


def _find_contradictions(facts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return contradictions in what must be equal in all parts of a complete run."""
    runs = [part["run"] for part in facts if "run" in part]
    suites = [part["suite"] for part in facts if "suite" in part]
    rooms = {str(part["room"]): None for part in (*runs, *facts) if "room" in part}
    declarations = {str({key: value for key, value in run.items() if key not in UNDECLARED_FACTS}) for run in runs}
    contradictions = [f"The records are of different rooms: {', '.join(rooms)}."] if len(rooms) > 1 else []
    if len({run.get("third_party_cookies") for run in runs}) > 1:
        contradictions.append("Third-party cookies were blocked in one record, but not in another.")
    if len(declarations) > 1 and not contradictions:
        contradictions.append("The records differ in what the room declares.")
    if len({str(suite) for suite in suites}) > 1:
        contradictions.append("The records are of different versions of the suite.")
    return contradictions
