"""The browser of STAGEDOOR_BROWSER is used, or the message says what to do."""

import re
from pathlib import Path

import pytest

from people.browsers import NoBrowser, find_chromium

ADVICE = "; set it to the path of a Chromium, or unset it"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program that STAGEDOOR_BROWSER names; at first, it does not exist."""
    path = tmp_path / "chromium"
    monkeypatch.setenv("STAGEDOOR_BROWSER", str(path))
    return path


def expect_problem(problem: str) -> None:
    with pytest.raises(NoBrowser, match=f"^STAGEDOOR_BROWSER: {re.escape(problem + ADVICE)}$"):
        find_chromium("/nowhere/chrome", full=False)


def write_program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def test_the_chosen_program_is_used(program: Path) -> None:
    write_program(program, "#!/bin/sh\n")
    assert find_chromium("/nowhere/chrome", full=True) == str(program)


def test_a_missing_file_and_a_folder_are_reported(program: Path) -> None:
    expect_problem(f"there is no file {program}")
    program.mkdir()
    expect_problem(f"there is no file {program}")


def test_a_file_that_is_not_executable_is_reported(program: Path) -> None:
    program.write_text("Chromium's licence\n", encoding="utf-8")
    expect_problem(f"{program} is not an executable file")


def test_a_snap_is_reported_instead_of_using_another_browser(program: Path) -> None:
    write_program(program, "#!/bin/sh\nexec /snap/bin/chromium\n")
    expect_problem(f"{program} is a snap, which cannot read the files of cameras and microphones")
