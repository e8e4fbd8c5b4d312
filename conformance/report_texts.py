"""Texts about a conformance report: headline, explanation and badge."""

from collections.abc import Sequence

from conformance.conformance_report import ConformanceReport
from conformance.levels import LEVELS, Level
from conformance.verdicts import Verdict

REACHED = {"must": "every MUST", "should": "every MUST and SHOULD", "may": "every MUST, SHOULD and MAY"}


def headline(report: ConformanceReport) -> str:
    """Return the result of the report in one sentence."""
    if not report.run.complete:
        return "Partial run: conformance is undecided"
    if report.conforms == "none":
        return _not_kept(report)
    return f"Keeps {REACHED[report.conforms]}{_declared(report, _reached(report))}"


def explanation(report: ConformanceReport) -> str:
    """Return how many rules of each level passed, or why the run was incomplete."""
    if not report.run.complete:
        return " ".join(report.run.incomplete_because)
    return f"Seen to hold: {', '.join(f'{held(report, level)} {level.upper()}' for level in LEVELS)} rules."


def held(report: ConformanceReport, level: Level) -> str:
    """Return how many rules of the level passed, as "37 of 41".

    Declared deviations do not count as passed.
    """
    rules = [rule for rule in report.rules if rule.level == level and not rule.untested]
    return f"{sum(rule.verdict is Verdict.PASSED for rule in rules)} of {len(rules)}"


def account(report: ConformanceReport, level: Level) -> str:
    """Return `held` and what is declared, as "37 of 41, 3 not offered, 1 declared deviation"."""
    return held(report, level) + _declared(report, [level])


def badge(report: ConformanceReport) -> tuple[str, str]:
    """Return the text of the badge, without its date, and its tone: "good", "bad", "unsure" or "partial"."""
    run, suite = report.run, report.suite
    if not run.complete:
        return f"partial: {run.scenarios} of {suite.scenarios or 'unknown'} runs", "partial"
    if report.conforms == "none":
        return _badge_not_kept(report)
    levels = " + ".join(level.upper() for level in _reached(report))
    return f"{levels}{_declared(report, _reached(report))}", "good"


def _not_kept(report: ConformanceReport) -> str:
    broken, inconsistent = report.broken("must"), report.inconsistent("must")
    if not broken and not inconsistent:
        return "Nothing was seen to hold"
    if not broken:
        return f"Undecided: {_rules(inconsistent)} inconsistent"
    return f"Does not conform: {_rules(broken)} not kept{f', {inconsistent} inconsistent' if inconsistent else ''}"


def _rules(count: int) -> str:
    return f"{count} MUST rule{' is' if count == 1 else 's are'}"


def _badge_not_kept(report: ConformanceReport) -> tuple[str, str]:
    broken, inconsistent = report.broken("must"), report.inconsistent("must")
    if inconsistent and not broken:
        return f"undecided: {inconsistent} MUST inconsistent", "unsure"
    return f"does not conform: {broken} MUST{f', {inconsistent} inconsistent' if inconsistent else ''}", "bad"


def _reached(report: ConformanceReport) -> tuple[Level, ...]:
    return LEVELS[: LEVELS.index(report.conforms) + 1] if report.conforms != "none" else ()


def _declared(report: ConformanceReport, levels: Sequence[Level]) -> str:
    """Return how many rules of these levels count as kept by declaration alone, as the end of a sentence."""
    verdicts = [rule.verdict for rule in report.rules if rule.level in levels and rule.is_kept]
    absent, deviating = verdicts.count(Verdict.NOT_OFFERED), verdicts.count(Verdict.KNOWN_DEVIATION)
    parts = [f", {absent} not offered"] if absent else []
    parts += [f", {deviating} declared deviation{'s' if deviating > 1 else ''}"] if deviating else []
    return "".join(parts)
