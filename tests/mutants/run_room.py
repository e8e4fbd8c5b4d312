"""Starts the reference room with a mutant: ``python -m tests.mutants.run_room MUTANT -- --port 8000``.

The arguments after ``--`` are options of the reference room.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.mutant import BadMutant, mutant_named
from tests.mutants.mutated_room import PACKAGE, write_mutated_room
from tools.javascript.npm_packages import ToolError

USAGE = "Usage: python -m tests.mutants.run_room MUTANT -- [options of the reference room]"


def main(words: Sequence[str]) -> int:
    """Serve the mutated room until it is ended.

    Returns its exit code, or 2 after one line that says what is wrong.
    """
    name, options = words[0] if words else "", list(words[2:])
    if not name or words[1:2] not in ([], ["--"]):
        print(USAGE, file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="stagedoor-mutant-"))
    try:
        write_mutated_room(mutant_named(name), folder)
    except (BadMutant, ToolError) as error:
        print(error, file=sys.stderr)
        return 2
    _become_server(folder, options)
    return 0


def _become_server(folder: Path, options: list[str]) -> None:
    """Run the server in the place of this process, so that signals reach it."""
    database = (
        [] if any(option.startswith("--database") for option in options) else [f"--database={folder}/room.sqlite"]
    )
    os.chdir(folder)
    os.execv(sys.executable, [sys.executable, "-m", PACKAGE, *database, *options])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
