"""Makes the conformance report of a record: each rule on each device, and what was seen where it failed."""

from collections.abc import Sequence
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
    together,
)
from conformance.levels import Level
from conformance.verdicts import Verdict
from living_docs.record.record_model import Attempt, Picture, RunRecord, Scenario, ScenarioRun, StepRun
from living_docs.record.run_plan import done, shortcomings, whole

NO_SUCH_DEVICE = "Nobody attended with a {}."


def conformance_of(report: RunRecord) -> ConformanceReport:
    """Return the conformance report of a record; its paths are relative to the folder of the pages."""
    rules = [_rule(report, requirement) for requirement in report.requirements.values()]
    took = _took(report, rules)
    return ConformanceReport(
        room=_room(report),
        suite=_suite(report),
        run=took,
        conforms=conforms(rules, complete=took.complete),
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
        scenarios=len(whole(report)),
    )


def _took(report: RunRecord, rules: Sequence[ReportedRule]) -> ReportedRun:
    facts, reasons = report.facts, shortcomings(report)
    return ReportedRun(
        complete=not reasons,
        incomplete_because=reasons,
        level=facts.plan.level,
        rules=sum(1 for rule in rules if rule.verdict.is_tested),
        scenarios=len(whole(report) & done(report)),
        started=facts.began,
        finished=facts.began + timedelta(seconds=facts.seconds),
        browser=facts.browser or "none",
        devices={device: facts.devices.get(device, "") for device in _devices(report)},
        system=facts.system,
    )


def _devices(report: RunRecord) -> list[str]:
    """The kinds of device of a whole run, and of this one."""
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
        verdict=together(devices),
        deviation=declared,
        devices=devices,
    )


def _on_device(report: RunRecord, id_: str, device: str) -> RuleOnDevice:
    pairs = [(scenario, run) for scenario in report.of(id_) for run in scenario.runs if run.device == device]
    ran = [_scenario_run(scenario, run) for scenario, run in pairs if run.seconds]
    verdict = report.verdict(id_, device)
    first = next((one for one in ran if one.verdict is verdict), None)
    return RuleOnDevice(
        device=device,
        verdict=verdict,
        reason=_reason(report, id_, device, verdict),
        expected=first.expected if first else "",
        seen=first.seen if first else "",
        pictures=first.pictures if first else [],
        scenarios=ran,
    )


def _reason(report: RunRecord, id_: str, device: str, verdict: Verdict) -> str:
    if verdict is Verdict.PASSED:
        return ""
    if report.devices and device not in report.devices:
        return NO_SUCH_DEVICE.format(device)
    runs = [run for scenario in report.of(id_) for run in scenario.runs if run.device == device]
    reasons = [run.reason for run in runs if run.reason and run.verdict is verdict]
    return reasons[0] if reasons else report.requirements[id_].untested


def _scenario_run(scenario: Scenario, run: ScenarioRun) -> ReportedScenario:
    broken = _broken(run)
    expected, seen = _difference(broken) if broken else ("", "")
    return ReportedScenario(
        name=scenario.name,
        page=f"scenarios/{scenario.slug}.html",
        example=run.example,
        verdict=run.verdict,
        step=_sentence(broken) if broken else "",
        expected=expected,
        seen=seen,
        load=broken.load if broken else "",
        pictures=_pictures(run, broken),
        attempts=[_attempt(one) for one in run.attempts] if len(run.attempts) > 1 else [],
    )


def _attempt(attempt: Attempt) -> ReportedAttempt:
    broken = _broken(attempt)
    expected, seen = _difference(broken) if broken else ("", "")
    return ReportedAttempt(
        alone=attempt.alone,
        verdict=attempt.verdict,
        reason=attempt.reason,
        step=_sentence(broken) if broken else "",
        expected=expected,
        seen=seen,
        load=broken.load if broken else "",
        pictures=_pictures(attempt, broken),
    )


def _broken(run: ScenarioRun | Attempt) -> StepRun | None:
    """Return the step that did not hold."""
    return next((step for step in run.steps if step.status != "PASSED" and step.message), None)


def _difference(step: StepRun) -> tuple[str, str]:
    """What was expected and what was there; where the message does not tell them apart, the sentence was expected."""
    if step.actual:
        return step.expected, step.actual
    return _sentence(step), step.message


def _sentence(step: StepRun) -> str:
    return f"{step.sentence.keyword} {step.sentence.text}".strip()


def _pictures(run: ScenarioRun | Attempt, broken: StepRun | None) -> list[ReportedPicture]:
    """Everybody's screen at the step that did not hold; where all held, the one that stands for the run."""
    latest = list({(one.person, one.device): one for one in run.pictures}.values())
    shown = (broken.pictures or latest) if broken else [run.telling] if run.telling else []
    return [_picture(one) for one in shown]


def _picture(one: Picture) -> ReportedPicture:
    path = f"record/{unquote(one.url)}"
    return ReportedPicture(path=path, person=one.person, device=one.device, width=one.width, height=one.height)
