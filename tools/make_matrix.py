"""Runs every feature in every room of this project and compares them: ``.venv/bin/python -m tools.make_matrix``.

The rooms are the reference room and those of ``rooms/NAME/NAME.toml``; each leaves its living documentation in
``build/rooms/NAME``. The matrix of what they came to is ``build/rooms/matrix.html`` and ``docs/conformance-matrix.md``.
Names given as arguments are run anew, the others' last records stay: ``python -m tools.make_matrix galene``. The name
``none`` runs nothing. Exit code 0 once the matrix is there, whatever it says; otherwise that of what broke, and why.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from living_docs.__main__ import main as living_docs

ROOT = Path(__file__).resolve().parents[1]
BUILD = Path("build/rooms")
MATRIX = Path("docs/conformance-matrix.md")
REFERENCE = "reference"
TOLD = (0, 1)
"""Pytest's exit codes of a run that came to its end: all rules hold, or some do not."""
WRONG_NAME, NO_RECORD = 2, 3


def main(names: Sequence[str] = ()) -> int:
    rooms = own_rooms()
    unknown = [name for name in names if name not in (*rooms, "none")]
    if unknown:
        print(f"no room {', '.join(unknown)}: there are {', '.join(rooms)}, and none.", file=sys.stderr)
        return WRONG_NAME
    for name in rooms:
        if not names or name in names:
            code = run(name, rooms[name])
            if code not in TOLD:
                print(f"{name}: the run broke off (exit code {code}); there is no new matrix.", file=sys.stderr)
                return code
    return compare(list(rooms))


def own_rooms() -> dict[str, Path | None]:
    """The rooms by name, with their room files; the reference room has none, and comes first."""
    files = sorted((ROOT / "rooms").glob("*/*.toml"))
    found = {path.stem: path.relative_to(ROOT) for path in files if path.stem == path.parent.name}
    return {REFERENCE: None, **found}


def run(name: str, file: Path | None) -> int:
    """Every feature in one room, with two workers."""
    command = [sys.executable, "-m", "pytest", "-o", "testpaths=features", "--numprocesses=2"]
    room = [f"--room={file}"] if file else []
    return subprocess.run([*command, f"--living-docs={BUILD / name}", *room], cwd=ROOT, check=False).returncode


def compare(names: Sequence[str]) -> int:
    """The matrix of the rooms that have a record."""
    os.chdir(ROOT)
    there = [str(BUILD / name / "record") for name in names if (BUILD / name / "record").exists()]
    if not there:
        print(f"{BUILD}: there are no records here. Run the rooms first, without “none”.", file=sys.stderr)
        return NO_RECORD
    return living_docs(["matrix", *there, "--into", str(BUILD), "--markdown", str(MATRIX)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
