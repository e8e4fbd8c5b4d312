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
    conforms,
    counts,
    verdict_on_all,
)
from conformance.levels import Level
from conformance.verdicts import Verdict
from living_docs.record.record_model import Attempt, Picture, RunRecord, Scenario, ScenarioRun, StepRun
from living_docs.record.run_plan import expected_runs, finished_runs, shortcomings

NO_SUCH_DEVICE = "This run had no attendees with a {}."


def conformance_of(report: RunRecord) -> ConformanceReport:
    """Return the conformance report of a record; its paths are relative to the folder of the pages."""
    rules = [_rule(report, requirement) for requirement in report.requirements.values()]
    reported_run = _reported_run(report, rules)
    return ConformanceReport(
        room=_room(report),
        suite=_suite(report),
        run=reported_run,
        conforms=conforms(rules, complete=reported_run.complete),
        counts=counts(rules),
        rules=rules,
    )


def _room(report: RunRecord) -> ReportedRoom:
    plan = report.facts.plan
    return ReportedRoom(
        name=report.facts.room,
        address=plan.address,
        adapter=plan.adapter,
        words=plan.words,
        not_offered=plan.not_offered,
    )


def _suite(report: RunRecord) -> ReportedSuite:
    facts, plan = report.facts, report.facts.plan
    return ReportedSuite(
        version=plan.version,
        commit=facts.commit,
        changed=facts.changed,
        hash=plan.suite_hash,
        catalogue=plan.catalogue_hash,
        rules=len(report.requirements),
        scenarios=len(expected_runs(report)),
    )


def _reported_run(report: RunRecord, rules: Sequence[ReportedRule]) -> ReportedRun:
    facts, reasons = report.facts, shortcomings(report)
    return ReportedRun(
        complete=not reasons,
        incomplete_because=reasons,
        level=facts.plan.level,
        rules=sum(1 for rule in rules if rule.verdict.is_tested),
        scenarios=len(expected_runs(report) & finished_runs(report)),
        started=facts.began,
        finished=facts.began + timedelta(seconds=facts.seconds),
        browser=facts.browser or "none",
        devices={device: facts.devices.get(device, "") for device in _devices(report)},
        system=facts.system,
    )


def _devices(report: RunRecord) -> list[str]:
    """Return the kinds of device of a complete run and of this one."""
    return list(dict.fromkeys([*report.facts.plan.devices, *report.devices])) or [""]


def _rule(report: RunRecord, requirement: Requirement) -> ReportedRule:
    id_ = requirement.id
    devices = [_on_device(report, id_, device) for device in _devices(report)]
    declared = report.facts.plan.deviations.get(id_)
    return ReportedRule(
        id=id_,
        level=cast(Level, requirement.level.lower()),
        statement=requirement.rule,
        offer=requirement.offer,
        untested=bool(requirement.untested) and not report.of(id_),
        verdict=verdict_on_all(devices),
        deviation=declared,
        devices=devices,
    )


def _on_device(report: RunRecord, id_: str, device: str) -> RuleOnDevice:
    pairs = [(scenario, run) for scenario in report.of(id_) for run in scenario.runs if run.device == device]
    pairs += _once(pair for _, run in pairs for pair in run.refuted_by)
    ran = [_scenario_run(scenario, run) for scenario, run in pairs if run.seconds]
    verdict = report.verdict(id_, device)
    first = next((run for run in ran if run.verdict is verdict), None)
    return RuleOnDevice(
        device=device,
        verdict=verdict,
        reason=_reason(report, id_, device, verdict),
        expected=first.expected if first else "",
        seen=first.seen if first else "",
        pictures=first.pictures if first else [],
        scenarios=ran,
    )


def _once(pairs: Iterable[tuple[Scenario, ScenarioRun]]) -> list[tuple[Scenario, ScenarioRun]]:
    """Return each run once, even if it refutes several absences."""
    return list({id(run): (scenario, run) for scenario, run in pairs}.values())


def _reason(report: RunRecord, id_: str, device: str, verdict: Verdict) -> str:
    if verdict is Verdict.PASSED:
        return ""
    if report.devices and device not in report.devices:
        return NO_SUCH_DEVICE.format(device)
    runs = [run for scenario in report.of(id_) for run in scenario.runs if run.device == device]
    reasons = [run.reason for run in runs if run.reason and run.verdict is verdict]
    return reasons[0] if reasons else report.requirements[id_].untested


def _scenario_run(scenario: Scenario, run: ScenarioRun) -> ReportedScenario:
    broken = run.broken_step
    expected, seen = _difference(broken) if broken else ("", "")
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
    expected, seen = _difference(broken) if broken else ("", "")
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


def _difference(step: StepRun) -> tuple[str, str]:
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
