"""How the pages put things: dates, durations, people, headlines."""

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
    "SKIPPED": "not come to",
    "PENDING": "not built yet",
    "UNDEFINED": "a sentence without a meaning",
    "AMBIGUOUS": "a sentence with more than one meaning",
    "UNKNOWN": "broken off",
}


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def in_words(seconds: float) -> str:
    """A duration as one reads it: "0.4 s", "75 s", "4 min 10 s"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def emphasised(text: str) -> Markup:
    """A sentence whose quoted words stand out."""
    return Markup(QUOTED.sub(r"<q>\1</q>", str(escape(text))).replace("<q>&#34;", "<q>").replace("&#34;</q>", "</q>"))


def quoted(text: str) -> str:
    """A name whose quotation marks are as one sets them in print."""
    return re.sub(r'"(.*?)"', r"“\1”", text)


def last_word(text: str) -> tuple[str, str]:
    """The last word with what belongs to it apart from what goes before, in text with no other markup than ``<b>``."""
    end = re.search(r"(?:<b>[^<]*</b>|[^\s<>])+$", text)
    return (text[: end.start()], end[0]) if end else (text, "")


def status(word: str) -> str:
    return STATUS.get(word, word.lower())


def number(count: int, one: str, several: str = "") -> str:
    """A number with its word: "1 rule", "3 rules"."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def headline(counts: Mapping[Verdict, Counter[str]], interrupted: str) -> str:
    """The run in one sentence, which counts as tested only what was really put to the test."""
    of = {verdict: counts[verdict]["total"] for verdict in Verdict}
    held = of[Verdict.PASSED] + of[Verdict.UNEXPECTEDLY_PASSED]
    failed, declared, not_reached = of[Verdict.FAILED], of[Verdict.KNOWN_DEVIATION], of[Verdict.NOT_REACHED]
    inconsistent = of[Verdict.INCONSISTENT]
    tested = held + failed + declared + inconsistent
    if not tested:
        return "Nothing could be put to the test" if not_reached else "Nothing was put to the test"
    several = [_of_several(held, tested), *_otherwise(failed, inconsistent, declared)]
    told = [_of_one(held, failed, inconsistent)] if tested == 1 else several
    told += [f"{not_reached} could not be reached"] if not_reached else []
    return ", ".join(told) + (" so far" if interrupted and held == tested else "")


def _of_one(held: int, failed: int, inconsistent: int) -> str:
    outcomes = {"holds": held, "does not hold": failed, "is inconsistent": inconsistent, "differs as declared": 1}
    return f"The one rule that was tested {next(words for words, count in outcomes.items() if count)}"


def _of_several(held: int, tested: int) -> str:
    return f"All {tested} rules that were tested hold" if held == tested else f"{held} of {tested} tested rules hold"


def _otherwise(failed: int, inconsistent: int, declared: int) -> list[str]:
    told = [number(failed, "does not", "do not")] if failed else []
    told += [number(inconsistent, "is inconsistent", "are inconsistent")] if inconsistent else []
    return told + ([number(declared, "differs as declared", "differ as declared")] if declared else [])


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "clock": clock,
    "seconds": in_words,
    "people": emphasised,
    "status": status,
    "number": number,
    "quoted": quoted,
    "last_word": last_word,
}
