"""What a conformance report comes to, in words: a headline, and the few words of a badge."""

from living_docs.conformance import LEVELS, Conformance, Level

REACHED = {"must": "every MUST", "should": "every MUST and SHOULD", "may": "every MUST, SHOULD and MAY"}


def headline(report: Conformance) -> str:
    """The report in one sentence."""
    if not report.run.complete:
        return "A partial run, which says nothing of the whole"
    if report.conforms == "none":
        return _not_kept(report)
    return f"Keeps {REACHED[report.conforms]}{_but(report)}"


def explanation(report: Conformance) -> str:
    """How much of each level is kept, or why the run was no whole one."""
    if not report.run.complete:
        return " ".join(report.run.incomplete_because)
    return f"Kept: {', '.join(f'{kept(report, level)} {level.upper()}' for level in LEVELS)} rules."


def kept(report: Conformance, level: Level) -> str:
    """As "37 of 41"."""
    every = [rule for rule in report.rules if rule.level == level and not rule.untested]
    return f"{sum(rule.is_kept for rule in every)} of {len(every)}"


def badge(report: Conformance) -> tuple[str, str]:
    """What the badge says, beside its date, and its colour: "good", "bad" or "partial"."""
    run, suite = report.run, report.suite
    if not run.complete:
        return f"partial: {run.scenarios} of {suite.scenarios or 'unknown'} scenarios", "partial"
    if report.conforms == "none":
        return f"does not conform: {report.broken('must')} MUST", "bad"
    levels = " + ".join(level.upper() for level in LEVELS[: LEVELS.index(report.conforms) + 1])
    return f"{levels}{_but(report)}", "good"


def _not_kept(report: Conformance) -> str:
    broken = report.broken("must")
    if not broken:
        return "Nothing was seen to hold"
    return f"Does not conform: {broken} MUST rule{' is' if broken == 1 else 's are'} not kept"


def _but(report: Conformance) -> str:
    many = report.deviations
    return f", {many} declared deviation{'s' if many > 1 else ''}" if many else ""
