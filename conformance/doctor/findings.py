"""What became of each place that was looked for, and what is said about all of them together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """From best to worst; the worst of several lookups at the same place counts."""

    NOT_OFFERED = "not offered"
    NOT_REACHED = "not reached"
    FOUND = "found"
    OTHER_NAME = "other name"
    MISSING = "MISSING"

    @property
    def is_good(self) -> bool:
        return self in (Status.FOUND, Status.NOT_OFFERED)


@dataclass(frozen=True)
class Finding:
    """One place on one kind of screen.

    ``place``: the part of the contract; ``what``: role and name as they were looked for; ``column``: whose screen, and
    on what; ``seen``: what was there instead, or why it was not reached.
    """

    place: str
    what: str
    column: str
    status: Status
    seen: str = ""

    @property
    def row(self) -> tuple[str, str]:
        return self.place, self.what


def table(findings: Sequence[Finding], columns: Sequence[str]) -> list[str]:
    """Lines of text: a row for each place, a column for each kind of screen, and what was there instead."""
    rows = sorted(dict.fromkeys(one.row for one in findings), key=_in_order_of([one.place for one in findings]))
    cells = [("place", "looked for", *columns, "there instead")]
    cells += [(*row, *_cells([one for one in findings if one.row == row], columns)) for row in rows]
    # The place is said once, in the first of its rows.
    repeated = [bool(number) and cells[number - 1][0] == row[0] for number, row in enumerate(cells)]
    shown = [("", *row[1:]) if again else row for row, again in zip(cells, repeated, strict=True)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown]
    return [lines[0], "-" * (sum(widths[:-1]) + 2 * len(widths)), *lines[1:]]


def _in_order_of(places: Sequence[str]) -> Callable[[tuple[str, str]], int]:
    first = {place: number for number, place in reversed(list(enumerate(places)))}
    return lambda row: first[row[0]]


def _cells(lookups: Sequence[Finding], columns: Sequence[str]) -> tuple[str, ...]:
    """What the lookups at one place came to on each kind of screen, and what was there instead."""
    stati = [overall(one.status for one in lookups if one.column == column) for column in columns]
    instead = dict.fromkeys(one.seen for one in lookups if one.status in (Status.MISSING, Status.OTHER_NAME))
    return *(status.value if status else "" for status in stati), "; ".join(filter(None, instead))


def overall(stati: Iterable[Status]) -> Status | None:
    """What several lookups at the same place came to; None where there was none."""
    return max(stati, key=list(Status).index, default=None)


def counts(findings: Iterable[Finding]) -> dict[Status, int]:
    """How many places, each kind of screen for itself, came to what; those that occur."""
    of: dict[tuple[str, str, str], list[Status]] = {}
    for one in findings:
        of.setdefault((*one.row, one.column), []).append(one.status)
    together = [overall(stati) for stati in of.values()]
    return {status: together.count(status) for status in Status if status in together}


def words_block(words: Mapping[str, str]) -> list[str]:
    """The section ``[words]`` of a room file; empty where no word differs from the documented one."""
    differing = {word: own for word, own in words.items() if own != word}
    return ["[words]", *(f"{_quoted(word)} = {_quoted(own)}" for word, own in differing.items())] if differing else []


def _quoted(text: str) -> str:
    """As TOML takes it, whatever is in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
