"""Measure the start of the room, compared with another commit.

Usage: ``python -m tests.benchmarks.start_up [--against COMMIT]``.

The room of this tree and that of a worktree of the commit are started alternately, each with a new database. The time
is that from the start of the process until it answers a request. The first round is not counted: it compiles the
modules.
"""

import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from rooms.started_server import free_port
from tests.benchmarks.figures import compare, create_rounds_parser
from tests.benchmarks.run_cost import BASELINE
from tests.benchmarks.worktree import ROOT, python_of, worktree

START_LIMIT = 30.0
"""Seconds after which the start has failed."""
POLL_INTERVAL = 0.005
"""Seconds between two attempts; the time is measured in steps of this size."""


def main() -> None:
    """Measure both trees alternately, and print the comparison."""
    parser = create_rounds_parser(__doc__ or "", default=9)
    parser.add_argument("--against", default=BASELINE, metavar="COMMIT", help="the other commit (default: %(default)s)")
    arguments = parser.parse_args()
    seconds: dict[str, list[float]] = defaultdict(list)
    with worktree(arguments.against) as other:
        for round_number in range(arguments.rounds + 1):
            for name, tree in ((arguments.against, other), ("this tree", ROOT)):
                duration = _measure_start(tree)
                if round_number:
                    seconds[name].append(duration)
    print(compare(arguments.against, seconds))


def _measure_start(tree: Path) -> float:
    """Start the room, and return the seconds until it answers."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        options = ["--port", str(port), "--database", str(Path(folder) / "room.db")]
        start = time.monotonic()
        with subprocess.Popen(
            [python_of(tree), "-m", "reference_server", *options],
            cwd=tree,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            _wait_for_answer(port, start + START_LIMIT)
            seconds = time.monotonic() - start
            server.terminate()
        return seconds


def _wait_for_answer(port: int, end: float) -> None:
    while time.monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=START_LIMIT):
                return
        except URLError:
            time.sleep(POLL_INTERVAL)  # noqa: TID251 (a server that starts causes no event)
    raise SystemExit(f"The room did not start within {START_LIMIT:.0f} seconds.")


if __name__ == "__main__":
    main()
