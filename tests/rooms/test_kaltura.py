"""The room file for Kaltura Rooms is valid after its placeholders are filled in; until then, an error names them."""

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

KALTURA = ROOT / "rooms" / "kaltura.toml"
PLACEHOLDER = re.compile(r"<[^<>\n]{3,}>")


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOODLE_PASSWORD", "curtain")


def filled_in(folder: Path) -> RoomFile:
    path = folder / "kaltura.toml"
    numbers = count(1)
    lines = [
        line if line.startswith("#") else PLACEHOLDER.sub(lambda _: f"https://x/{next(numbers)}", line)
        for line in _lines()
    ]
    path.write_text("\n".join(lines))
    return read_room_file(path, requirements(), capabilities(), date(2026, 11, 23), tuple(CAST))


def _lines() -> list[str]:
    return KALTURA.read_text().splitlines()


def test_is_valid_after_filling_in(tmp_path: Path) -> None:
    file = filled_in(tmp_path)
    assert set(file.session.fixed or {}) == {"everyone", "request", "invite"}
    assert file.lacks == {"access_nobody"}
    assert file.adapter is None
    assert [step.action for step in file.profile.entry_steps] == ["fill", "fill", "click"]
    assert file.frame is not None
    assert set(file.people) == set(CAST)


def test_states_that_it_is_untested() -> None:
    assert "NOT TESTED" in KALTURA.read_text()
    assert 'name = "Kaltura Rooms (untested)"' in _lines()


def test_its_words_replace_documented_words(tmp_path: Path) -> None:
    """A misspelt word would have no effect."""
    words = set(filled_in(tmp_path).words)
    assert words and words <= WORDS


@pytest.mark.nested_run
@pytest.mark.parametrize("tool", ["pytest", "doctor"])
def test_reports_placeholders_in_one_line(tool: str) -> None:
    if tool == "pytest":
        done = run_features(KALTURA, "features")
    else:
        command = [sys.executable, "-m", "conformance.doctor", "--room", str(KALTURA)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4
    (line,) = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert re.search(r"kaltura\.toml:6: 12 placeholders are not filled in: <the title or name of", line)
