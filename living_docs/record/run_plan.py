"""The plan of a complete run, and which part of it a record holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.deviations import Deviation
from conformance.verdicts import Verdict
from living_docs.record.record_model import Plan, RunRecord, Scenario, ScenarioRun

Case = tuple[str, str, str]
"""A scenario to run: its address, the row of its examples, the kind of device."""


def plan_of(facts: Sequence[Mapping[str, Any]]) -> Plan:
    """The plan that a record tells of; where several runs were put together, with what they contradict in."""
    run: Mapping[str, Any] = next((one["run"] for one in facts if "run" in one), {})
    suite: Mapping[str, Any] = next((one["suite"] for one in facts if "suite" in one), {})
    return Plan(
        version=suite.get("version", ""),
        suite_hash=suite.get("hash", ""),
        catalogue_hash=suite.get("catalogue", ""),
        level=run.get("level", ""),
        devices=run.get("devices", []),
        address=run.get("address"),
        adapter=run.get("adapter"),
        words=run.get("words", {}),
        not_offered=run.get("not_offered", []),
        deviations={one["requirement"]: _declared(one) for one in run.get("deviations", [])},
        contradictions=list(_contradictions(facts)),
    )


def whole(report: RunRecord) -> set[Case]:
    """Everything that a whole run of this suite puts to this room."""
    plan = report.facts.plan
    wanted = [(one.slug, row) for _, _, one in report.scenarios for row in _rows(one, set(plan.not_offered))]
    return {(slug, row, device) for slug, row in wanted for device in plan.devices}


def done(report: RunRecord) -> set[Case]:
    """Everything that this run did put to the room, and that came to its end."""
    runs = [(scenario, run) for _, _, scenario in report.scenarios for run in scenario.runs]
    return {(scenario.slug, run.example, run.device) for scenario, run in runs if _came_to_its_end(run)}


def shortcomings(report: RunRecord) -> list[str]:
    """Why this is not a whole run, in sentences; none where it is one."""
    plan, expected, missing = report.facts.plan, whole(report), whole(report) - done(report)
    left_out = [device for device in plan.devices if all(case[2] != device for case in done(report))]
    reasons = [report.facts.interrupted, *plan.contradictions]
    if not plan.suite_hash or not plan.devices:
        reasons.append("The record does not tell what a whole run would have been.")
    elif not expected:
        reasons.append("There were no scenarios to run.")
    elif missing:
        reasons.append(f"{len(missing)} of {len(expected)} runs of scenarios did not take place, or broke off.")
        reasons += [f"Nobody attended with a {device}." for device in left_out]
    return [reason for reason in reasons if reason]


def _rows(scenario: Scenario, lacks: set[str]) -> list[str]:
    """The rows of its examples that are put to a room which lacks these features."""
    if scenario.absent:
        return [row for row in scenario.variants if scenario.absent in lacks]
    return [row for row, needs in scenario.variants.items() if not needs & lacks]


def _came_to_its_end(run: ScenarioRun) -> bool:
    return run.seconds > 0 and run.verdict is not Verdict.NOT_TESTED and not _broke_off(run)


def _broke_off(run: ScenarioRun) -> bool:
    return any(step.status == "UNKNOWN" for step in run.steps)


def _declared(entry: Mapping[str, Any]) -> Deviation:
    return Deviation(reason=entry["reason"], link=entry.get("link"), until=entry.get("until"))


def _contradictions(facts: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was told in more than one way, though it must be the same in all parts of a whole run."""
    runs = [one["run"] for one in facts if "run" in one]
    suites = [one["suite"] for one in facts if "suite" in one]
    rooms = {str(one["room"]): None for one in (*runs, *facts) if "room" in one}
    declared = {str({key: value for key, value in one.items() if key != "level"}) for one in runs}
    told = [f"The records are of different rooms: {', '.join(rooms)}."] if len(rooms) > 1 else []
    if len(declared) > 1 and not told:
        told.append("The records differ in what the room declares.")
    if len({str(one) for one in suites}) > 1:
        told.append("The records are of different versions of the suite.")
    return told
