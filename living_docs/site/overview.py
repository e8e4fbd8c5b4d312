"""What the first page shows: what the run came to, what does not hold and why, what took long, what has changed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from conformance.verdicts import Verdict
from living_docs.record.changes import changes, is_comparable
from living_docs.record.record_model import RunRecord, Scenario, ScenarioRun
from living_docs.site import phrases
from living_docs.site.differences import HEADINGS

LEVELS = ("MUST", "SHOULD", "MAY")
TROUBLE = {
    Verdict.FAILED: "What does not hold",
    Verdict.INCONSISTENT: HEADINGS[Verdict.INCONSISTENT][0],
    Verdict.UNEXPECTEDLY_PASSED: HEADINGS[Verdict.UNEXPECTEDLY_PASSED][0],
    Verdict.NOT_REACHED: HEADINGS[Verdict.NOT_REACHED][0],
}
SLOWEST = 5
Ran = tuple[Scenario, ScenarioRun]


def overview(report: RunRecord, before: RunRecord | None, order: Sequence[Verdict]) -> dict[str, Any]:
    """What the page is made of; ``order`` is that of the verdicts, ``before`` the record of an earlier run."""
    ran = [(one, run) for _, _, one in report.scenarios for run in one.runs if run.seconds]
    counts = _counts(report)
    return {
        "headline": phrases.headline(counts, report.facts.interrupted),
        "counts": counts,
        "tally": [(counts[verdict]["total"], verdict.value) for verdict in order if counts[verdict]["total"]],
        "trouble": _trouble(report),
        "all_levels": LEVELS,
        "changes": changes(before, report) if before and is_comparable(before, report) else None,
        "slowest": sorted(ran, key=lambda one: one[1].seconds, reverse=True)[:SLOWEST],
        "retried": [(scenario, run) for scenario, run in ran if len(run.attempts) > 1],
        "pictured": any(run.pictures for _, run in ran),
        "scenarios": _scenarios(report, ran),
    }


def _counts(report: RunRecord) -> dict[Verdict, Counter[str]]:
    """Rules of the catalogue by verdict and level, with "total"."""
    counts: dict[Verdict, Counter[str]] = {verdict: Counter() for verdict in Verdict}
    for id_, requirement in report.requirements.items():
        counts[report.verdict(id_)].update([requirement.level, "total"])
    return counts


def _trouble(report: RunRecord) -> list[tuple[Verdict, str, list[tuple[str, list[str]]]]]:
    """Each kind of trouble with its heading, and its rules by their reason, so that one reason is told once."""
    found = [(verdict, name, _by_reason(report, verdict)) for verdict, name in TROUBLE.items()]
    return [one for one in found if one[-1]]


def _by_reason(report: RunRecord, verdict: Verdict) -> list[tuple[str, list[str]]]:
    by_reason: dict[str, list[str]] = {}
    for id_ in report.requirements:
        if report.verdict(id_) is verdict:
            by_reason.setdefault(report.reason(id_), []).append(id_)
    return list(by_reason.items())


def _scenarios(report: RunRecord, ran: Sequence[Ran]) -> dict[str, int]:
    """How many are written, how many of them concern this room, and how many have run, and how often."""
    written = [scenario for _, _, scenario in report.scenarios]
    return {
        "written": len(written),
        "of_this_room": sum(1 for one in written if one.runs or not one.absent),
        "ran": len({scenario.slug for scenario, _ in ran}),
        "runs": len(ran),
    }
