"""The room file for Kaltura Rooms is valid after its placeholders are filled in.

Until then, an error names them.
"""

import re
import subprocess
import sys
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from pages.documented_words import WORDS
from people.cast import CAST
from rooms.room_file import RoomFile, read_room_file
from tests.rooms.running import ROOT, run_features

ROOM_FILE = ROOT / "rooms" / "kaltura.toml"
PLACEHOLDER = re.compile(r"<[^<>\n]{3,}>")


@pytest.fixture(autouse=True)
def _set_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOODLE_PASSWORD", "curtain")


def read_filled_in_file(folder: Path) -> RoomFile:
    path = folder / "kaltura.toml"
    numbers = count(1)
    lines = [
        line if line.startswith("#") else PLACEHOLDER.sub(lambda _: f"https://x/{next(numbers)}", line)
        for line in read_lines()
    ]
    path.write_text("\n".join(lines))
    return read_room_file(path, requirements(), capabilities(), date(2026, 11, 23), tuple(CAST))


def read_lines() -> list[str]:
    return ROOM_FILE.read_text().splitlines()


def test_the_room_file_is_valid_after_its_placeholders_are_filled_in(tmp_path: Path) -> None:
    file = read_filled_in_file(tmp_path)
    assert set(file.session.fixed or {}) == {"everyone", "request", "invite"}
    assert file.lacks == {"access_nobody"}
    assert file.adapter is None
    assert [step.action for step in file.profile.entry_steps] == ["fill", "fill", "click"]
    assert file.frame is not None
    assert set(file.people) == set(CAST)


def test_the_room_file_states_that_it_is_untested() -> None:
    assert "NOT TESTED" in ROOM_FILE.read_text()
    assert 'name = "Kaltura Rooms (untested)"' in read_lines()


def test_each_word_of_the_room_file_replaces_a_documented_word(tmp_path: Path) -> None:
    """A misspelt word would have no effect."""
    words = set(read_filled_in_file(tmp_path).words)
    assert words and words <= WORDS


@pytest.mark.nested_run
@pytest.mark.parametrize("tool", ["pytest", "doctor"])
def test_placeholders_are_reported_in_one_line(tool: str) -> None:
    if tool == "pytest":
        process = run_features(ROOM_FILE, "features")
    else:
        command = [sys.executable, "-m", "conformance.doctor", "--room", str(ROOM_FILE)]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert process.returncode == 4
    (line,) = [line for line in (process.stdout + process.stderr).splitlines() if line.strip()]
    assert re.search(r"kaltura\.toml:6: 12 placeholders are not filled in: <the title or name of", line)
