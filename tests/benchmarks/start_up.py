"""Measure the start of the room, compared with another commit.

Usage: ``python -m tests.benchmarks.start_up [--against COMMIT]``.

The room of this tree and that of a worktree of the commit are started alternately, each with a new database. The time
is that from the start of the process until it answers a request. The first round is not counted: it compiles the
modules.
"""

import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from rooms.started_server import free_port
from tests.benchmarks.figures import compare, rounds_parser
from tests.benchmarks.run_cost import BASELINE
from tests.benchmarks.worktree import ROOT, worktree

LIMIT = 30.0
"""Seconds after which the start has failed."""
POLL = 0.005
"""Seconds between two attempts; the time is measured in steps of this size."""


def main() -> None:
    """Measure both alternately, and print the comparison."""
    parser = rounds_parser(__doc__ or "", default=9)
    parser.add_argument("--against", default=BASELINE, metavar="COMMIT", help="the other commit (default: %(default)s)")
    arguments = parser.parse_args()
    seconds: dict[str, list[float]] = defaultdict(list)
    with worktree(arguments.against) as other:
        for round_number in range(arguments.rounds + 1):
            for name, tree in ((arguments.against, other), ("this tree", ROOT)):
                start = _start(tree)
                if round_number:
                    seconds[name].append(start)
    print(compare(arguments.against, seconds))


def _start(tree: Path) -> float:
    """Start the room, and return the seconds until it answers."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        options = ["--port", str(port), "--database", str(Path(folder) / "room.db")]
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "reference_server", *options],
            cwd=tree,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            _wait_for_answer(port, began + LIMIT)
            seconds = time.monotonic() - began
            server.terminate()
        return seconds


def _wait_for_answer(port: int, end: float) -> None:
    while time.monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=LIMIT):
                return
        except URLError:
            time.sleep(POLL)  # noqa: TID251
    raise SystemExit(f"The room did not start within {LIMIT:.0f} seconds.")


if __name__ == "__main__":
    main()
