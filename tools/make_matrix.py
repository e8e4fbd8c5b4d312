"""Runs every feature in every room and compares them: ``.venv/bin/python -m tools.make_matrix``.

The rooms are the reference room, also with LiveKit, and those of ``rooms/NAME/NAME.toml``; each has its living
documentation in ``build/rooms/NAME``. A room whose server needs a program that is not installed is left out, with a
line that says how to get it. A complete run is published in ``docs/rooms``: a page that lists what failed, with
pictures, and the report that the matrix reads. The matrix is ``build/rooms/matrix.html`` and
``docs/conformance-matrix.md``, with the notes of ``about.toml`` beside each room file. If rooms are named as arguments,
only those are run, and the matrix has the published reports of the others: ``python -m tools.make_matrix galene``. The
name ``none`` runs nothing. The exit code is 0 if the matrix was written, even if rules failed; 2 for an unknown room, 3
if there is no record or a file cannot be used, otherwise that of the failed run.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from living_docs.__main__ import main as living_docs
from living_docs.record.sources import read_note, read_source
from living_docs.site.room_page import write_room_page
from rooms.room_file import describe_lack

ROOT = Path(__file__).resolve().parents[1]
BUILD = Path("build/rooms")
MATRIX = Path("docs/conformance-matrix.md")
PUBLISHED = Path("docs/rooms")
REFERENCE = "reference"
LIVEKIT = Path("rooms/reference_livekit.toml")
COMPLETED_CODES = (0, 1)
"""Pytest's exit codes of a completed run: all rules hold, or some fail."""
UNKNOWN_ROOM, NO_RECORD = 2, 3


def main(names: Sequence[str] = ()) -> int:
    os.chdir(ROOT)
    rooms = find_rooms()
    unknown = [name for name in names if name not in (*rooms, "none")]
    if unknown:
        print(f"unknown room {', '.join(unknown)}; use {', '.join(rooms)}, or none.", file=sys.stderr)
        return UNKNOWN_ROOM
    for name, file in rooms.items():
        if not names or name in names:
            code = _run_and_publish(name, file)
            if code:
                return code
    return write_matrix(list(rooms))


def _run_and_publish(name: str, file: Path | None) -> int:
    """Return 0, or the exit code of a run that failed."""
    if remedy := find_missing_program(file):
        print(f"{name}: not run, since {remedy}")
        return 0
    code = run(name, file)
    if code not in COMPLETED_CODES:
        print(f"{name}: the run failed (exit code {code}); no matrix was written.", file=sys.stderr)
        return code
    print(publish(name))
    return 0


def find_rooms() -> dict[str, Path | None]:
    """Return the rooms by name with their room files.

    The reference room is first, and has none; the same room with LiveKit follows.
    """
    files = sorted((ROOT / "rooms").glob("*/*.toml"))
    others = {path.stem: path.relative_to(ROOT) for path in files if path.stem == path.parent.name}
    return {REFERENCE: None, LIVEKIT.stem: LIVEKIT, **others}


def find_missing_program(file: Path | None) -> str:
    """Return which program the room's server lacks, and how to get it; "" if none is missing."""
    server = tomllib.loads((ROOT / file).read_text(encoding="utf-8")).get("server", {}) if file else {}
    lacks = ((need, describe_lack(need), remedy) for need, remedy in server.get("needs", {}).items())
    return next((f"{need} is {lack}. {remedy}" for need, lack, remedy in lacks if lack), "")


def run(name: str, file: Path | None) -> int:
    """Run every feature in one room with two workers; return the exit code."""
    command = [sys.executable, "-m", "pytest", "-o", "testpaths=features", "--numprocesses=2"]
    room = [f"--room={file}"] if file else []
    return subprocess.run([*command, f"--living-docs={BUILD / name}", *room], cwd=ROOT, check=False).returncode


def publish(name: str) -> str:
    """Write the page and the report of a complete run into docs/rooms; return a line for the terminal."""
    report, page = read_source(BUILD / name / "record"), PUBLISHED / f"{name}.md"
    if not report.run.complete:
        return f"{name}: not published in {PUBLISHED}, since the run was not complete."
    notes = [note for room, note in map(read_note, find_notes()) if report.room.name.startswith(room)]
    write_room_page(report, BUILD / name, page, os.path.relpath(MATRIX, PUBLISHED), next(iter(notes), None))
    return f"{name}: {page}"


def find_notes() -> list[Path]:
    return [path.relative_to(ROOT) for path in sorted((ROOT / "rooms").glob("*/about.toml"))]


def write_matrix(names: Sequence[str]) -> int:
    """Write the matrix of the rooms that are published, or have a record."""
    candidates = [(PUBLISHED / f"{name}.json", BUILD / name / "record") for name in names]
    records = [str(next(filter(Path.exists, pair))) for pair in candidates if any(map(Path.exists, pair))]
    if not records:
        print(f"{BUILD}: no records. Run the rooms first, without “none”.", file=sys.stderr)
        return NO_RECORD
    notes = [f"--notes={path}" for path in find_notes()]
    return living_docs(["matrix", *records, *notes, "--into", str(BUILD), "--markdown", str(MATRIX)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
