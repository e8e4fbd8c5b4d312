"""The matrix compares several rooms, lists differences first, and reports errors in one line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.conformance_report import ConformanceReport
from conformance.errors import UnreadableFile
from conformance.matrix import Matrix
from conformance.report_files import REPORT_NAME, as_text
from conformance.verdicts import Verdict
from living_docs.record.sources import read_matrix
from tests.conformance.reports import report_of
from tests.living_docs.suites import ROOT, Suite


@pytest.fixture
def report_files(tmp_path: Path) -> list[Path]:
    """The reports of three rooms: one follows every rule, one differs, and one has an incomplete run."""
    reports = [
        report_of("Good"),
        report_of("Other", MUST="passed, failed", SHOULD="known deviation", MAY="not offered"),
        report_of("Part", complete=False, MUST="not tested"),
    ]
    return [write_report(report, tmp_path / report.room.name) for report in reports]


def write_report(report: ConformanceReport, folder: Path) -> Path:
    folder.mkdir()
    (folder / REPORT_NAME).write_text(as_text(report))
    return folder / REPORT_NAME


def run_matrix_command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "living_docs", "matrix", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def list_rules(matrix: Matrix) -> list[tuple[bool, str, list[str]]]:
    return [(differs, level, [row.id for row in rows]) for differs, levels in matrix.parts for level, rows in levels]


def test_lists_differences_first_sorted_by_level(report_files: list[Path], tmp_path: Path) -> None:
    assert list_rules(read_matrix(report_files, tmp_path)) == [
        (True, "must", ["MUST-2"]),
        (True, "should", ["SHOULD-2"]),
        (True, "may", ["MAY-2"]),
        (False, "must", ["MUST-1"]),
        (False, "should", ["SHOULD-1"]),
        (False, "may", ["MAY-1"]),
    ]


def test_not_tested_is_not_a_difference(report_files: list[Path], tmp_path: Path) -> None:
    parts = list_rules(read_matrix([report_files[0], report_files[2]], tmp_path))
    assert [differs for differs, _, _ in parts] == [False, False, False]


def test_shows_devices_only_if_their_verdicts_differ(report_files: list[Path], tmp_path: Path) -> None:
    rows = {row.id: row for row in read_matrix(report_files, tmp_path).rows}
    assert rows["MUST-2"].cells[1].verdicts == [(Verdict.PASSED, "laptop"), (Verdict.FAILED, "phone")]
    assert rows["SHOULD-2"].cells[1].verdicts == [(Verdict.KNOWN_DEVIATION, "")]


def test_reports_why_runs_are_not_comparable(report_files: list[Path], tmp_path: Path) -> None:
    assert read_matrix(report_files[:2], tmp_path).cautions == []
    assert read_matrix(report_files, tmp_path).cautions == ["These runs are partial: Part."]
    other = write_report(report_of("Old", suite_hash="cd" * 32), tmp_path / "old")
    assert "different versions of the suite" in read_matrix([report_files[0], other], tmp_path).cautions[0]


NOTE = 'room = "Other"\nteaches = "That rooms differ."\nbetter = "It has a garden."\n'


@pytest.mark.nested_run
def test_shows_the_note_on_a_room(report_files: list[Path], tmp_path: Path) -> None:
    note = tmp_path / "about.toml"
    note.write_text(NOTE)
    result = run_matrix_command(*report_files, "--notes", note, "--into", tmp_path / "m")
    assert result.returncode == 0, result.stderr
    line = "- **Other**: That rooms differ. *Better than the article:* It has a garden."
    assert line in read_markdown(tmp_path / "m")
    assert read_markdown(tmp_path / "m").index(line) < read_markdown(tmp_path / "m").index("MUST-2")
    assert "It has a garden." in (tmp_path / "m" / "matrix.html").read_text()


def test_a_note_belongs_to_its_room_only(report_files: list[Path], tmp_path: Path) -> None:
    note = tmp_path / "about.toml"
    note.write_text(NOTE)
    columns = read_matrix(report_files, tmp_path, [note]).columns
    assert [column.note is not None for column in columns] == [False, True, False]


@pytest.mark.parametrize(("text", "message"), [("room = 'x'", "'teaches' is missing"), ("room =", "Invalid value")])
def test_reports_an_invalid_note(report_files: list[Path], tmp_path: Path, text: str, message: str) -> None:
    note = tmp_path / "about.toml"
    note.write_text(text)
    with pytest.raises(UnreadableFile, match=message):
        read_matrix(report_files, tmp_path, [note])


def test_distinguishes_two_runs_of_one_room(tmp_path: Path) -> None:
    sources = [write_report(report_of(day=day), tmp_path / str(day)) for day in (22, 23)]
    titles = [column.title for column in read_matrix(sources, tmp_path / "none").columns]
    assert titles == ["A room of paper, 2026-11-22 12:00", "A room of paper, 2026-11-23 12:00"]


@pytest.mark.nested_run
def test_a_rule_may_be_missing_in_an_older_catalogue(report_files: list[Path], tmp_path: Path) -> None:
    changed_report = report_of("Newer").model_dump(mode="json", by_alias=True)
    changed_report["rules"][1]["id"] = "MUST-3"
    newer = write_report(ConformanceReport.model_validate(changed_report), tmp_path / "newer")
    rows = {row.id: row for row in read_matrix([report_files[0], newer], tmp_path).rows}
    assert list(rows)[-1] == "MUST-3"
    assert [cell.verdicts for cell in rows["MUST-3"].cells] == [[], [(Verdict.PASSED, "")]]
    assert run_matrix_command(report_files[0], newer, "--into", tmp_path / "m").returncode == 0
    assert "| MUST-3 MUST | Rule 2 \\| of must. | not in its catalogue | ✓ passed |" in read_markdown(tmp_path / "m")


def read_markdown(folder: Path) -> str:
    return (folder / "matrix.md").read_text()


@pytest.mark.nested_run
def test_the_command_writes_page_and_markdown(report_files: list[Path], tmp_path: Path) -> None:
    markdown_file = tmp_path / "docs" / "matrix.md"
    result = run_matrix_command(*report_files, "--into", tmp_path / "m", "--markdown", markdown_file)
    assert (result.returncode, result.stdout.strip(), result.stderr) == (0, str(tmp_path / "m" / "matrix.html"), "")
    table_text = markdown_file.read_text()
    assert table_text == read_markdown(tmp_path / "m")
    assert (
        "| MUST-2 MUST | Rule 2 \\| of must. | ✓ passed | ✓ passed (laptop)<br>✗ failed (phone) | · not tested |"
        in table_text
    )
    assert table_text.index("MUST-2") < table_text.index("MAY-2") < table_text.index("MUST-1")
    cell_counts = [line.count("|") - line.count("\\|") for line in table_text.splitlines() if line.startswith("|")]
    assert set(cell_counts) == {5, 6}, "every row must have as many cells as its table"


def test_sources_can_be_reports_records_or_sites(sample: Suite, tmp_path: Path) -> None:
    site = sample.folder / "site"
    matrices = [
        read_matrix([path], tmp_path) for path in (site, site / "record", sample.record_file, site / REPORT_NAME)
    ]
    assert all(matrix.rows == matrices[0].rows for matrix in matrices)
    assert {matrix.columns[0].title for matrix in matrices} == {"A room of glass"}


def test_only_pages_within_the_folder_are_linked(sample: Suite) -> None:
    site = sample.folder / "site"
    assert [column.pages for column in read_matrix([site], sample.folder).columns] == ["site"]
    assert [column.pages for column in read_matrix([site / "record"], sample.folder).columns] == ["site"]
    assert [column.pages for column in read_matrix([site], sample.folder / "elsewhere").columns] == [""]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("conformance.json", "{}", "not a conformance report"),
        ("conformance.json", '{"$schema": "conform', "truncated"),
        ("messages.ndjson", "Dear diary\n", "not a message"),
        ("messages.ndjson", '{"meta": {}}\n{"testRunFinished": {}}\n', "not a record of this suite"),
        ("nothing.txt", "", "the record is empty"),
    ],
)
@pytest.mark.nested_run
def test_reports_an_invalid_source(
    report_files: list[Path], tmp_path: Path, name: str, content: str, message: str
) -> None:
    invalid_file = tmp_path / name
    invalid_file.write_text(content)
    result = run_matrix_command(report_files[0], invalid_file, "--into", tmp_path / "m")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (3, "", 1)
    assert message in result.stderr and str(invalid_file) in result.stderr
    assert not (tmp_path / "m").exists()


@pytest.mark.nested_run
def test_reports_a_missing_source(tmp_path: Path) -> None:
    assert run_matrix_command().returncode == 2
    result = run_matrix_command(tmp_path / "nowhere")
    assert result.returncode == 3 and "no such file" in result.stderr


@pytest.mark.nested_run
def test_every_icon_of_the_page_is_defined(report_files: list[Path], tmp_path: Path) -> None:
    assert run_matrix_command(*report_files, "--into", tmp_path / "m").returncode == 0
    page = (tmp_path / "m" / "matrix.html").read_text()
    used_icons = set(re.findall(r'<use href="#([\w-]+)"', page))
    assert {"i-passed", "i-failed", "i-not-tested", "i-not-offered"} <= used_icons
    assert used_icons <= set(re.findall(r'<symbol id="([\w-]+)"', page))
