"""Texts about a conformance report: headline, explanation and badge."""

from collections.abc import Sequence

from conformance.conformance_report import ConformanceReport
from conformance.levels import LEVELS, Level
from conformance.verdicts import Verdict

RULES_UP_TO_LEVEL = {"must": "every MUST", "should": "every MUST and SHOULD", "may": "every MUST, SHOULD and MAY"}


def headline(report: ConformanceReport) -> str:
    """Return the result of the report in one sentence."""
    if not report.run.complete:
        return "Partial run: conformance is undecided"
    if report.conforms == "none":
        return _headline_if_not_kept(report)
    return f"Keeps {RULES_UP_TO_LEVEL[report.conforms]}{_declared_counts_text(report, _conforming_levels(report))}"


def explanation(report: ConformanceReport) -> str:
    """Return how many rules of each level passed, or why the run was incomplete."""
    if not report.run.complete:
        return " ".join(report.run.incomplete_because)
    return (
        f"Seen to hold: {', '.join(f'{passed_count_text(report, level)} {level.upper()}' for level in LEVELS)} rules."
    )


def passed_count_text(report: ConformanceReport, level: Level) -> str:
    """Return how many rules of the level passed, as "37 of 41".

    Declared deviations do not count as passed.
    """
    rules = [rule for rule in report.rules if rule.level == level and not rule.untested]
    return f"{sum(rule.verdict is Verdict.PASSED for rule in rules)} of {len(rules)}"


def level_summary(report: ConformanceReport, level: Level) -> str:
    """Return passed and declared rules of the level, as "37 of 41, 3 not offered, 1 declared deviation"."""
    return passed_count_text(report, level) + _declared_counts_text(report, [level])


def badge_text_and_style(report: ConformanceReport) -> tuple[str, str]:
    """Return the text of the badge, without its date, and its style: "good", "bad", "unsure" or "partial"."""
    run, suite = report.run, report.suite
    if not run.complete:
        return f"partial: {run.scenarios} of {suite.scenarios or 'unknown'} runs", "partial"
    if report.conforms == "none":
        return _badge_if_not_kept(report)
    levels = " + ".join(level.upper() for level in _conforming_levels(report))
    return f"{levels}{_declared_counts_text(report, _conforming_levels(report))}", "good"


def _headline_if_not_kept(report: ConformanceReport) -> str:
    broken, inconsistent = report.count_broken("must"), report.count_inconsistent("must")
    if not broken and not inconsistent:
        return "Nothing was seen to hold"
    if not broken:
        return f"Undecided: {_must_rules_text(inconsistent)} inconsistent"
    also_inconsistent = f", {inconsistent} inconsistent" if inconsistent else ""
    return f"Does not conform: {_must_rules_text(broken)} not kept{also_inconsistent}"


def _must_rules_text(count: int) -> str:
    return f"{count} MUST rule{' is' if count == 1 else 's are'}"


def _badge_if_not_kept(report: ConformanceReport) -> tuple[str, str]:
    broken, inconsistent = report.count_broken("must"), report.count_inconsistent("must")
    if inconsistent and not broken:
        return f"undecided: {inconsistent} MUST inconsistent", "unsure"
    return f"does not conform: {broken} MUST{f', {inconsistent} inconsistent' if inconsistent else ''}", "bad"


def _conforming_levels(report: ConformanceReport) -> tuple[Level, ...]:
    return LEVELS[: LEVELS.index(report.conforms) + 1] if report.conforms != "none" else ()


def _declared_counts_text(report: ConformanceReport, levels: Sequence[Level]) -> str:
    """Return how many rules are not offered, or fail as declared, as the end of a sentence."""
    verdicts = [rule.verdict for rule in report.rules if rule.level in levels and rule.is_kept]
    absent, deviating = verdicts.count(Verdict.NOT_OFFERED), verdicts.count(Verdict.KNOWN_DEVIATION)
    parts = [f", {absent} not offered"] if absent else []
    parts += [f", {deviating} declared deviation{'s' if deviating > 1 else ''}"] if deviating else []
    return "".join(parts)
