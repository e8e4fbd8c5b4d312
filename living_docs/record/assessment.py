"""The conformance report of a record: the verdict on each rule on each device, with the evidence."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import cast
from urllib.parse import unquote

from conformance.catalogue import Requirement
from conformance.conformance_report import (
    ConformanceReport,
    ReportedAttempt,
    ReportedPicture,
    ReportedRoom,
    ReportedRule,
    ReportedRun,
    ReportedScenario,
    ReportedSuite,
    RuleOnDevice,
    count_rules,
    judge_devices,
    weakest_kept_level,
)
from conformance.levels import Level
from conformance.verdicts import Verdict
from living_docs.record.record_model import Attempt, Picture, RunRecord, Scenario, ScenarioRun, StepRun
from living_docs.record.run_plan import NO_ATTENDEES, expected_runs, find_shortcomings, finished_runs


def conformance_of(record: RunRecord) -> ConformanceReport:
    """Return the conformance report of a record; its paths are relative to the folder of the pages."""
    rules = [_rule(record, requirement) for requirement in record.requirements.values()]
    reported_run = _reported_run(record, rules)
    return ConformanceReport(
        room=_room(record),
        suite=_suite(record),
        run=reported_run,
        conforms=weakest_kept_level(rules, complete=reported_run.complete),
        counts=count_rules(rules),
        rules=rules,
    )


def _room(record: RunRecord) -> ReportedRoom:
    plan = record.facts.plan
    return ReportedRoom(
        name=record.facts.room,
        address=plan.address,
        adapter=plan.adapter,
        words=plan.words,
        locators=plan.locators,
        not_offered=plan.not_offered,
    )


def _suite(record: RunRecord) -> ReportedSuite:
    facts, plan = record.facts, record.facts.plan
    return ReportedSuite(
        version=plan.version,
        commit=facts.commit,
        changed=facts.changed,
        hash=plan.suite_hash,
        catalogue=plan.catalogue_hash,
        rules=len(record.requirements),
        scenarios=len(expected_runs(record)),
    )


def _reported_run(record: RunRecord, rules: Sequence[ReportedRule]) -> ReportedRun:
    facts, reasons = record.facts, find_shortcomings(record)
    return ReportedRun(
        complete=not reasons,
        incomplete_because=reasons,
        level=facts.plan.level,
        rules=sum(1 for rule in rules if rule.verdict.is_tested),
        scenarios=len(expected_runs(record) & finished_runs(record)),
        started=facts.began,
        finished=facts.began + timedelta(seconds=facts.seconds),
        browser=facts.browser or "none",
        devices={device: facts.devices.get(device, "") for device in _devices(record)},
        system=facts.system,
    )


def _devices(record: RunRecord) -> list[str]:
    """Return the kinds of device of a complete run and of this one."""
    return list(dict.fromkeys([*record.facts.plan.devices, *record.devices])) or [""]


def _rule(record: RunRecord, requirement: Requirement) -> ReportedRule:
    id_ = requirement.id
    devices = [_on_device(record, id_, device) for device in _devices(record)]
    declared = record.facts.plan.deviations.get(id_)
    return ReportedRule(
        id=id_,
        level=cast(Level, requirement.level.lower()),
        statement=requirement.rule,
        offer=requirement.offer,
        untested=bool(requirement.untested) and not record.scenarios_of(id_),
        verdict=judge_devices(devices),
        deviation=declared,
        devices=devices,
    )


def _on_device(record: RunRecord, id_: str, device: str) -> RuleOnDevice:
    pairs = [(scenario, run) for scenario in record.scenarios_of(id_) for run in scenario.runs if run.device == device]
    pairs += _each_run_once(pair for _, run in pairs for pair in run.refuted_by)
    # A run without a duration was not executed.
    reported = [_scenario_run(scenario, run) for scenario, run in pairs if run.seconds]
    verdict = record.verdict(id_, device)
    deciding = next((run for run in reported if run.verdict is verdict), None)
    return RuleOnDevice(
        device=device,
        verdict=verdict,
        reason=_find_reason(record, id_, device, verdict),
        expected=deciding.expected if deciding else "",
        seen=deciding.seen if deciding else "",
        pictures=deciding.pictures if deciding else [],
        scenarios=reported,
    )


def _each_run_once(pairs: Iterable[tuple[Scenario, ScenarioRun]]) -> list[tuple[Scenario, ScenarioRun]]:
    """Return each run once, even if several runs of the rule's scenarios have it in ``refuted_by``."""
    return list({id(run): (scenario, run) for scenario, run in pairs}.values())


def _find_reason(record: RunRecord, id_: str, device: str, verdict: Verdict) -> str:
    if verdict is Verdict.PASSED:
        return ""
    if record.devices and device not in record.devices:
        return NO_ATTENDEES.format(device)
    runs = [run for scenario in record.scenarios_of(id_) for run in scenario.runs if run.device == device]
    reasons = [run.reason for run in runs if run.reason and run.verdict is verdict]
    return reasons[0] if reasons else record.requirements[id_].untested


def _scenario_run(scenario: Scenario, run: ScenarioRun) -> ReportedScenario:
    broken = run.broken_step
    expected, seen = _expected_and_seen(broken) if broken else ("", "")
    return ReportedScenario(
        name=scenario.name,
        page=f"scenarios/{scenario.slug}.html",
        example=run.example,
        verdict=run.verdict,
        step=_step_text(broken) if broken else "",
        expected=expected,
        seen=seen,
        load=broken.load if broken else "",
        pictures=_pictures(run, broken),
        attempts=[_attempt(attempt) for attempt in run.attempts] if len(run.attempts) > 1 else [],
    )


def _attempt(attempt: Attempt) -> ReportedAttempt:
    broken = attempt.broken_step
    expected, seen = _expected_and_seen(broken) if broken else ("", "")
    return ReportedAttempt(
        alone=attempt.alone,
        verdict=attempt.verdict,
        reason=attempt.reason,
        step=_step_text(broken) if broken else "",
        expected=expected,
        seen=seen,
        load=broken.load if broken else "",
        pictures=_pictures(attempt, broken),
    )


def _expected_and_seen(step: StepRun) -> tuple[str, str]:
    """Return what the step's message says was expected, and what was there.

    If the message does not separate these, return the step and its message.
    """
    if step.actual:
        return step.expected, step.actual
    return _step_text(step), step.message


def _step_text(step: StepRun) -> str:
    return f"{step.as_written.keyword} {step.as_written.text}".strip()


def _pictures(run: ScenarioRun | Attempt, broken: StepRun | None) -> list[ReportedPicture]:
    """Return everyone's screen at the failed step, or the representative picture if all steps passed."""
    latest = list({(picture.person, picture.device): picture for picture in run.pictures}.values())
    shown = (
        (broken.pictures or latest) if broken else [run.representative_picture] if run.representative_picture else []
    )
    return [_picture(picture) for picture in shown]


def _picture(picture: Picture) -> ReportedPicture:
    path = f"record/{unquote(picture.url)}"
    return ReportedPicture(
        path=path, person=picture.person, device=picture.device, width=picture.width, height=picture.height
    )
