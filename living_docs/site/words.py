"""How the pages put things: dates, durations, people, headlines."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from living_docs.verdicts import Verdict

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


def status(word: str) -> str:
    return STATUS.get(word, word.lower())


def headline(counts: Mapping[Verdict, Counter[str]], interrupted: str) -> str:
    """The run in one sentence."""
    bad = sum(count["total"] for verdict, count in counts.items() if verdict.is_bad)
    good = sum(count["total"] for verdict, count in counts.items() if verdict.is_good)
    tested = good + bad
    if not tested:
        return "Nothing was put to the test"
    if not bad:
        every = f"All {tested} rules that were tested hold" if tested > 1 else "The one rule that was tested holds"
        return f"{every} so far" if interrupted else every
    return f"{good} of {tested} tested rules hold, {bad} {'does' if bad == 1 else 'do'} not"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "clock": clock,
    "seconds": in_words,
    "people": emphasised,
    "status": status,
}
