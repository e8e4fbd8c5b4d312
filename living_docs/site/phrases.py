"""Texts of the pages: dates, durations, numbers and headlines."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from conformance.verdicts import Verdict

QUOTED = re.compile(r"(&#34;.*?&#34;)")
STATUS = {
    "PASSED": "passed",
    "FAILED": "failed",
    "SKIPPED": "skipped",
    "PENDING": "not implemented",
    "UNDEFINED": "undefined step",
    "AMBIGUOUS": "ambiguous step",
    "UNKNOWN": "unfinished",
}


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def in_words(seconds: float) -> str:
    """Return a duration in words: "0.4 s", "75 s", "4 min 10 s"."""
    if round(seconds, 1) < 10:
        return f"{seconds:.1f} s"
    whole_seconds = round(seconds)
    if whole_seconds < 120:
        return f"{whole_seconds} s"
    minutes, rest = divmod(whole_seconds, 60)
    return f"{minutes} min {rest} s"


def emphasised(text: str) -> Markup:
    """Return a step's text with quoted words marked up."""
    # The text is escaped before the tags are added.
    return Markup(QUOTED.sub(r"<q>\1</q>", str(escape(text))).replace("<q>&#34;", "<q>").replace("&#34;</q>", "</q>"))  # noqa: S704


def quoted(text: str) -> str:
    """Return a name with its straight quotation marks replaced by typographic ones."""
    return re.sub(r'"(.*?)"', r"“\1”", text)


def last_word(text: str) -> tuple[str, str]:
    """Return the text before the last word, and the last word with its markup."""
    end = re.search(r"(?:<b>[^<]*</b>|[^\s<>])+$", text)
    return (text[: end.start()], end[0]) if end else (text, "")


def status(word: str) -> str:
    return STATUS.get(word, word.lower())


def number(count: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun: "1 rule", "3 rules"."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def headline(counts: Mapping[Verdict, Counter[str]], interrupted: str) -> str:
    """Return the run's outcome in one sentence; only rules that were reached count as tested."""
    total = {verdict: counts[verdict]["total"] for verdict in Verdict}
    held = total[Verdict.PASSED] + total[Verdict.UNEXPECTEDLY_PASSED]
    failed, declared, not_reached = total[Verdict.FAILED], total[Verdict.KNOWN_DEVIATION], total[Verdict.NOT_REACHED]
    inconsistent = total[Verdict.INCONSISTENT]
    tested = held + failed + declared + inconsistent
    if not tested:
        return "No rule could be tested" if not_reached else "No rule was tested"
    several = [_of_several(held, tested), *_other_outcomes(failed, inconsistent, declared)]
    parts = [_of_one(held, failed, inconsistent)] if tested == 1 else several
    parts += [f"{not_reached} could not be reached"] if not_reached else []
    return ", ".join(parts) + (" so far" if interrupted and held == tested else "")


def _of_one(held: int, failed: int, inconsistent: int) -> str:
    outcomes = {"holds": held, "does not hold": failed, "is inconsistent": inconsistent, "differs as declared": 1}
    return f"The one rule that was tested {next(words for words, count in outcomes.items() if count)}"


def _of_several(held: int, tested: int) -> str:
    return f"All {tested} rules that were tested hold" if held == tested else f"{held} of {tested} tested rules hold"


def _other_outcomes(failed: int, inconsistent: int, declared: int) -> list[str]:
    parts = [number(failed, "does not", "do not")] if failed else []
    parts += [number(inconsistent, "is inconsistent", "are inconsistent")] if inconsistent else []
    return parts + ([number(declared, "differs as declared", "differ as declared")] if declared else [])


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "clock": clock,
    "seconds": in_words,
    "emphasised": emphasised,
    "status": status,
    "number": number,
    "quoted": quoted,
    "last_word": last_word,
}
