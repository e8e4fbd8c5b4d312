"""The overview page: outcome, failures with reasons, changes, and the slowest scenarios."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from conformance.verdicts import Verdict
from living_docs.record.changes import compare_runs, is_comparable
from living_docs.record.record_model import RunRecord, Scenario, ScenarioRun
from living_docs.record.run_plan import expected_scenarios
from living_docs.site import phrases
from living_docs.site.differences import HEADINGS

LEVELS = ("MUST", "SHOULD", "MAY")
PROBLEM_HEADINGS = {
    Verdict.FAILED: "Failed rules",
    Verdict.INCONSISTENT: HEADINGS[Verdict.INCONSISTENT][0],
    Verdict.UNEXPECTEDLY_PASSED: HEADINGS[Verdict.UNEXPECTEDLY_PASSED][0],
    Verdict.NOT_REACHED: HEADINGS[Verdict.NOT_REACHED][0],
}
MAX_SLOWEST = 5
ScenarioOnDevice = tuple[Scenario, ScenarioRun]


def overview(record: RunRecord, before: RunRecord | None, order: Sequence[Verdict]) -> dict[str, Any]:
    """Return the template's values; ``order`` is that of the verdicts, ``before`` an earlier run's record."""
    runs = [(scenario, run) for _, _, scenario in record.scenarios for run in scenario.runs if run.seconds]
    counts = _count_rules(record)
    return {
        "headline": phrases.headline(counts, record.facts.interrupted),
        "counts": counts,
        "tally": [(counts[verdict]["total"], verdict.value) for verdict in order if counts[verdict]["total"]],
        "problems": _find_problems(record),
        "all_levels": LEVELS,
        "changes": compare_runs(before, record) if before and is_comparable(before, record) else None,
        "slowest": sorted(runs, key=lambda pair: pair[1].seconds, reverse=True)[:MAX_SLOWEST],
        "retried": [(scenario, run) for scenario, run in runs if len(run.attempts) > 1],
        "pictured": any(run.pictures for _, run in runs),
        "scenarios": _count_scenarios(record, runs),
    }


def _count_rules(record: RunRecord) -> dict[Verdict, Counter[str]]:
    """Return the number of rules by verdict and level, with "total"."""
    counts: dict[Verdict, Counter[str]] = {verdict: Counter() for verdict in Verdict}
    for id_, requirement in record.requirements.items():
        counts[record.verdict(id_)].update([requirement.level, "total"])
    return counts


def _find_problems(record: RunRecord) -> list[tuple[Verdict, str, list[tuple[str, list[str]]]]]:
    """Return each bad verdict that occurred, with its heading and its rules grouped by reason."""
    found = [(verdict, name, _group_by_reason(record, verdict)) for verdict, name in PROBLEM_HEADINGS.items()]
    return [entry for entry in found if entry[-1]]


def _group_by_reason(record: RunRecord, verdict: Verdict) -> list[tuple[str, list[str]]]:
    by_reason: dict[str, list[str]] = {}
    for id_ in record.requirements:
        if record.verdict(id_) is verdict:
            by_reason.setdefault(record.reason(id_), []).append(id_)
    return list(by_reason.items())


def _count_scenarios(record: RunRecord, runs: Sequence[ScenarioOnDevice]) -> dict[str, int]:
    """Return four counts: scenarios, those that apply to this room, those that ran, and scenario runs."""
    ran = {scenario.slug for scenario, _ in runs}
    return {
        "written": sum(1 for _ in record.scenarios),
        "of_this_room": len(expected_scenarios(record) | ran),
        "ran": len(ran),
        "runs": len(runs),
    }
