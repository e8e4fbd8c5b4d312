"""Runs the doctor in the rooms of other makers: ``.venv/bin/python -m tools.doctor_tables``.

The doctor gets only the name, the server and the session of each room file, and proposes the rest. Its table is stored
in ``docs/rooms/NAME.doctor.txt``; ``docs/doctor-tables.md`` shows all stored tables, and how many settings of each room
file were proposed. A room whose server needs a program that is not installed is left out, with a line that says how to
get it. If rooms are named as arguments, only those are examined; the name ``none`` examines nothing.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.make_matrix import PUBLISHED, ROOT, find_missing_program, find_rooms

PAGE = Path("docs/doctor-tables.md")
KNOWN_TABLES = re.compile(r"\[(session|server)\b")
"""The headers of the tables that the doctor gets."""
COUNT = re.compile(r"Proposed of \S+: (\d+) of (\d+) settings, .*; (\d+) proposed settings are not in the file\.")
DURATION = re.compile(r" \(\d+\.\d s\)$", re.MULTILINE)
DONE, NOT_DONE, UNKNOWN_ROOM = 0, 1, 2
HEAD = """# What the doctor finds in rooms of other makers

[The doctor](check-your-own-room.md#before-the-first-run-the-doctor) was given the name, the server and the session of
each room file, with attendees on a laptop, and proposed the rest. `.venv/bin/python -m tools.doctor_tables` examines
the rooms again. A setting is a key of the room file with its value, or a deviation; given settings, names and reasons
do not count. The doctor proposes no locators, since they describe what has neither role nor name. Most of what it
proposed otherwise has the comment “check”: capabilities of which it found nothing, since their elements have no roles
or names.

Two rooms were examined before anything in the doctor had been changed because of them (commit bebac6c). It then
proposed 8 of 59 settings of Talk, and 2 otherwise; and 6 of 93 settings of MiroTalk P2P, and 7 otherwise.

| room | settings | of these, locators | proposed | proposed otherwise |
|---|---|---|---|---|
"""


def main(names: Sequence[str] = ()) -> int:
    """Examine the rooms and write the page; return the exit code."""
    os.chdir(ROOT)
    rooms = {name: file for name, file in find_rooms().items() if file}
    unknown = [name for name in names if name not in (*rooms, "none")]
    if unknown:
        print(f"unknown room {', '.join(unknown)}; use {', '.join(rooms)}, or none.", file=sys.stderr)
        return UNKNOWN_ROOM
    results = [_examine_if_installed(name, file) for name, file in rooms.items() if not names or name in names]
    PAGE.write_text(create_page(rooms), encoding="utf-8")
    return DONE if all(results) else NOT_DONE


def _examine_if_installed(name: str, file: Path) -> bool:
    """Examine the room and store its table; return False if the doctor failed.

    A room is left out if a program is missing; this does not count as a failure.
    """
    if remedy := find_missing_program(file):
        print(f"{name}: not examined, since {remedy}")
        return True
    output = _run_doctor(file)
    count = COUNT.search(output)
    if not count:
        print(f"{name}: the doctor could not examine the room.\n{output}", file=sys.stderr)
        return False
    _path_of(name).write_text(DURATION.sub("", output), encoding="utf-8")
    print(f"{name}: {count[0]}", flush=True)
    return True


def _path_of(name: str) -> Path:
    return PUBLISHED / f"{name}.doctor.txt"


def _run_doctor(file: Path) -> str:
    """Return what the doctor printed about a room.

    Of the room, it knows only the name, the server and the session.
    """
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / file.name
        known.write_text("".join(known_lines(file.read_text(encoding="utf-8"))), encoding="utf-8")
        command = [sys.executable, "-m", "conformance.doctor", f"--room={known}", f"--compare={file}"]
        completed = subprocess.run([*command, "--people=laptop"], cwd=ROOT, capture_output=True, text=True, check=False)
        return (completed.stdout + completed.stderr).replace(f"{ROOT}/", "")


def known_lines(room_file: str) -> Iterator[str]:
    """Yield the lines of a room file about its name, its server's start and the creation of sessions."""
    is_top, is_known = True, False
    for line in room_file.splitlines(keepends=True):
        if line.startswith("["):
            is_top, is_known = False, bool(KNOWN_TABLES.match(line))
        if is_known or (is_top and line.startswith("name =")):
            yield line


def create_page(rooms: dict[str, Path]) -> str:
    """Return the page with all stored tables."""
    outputs = {name: _path_of(name).read_text(encoding="utf-8") for name in rooms if _path_of(name).exists()}
    rows = [_row(rooms[name], output) for name, output in outputs.items()]
    sections = [_section(rooms[name], output) for name, output in outputs.items()]
    return HEAD + "".join(rows) + "".join(sections)


def _row(file: Path, output: str) -> str:
    proposed, settings, otherwise = COUNT.findall(output)[0]
    locators = sum(len(elements) for elements in _locator_tables(file))
    readme = os.path.relpath(file.with_name("README.md"), PAGE.parent)
    return f"| [{_room_name(file)}]({readme}) | {settings} | {locators} | {proposed} | {otherwise} |\n"


def _locator_tables(file: Path) -> Iterator[dict[str, str]]:
    """Yield each table of locators, and the tables within it, such as ``toolbar.on``."""
    for table in tomllib.loads(file.read_text(encoding="utf-8")).get("locators", {}).values():
        yield {key: value for key, value in table.items() if isinstance(value, str)}
        yield from (value for value in table.values() if isinstance(value, dict))


def _section(file: Path, output: str) -> str:
    return f"\n## {_room_name(file)}\n\n```\n{COUNT.split(output)[0].strip()}\n```\n"


def _room_name(file: Path) -> str:
    return str(tomllib.loads(file.read_text(encoding="utf-8"))["name"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
