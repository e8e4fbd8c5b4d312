"""The matrix that compares rooms: rules in rows, rooms in columns, from their conformance reports."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.conformance_report import ConformanceReport, ReportedRule
from conformance.levels import LEVELS, Level
from conformance.verdicts import Verdict


@dataclass(frozen=True)
class RoomNote:
    """A note about a room, shown beside its verdicts.

    ``better``: what it does better than the article, or empty.
    """

    teaches: str
    better: str = ""


@dataclass(frozen=True)
class Column:
    """The run of one room.

    ``title`` is the room's name, with the time of the run where several have the same name.
    """

    title: str
    report: ConformanceReport
    pages: str = ""
    """The path of the run's living documentation, relative to the matrix; empty if none is in its folder."""
    note: RoomNote | None = None
    details: Path | None = None
    """The room's own page, a Markdown file beside its published report."""


@dataclass(frozen=True)
class Cell:
    """The verdicts on a rule in a room, each with the devices on which it was reached.

    A verdict that is the same on all devices has no device names. There is no verdict if the run's catalogue does not
    contain the rule.
    """

    verdicts: list[tuple[Verdict, str]]

    @property
    def has_difference(self) -> bool:
        """Return whether a verdict other than "passed" and "not tested" was reached on any device."""
        return any(verdict not in (Verdict.PASSED, Verdict.NOT_TESTED) for verdict, _ in self.verdicts)


@dataclass(frozen=True)
class Row:
    id: str
    level: Level
    statement: str
    cells: list[Cell]

    @property
    def has_difference(self) -> bool:
        return any(cell.has_difference for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    columns: list[Column]
    rows: list[Row]

    @property
    def parts(self) -> list[tuple[bool, list[tuple[Level, list[Row]]]]]:
        """The rows in which a room differs, then the other rows, each by level."""
        return [
            (has_difference, _group_by_level(row for row in self.rows if row.has_difference is has_difference))
            for has_difference in (True, False)
        ]

    @property
    def cautions(self) -> list[str]:
        """Reasons why the columns are not comparable, as sentences."""
        reports = [column.report for column in self.columns]
        cautions = []
        if len({(report.suite.hash, report.suite.catalogue) for report in reports}) > 1:
            cautions.append("These runs used different versions of the suite: their hashes differ.")
        partial = [column.title for column in self.columns if not column.report.run.complete]
        if partial:
            cautions.append(f"These runs are partial: {', '.join(partial)}.")
        return cautions


def create_matrix(
    reports: Sequence[tuple[Path, ConformanceReport]], folder: Path, notes: Mapping[str, RoomNote] | None = None
) -> Matrix:
    """Return the matrix of these reports, each with its source.

    ``folder``: where the matrix will be written; ``notes``: by the beginning of the room's name, such as its name
    without the version.
    """
    return Matrix(_create_columns(reports, folder, notes or {}), _create_rows([report for _, report in reports]))


def _create_columns(
    reports: Sequence[tuple[Path, ConformanceReport]], folder: Path, notes: Mapping[str, RoomNote]
) -> list[Column]:
    names = Counter(report.room.name for _, report in reports)
    return [
        Column(
            _column_title(report, names),
            report,
            _find_pages(source, folder),
            _find_note(report, notes),
            _find_details(source),
        )
        for source, report in reports
    ]


def _find_note(report: ConformanceReport, notes: Mapping[str, RoomNote]) -> RoomNote | None:
    return next((note for name, note in notes.items() if report.room.name.startswith(name)), None)


def _column_title(report: ConformanceReport, names: Counter[str]) -> str:
    name = report.room.name
    return f"{name}, {report.run.started:%Y-%m-%d %H:%M}" if names[name] > 1 else name


def _find_pages(source: Path, matrix_folder: Path) -> str:
    """Return the relative path of the pages if they are in the matrix's folder, "" otherwise."""
    folder = source if source.is_dir() else source.parent
    pages = next((candidate for candidate in (folder, folder.parent) if (candidate / "report.html").exists()), None)
    if pages is None or not pages.resolve().is_relative_to(matrix_folder.resolve()):
        return ""
    return Path(os.path.relpath(pages.resolve(), matrix_folder.resolve())).as_posix()


def _find_details(source: Path) -> Path | None:
    page = source.with_suffix(".md")
    return page if source.suffix == ".json" and page.exists() else None


def _create_rows(reports: Sequence[ConformanceReport]) -> list[Row]:
    """Return a row for every rule that any report has, in the order of the catalogues."""
    rules_by_id = {rule.id: rule for report in reversed(reports) for rule in report.rules}
    order = dict.fromkeys(rule.id for report in reports for rule in report.rules)
    rules_by_room = [{rule.id: rule for rule in report.rules} for report in reports]
    return [_create_row(rules_by_id[id_], [rules.get(id_) for rules in rules_by_room]) for id_ in order]


def _create_row(rule: ReportedRule, rule_by_room: Iterable[ReportedRule | None]) -> Row:
    return Row(rule.id, rule.level, rule.statement, [_create_cell(reported) for reported in rule_by_room])


def _create_cell(rule: ReportedRule | None) -> Cell:
    if rule is None:
        return Cell([])
    verdicts: dict[Verdict, list[str]] = {}
    for device in rule.devices:
        verdicts.setdefault(device.verdict, []).append(device.device)
    if len(verdicts) == 1:
        return Cell([(rule.verdict, "")])
    return Cell([(verdict, ", ".join(devices)) for verdict, devices in verdicts.items()])


def _group_by_level(rows: Iterable[Row]) -> list[tuple[Level, list[Row]]]:
    all_rows = list(rows)
    levels = [(level, [row for row in all_rows if row.level == level]) for level in LEVELS]
    return [(level, rows) for level, rows in levels if rows]
