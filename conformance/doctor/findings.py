"""Findings of the doctor, their table, and the section ``[words]`` that follows from them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from conformance.room_profile import PART_END


class Status(Enum):
    """The result of a lookup; of several lookups of an element, the last in this order counts."""

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
    """One element on one kind of screen.

    ``place``: the part of the screen; ``what``: role and name of the element; ``column``: person and device;
    ``seen``: what was found instead, or why the element was not reached.
    """

    place: str
    what: str
    column: str
    status: Status
    seen: str = ""

    @property
    def row(self) -> tuple[str, str]:
        return self.place, self.what


def table_lines(findings: Sequence[Finding], columns: Sequence[str]) -> list[str]:
    """Return the table as lines of text: a row for each element, a column for each kind of screen."""
    rows = sorted(
        dict.fromkeys(finding.row for finding in findings),
        key=_order_of_places([finding.place for finding in findings]),
    )
    cells = [("part of the screen", "looked for", *columns, "found instead")]
    cells += [(*row, *_cells([finding for finding in findings if finding.row == row], columns)) for row in rows]
    return _align_columns(_without_repeated_parts(cells))


def _without_repeated_parts(cells: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Name each part of the screen in its first row only."""
    repeated = [bool(number) and cells[number - 1][0] == row[0] for number, row in enumerate(cells)]
    return [("", *row[1:]) if is_repeated else row for row, is_repeated in zip(cells, repeated, strict=True)]


def _align_columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "-" * (sum(widths[:-1]) + 2 * len(widths)), *lines[1:]]


def _order_of_places(places: Sequence[str]) -> Callable[[tuple[str, str]], int]:
    first = {place: number for number, place in reversed(list(enumerate(places)))}
    return lambda row: first[row[0]]


def _cells(lookups: Sequence[Finding], columns: Sequence[str]) -> tuple[str, ...]:
    """Return the status on each kind of screen, and what was found instead."""
    statuses = [final_status(finding.status for finding in lookups if finding.column == column) for column in columns]
    instead = dict.fromkeys(
        finding.seen for finding in lookups if finding.status in (Status.MISSING, Status.OTHER_NAME)
    )
    return *(status.value if status else "" for status in statuses), "; ".join(filter(None, instead))


def final_status(statuses: Iterable[Status]) -> Status | None:
    """Return the status that counts for several lookups of the same element; None without lookups."""
    return max(statuses, key=list(Status).index, default=None)


def count_by_status(findings: Iterable[Finding]) -> dict[Status, int]:
    """Return how many elements have each status; an element counts once for each kind of screen."""
    statuses_of: dict[tuple[str, str, str], list[Status]] = {}
    for finding in findings:
        statuses_of.setdefault((*finding.row, finding.column), []).append(finding.status)
    final_statuses = [final_status(statuses) for statuses in statuses_of.values()]
    return {status: final_statuses.count(status) for status in Status if status in final_statuses}


def words_block(words: Mapping[str, str], guessed: Collection[str] = ()) -> list[str]:
    """Return the section ``[words]`` of a room file as `words_tables` does, without the first empty line."""
    return words_tables(words, guessed)[1:]


def words_tables(words: Mapping[str, str], guessed: Collection[str] = ()) -> list[str]:
    """Return tables of the words that differ from the documented ones; [] if none does.

    The tables are ``[words]`` and ``[words.PART]``, each after an empty line. ``guessed``: words that get a comment,
    since the author must check them.
    """
    differing = {key: own for key, own in words.items() if own != key.rpartition(PART_END)[2]}
    lines: list[str] = []
    for part in sorted({key.rpartition(PART_END)[0] for key in differing}):
        lines += ["", f"[words.{part}]" if part else "[words]"]
        own_part = {key: own for key, own in differing.items() if key.rpartition(PART_END)[0] == part}
        for key, own in own_part.items():
            check = "  # check: guessed, by its role or a usual word" if key in guessed else ""
            lines.append(f"{toml_string(key.rpartition(PART_END)[2])} = {toml_string(own)}{check}")
    return lines


def toml_string(text: str) -> str:
    """Return the text as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
