"""The commands report unusable files in one line and exit with 3."""

from pathlib import Path

import pytest

from conformance.report_files import REPORT_NAME, as_text
from living_docs.__main__ import main
from tests.conformance.reports import report_of

FULL_DISK = Path("/dev/full")


def error_of(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Expect that the command fails, and return its error message of one line."""
    assert main([str(argument) for argument in arguments]) == 3
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    return message.strip()


def test_a_kill_matrix_that_is_not_utf_8_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kill-matrix.json"
    file.write_bytes(b"\xff\xfe\x00")
    message = error_of(capsys, "kills", file, "--into", tmp_path)
    assert message == f"living docs: {file}: not a kill matrix; `make mutants` writes one."


@pytest.mark.skipif(not FULL_DISK.exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / REPORT_NAME
    report.write_text(as_text(report_of()))
    message = error_of(capsys, "matrix", report, "--into", tmp_path / "matrix", "--markdown", FULL_DISK)
    assert message == "living docs: No space left on device."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read (No such file or directory); give a TOML file with the keys room and teaches."),
        (
            "room: Acme",
            "cannot be read (Expected '=' after a key in a key/value pair (at line 1, column 5)); "
            "give a TOML file with the keys room and teaches.",
        ),
        ('room = "Acme"', "the key 'teaches' is missing; add it."),
    ],
)
def test_a_note_that_cannot_be_used_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, reason: str
) -> None:
    report, note = tmp_path / REPORT_NAME, tmp_path / "about.toml"
    report.write_text(as_text(report_of()))
    if content is not None:
        note.write_text(content)
    message = error_of(capsys, "matrix", report, "--into", tmp_path / "matrix", "--notes", note)
    assert message == f"living docs: {note}: {reason}"
