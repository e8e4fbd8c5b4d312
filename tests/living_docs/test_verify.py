"""The command `verify` reports by exit code and output whether a room conforms."""

from pathlib import Path

import pytest

from conformance.conformance_report import ConformanceReport
from conformance.report_files import REPORT_NAME, as_text
from living_docs.__main__ import main
from living_docs.recording.fingerprint import suite_facts
from tests.conformance.reports import report_of


def copy_with_current_hashes(report: ConformanceReport) -> ConformanceReport:
    hashes = {key: suite_facts()[key] for key in ("hash", "catalogue")}
    return report.model_copy(update={"suite": report.suite.model_copy(update=hashes)})


def verify(report: ConformanceReport, folder: Path, *options: str) -> int:
    (folder / REPORT_NAME).write_text(as_text(report))
    return main(["verify", str(folder / REPORT_NAME), *options])


@pytest.mark.parametrize(
    ("report", "exit_codes"),
    [
        (report_of(), [0, 0, 0]),
        (report_of(MAY="failed"), [0, 0, 1]),
        (report_of(SHOULD="failed"), [0, 1, 1]),
        (report_of(MUST="failed"), [1, 1, 1]),
    ],
)
def test_requires_the_given_level(tmp_path: Path, report: ConformanceReport, exit_codes: list[int]) -> None:
    current = copy_with_current_hashes(report)
    assert [verify(current, tmp_path, "--level", level) for level in ("must", "should", "may")] == exit_codes
    assert verify(current, tmp_path) == exit_codes[0]


def test_requires_a_complete_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(copy_with_current_hashes(report_of(complete=False)), tmp_path) == 1
    expected = "A room of paper, 2026-11-23: Partial run: conformance is undecided. One was left out.\n"
    assert capsys.readouterr().out == expected


def test_requires_this_version_of_the_suite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(report_of(), tmp_path) == 1
    assert "another version of the suite" in capsys.readouterr().out


def test_reports_unusable_files_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path / "none.json")]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / REPORT_NAME).write_text(as_text(report_of()))
    assert main(["matrix", str(tmp_path / REPORT_NAME), "--into", str(tmp_path / REPORT_NAME / "below")]) == 3
    assert capsys.readouterr().err.endswith("Not a directory.\n")
