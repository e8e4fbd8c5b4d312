"""Start the reference room with a mutant: ``python -m tests.mutants.run_room MUTANT -- --port 8000``.

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


def main(arguments: Sequence[str]) -> int:
    """Replace this process with the mutated room's server, or return 2 after an error message of one line."""
    name, options = arguments[0] if arguments else "", list(arguments[2:])
    if not name or arguments[1:2] not in ([], ["--"]):
        print(USAGE, file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="stagedoor-mutant-"))
    try:
        write_mutated_room(mutant_named(name), folder)
    except (BadMutant, ToolError) as error:
        print(error, file=sys.stderr)
        return 2
    _exec_server(folder, options)
    return 0


def _exec_server(folder: Path, options: list[str]) -> None:
    """Replace this process with the server, so that signals reach it."""
    database = (
        [] if any(option.startswith("--database") for option in options) else [f"--database={folder}/room.sqlite"]
    )
    os.chdir(folder)
    os.execv(sys.executable, [sys.executable, "-m", PACKAGE, *database, *options])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
