"""The page of what the doctor finds in rooms of other makers is written from stored tables."""

from pathlib import Path

import pytest

from tools import doctor_tables, make_matrix

ROOM_FILE = """\
# A comment.
name = "Acme 1.0"
adapter = "acme:Places"

[session]
post = "http://127.0.0.1:{port}/rooms"

[server]
command = ["acme"]
needs.acme = "Install it."

[words]
"Join stage" = "Go live"

[locators.toolbar]
"Microphone" = ".mute"

[locators.toolbar.on]
"Microphone" = ".mute.on"
"""
OUTPUT = """\
  a look around (laptop): 1 MISSING, 2 found (3.1 s)

toolbar  toolbar "Controls"  MISSING

Proposed of rooms/acme/acme.toml: 3 of 9 settings, besides 4 that were given; 5 proposed settings are not in the file.

Proposed room file (--write FILE writes it):
"""


def test_the_doctor_gets_name_session_and_server() -> None:
    known = "".join(doctor_tables.known_lines(ROOM_FILE))
    assert known == 'name = "Acme 1.0"\n' + ROOM_FILE[ROOM_FILE.index("[session]") : ROOM_FILE.index("[words]")]


def test_the_page_counts_locators_and_shows_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs/rooms").mkdir(parents=True)
    Path("docs/rooms/acme.doctor.txt").write_text(OUTPUT, encoding="utf-8")
    file = Path("rooms/acme/acme.toml")
    file.parent.mkdir(parents=True)
    file.write_text(ROOM_FILE, encoding="utf-8")
    page = doctor_tables.create_page({"acme": file, "never examined": Path("rooms/other/other.toml")})
    assert "| [Acme 1.0](../rooms/acme/README.md) | 9 | 2 | 3 | 5 |" in page
    assert (
        '## Acme 1.0\n\n```\na look around (laptop): 1 MISSING, 2 found (3.1 s)\n\ntoolbar  toolbar "Controls"' in page
    )
    assert "Proposed room file" not in page


def test_the_published_page_matches_the_stored_tables() -> None:
    rooms = {name: file for name, file in make_matrix.find_rooms().items() if file}
    page = (make_matrix.ROOT / doctor_tables.PAGE).read_text(encoding="utf-8")
    assert page == doctor_tables.create_page(rooms), "run: .venv/bin/python -m tools.doctor_tables none"


def test_an_unknown_room_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor_tables.main(["acme"]) == doctor_tables.UNKNOWN_ROOM
    assert capsys.readouterr().err.startswith("unknown room acme; use ")
