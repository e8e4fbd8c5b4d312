"""Small conformance reports for tests of code that reads reports."""

from datetime import UTC, datetime

from conformance.conformance_report import (
    ConformanceReport,
    ReportedRoom,
    ReportedRule,
    ReportedRun,
    ReportedSuite,
    RuleOnDevice,
    count_rules,
    judge_devices,
    weakest_kept_level,
)
from conformance.deviations import Deviation
from conformance.levels import LEVELS, Level
from conformance.verdicts import Verdict

SUITE_HASH = "ab" * 32


def report_of(
    name: str = "A room of paper",
    *,
    complete: bool = True,
    suite_hash: str = SUITE_HASH,
    day: int = 23,
    **verdicts: str,
) -> ConformanceReport:
    """Return a report with two rules of each level, on laptop and phone.

    They are LEVEL-1, which passed, and LEVEL-2. ``verdicts`` has the verdict of a level's second rule, such as
    ``MUST="failed"``, or its verdicts on laptop and phone, such as ``MUST="passed, failed"``.
    """
    rules = [_rule(level, number, verdicts.get(level.upper(), "passed")) for level in LEVELS for number in (1, 2)]
    return ConformanceReport(
        room=ReportedRoom(name=name),
        suite=ReportedSuite(
            version="1", commit="c" * 40, changed=False, hash=suite_hash, catalogue=suite_hash, rules=6, scenarios=6
        ),
        run=_run(complete, day),
        conforms=weakest_kept_level(rules, complete=complete),
        counts=count_rules(rules),
        rules=rules,
    )


def _run(complete: bool, day: int) -> ReportedRun:
    return ReportedRun(
        complete=complete,
        incomplete_because=[] if complete else ["One was left out."],
        level="must",
        rules=6,
        scenarios=6 if complete else 5,
        started=datetime(2026, 11, day, 12, 0, tzinfo=UTC),
        finished=datetime(2026, 11, day, 12, 30, tzinfo=UTC),
        browser="Chromium 1",
        devices={"laptop": "Desk", "phone": "Pocket"},
        system="Linux",
    )


def _rule(level: Level, number: int, verdict: str) -> ReportedRule:
    on_devices = (verdict if number == 2 else "passed").split(", ")
    devices = [_on_device("laptop", on_devices[0]), _on_device("phone", on_devices[-1])]
    return ReportedRule(
        id=f"{level.upper()}-{number}",
        level=level,
        statement=f"Rule {number} | of {level}.",
        offer="",
        untested=False,
        verdict=judge_devices(devices),
        deviation=Deviation(reason="as declared") if "known deviation" in on_devices else None,
        devices=devices,
    )


def _on_device(device: str, verdict: str) -> RuleOnDevice:
    return RuleOnDevice(
        device=device, verdict=Verdict(verdict), reason="", expected="", seen="", pictures=[], scenarios=[]
    )
