"""Measure the CPU time of whole runs, compared with another commit.

Usage: ``python -m tests.benchmarks.run_cost [FEATURE …] [--against COMMIT]``.

The same features are run alternately in a worktree of the commit and in this tree. For each round, and as medians, the
CPU seconds per scenario run of all processes (workers, browsers, servers) and the wall time are printed. The results of
the runs are stored in ``build/run-cost/``. ``--pytest`` passes options to both, such as ``--pytest=--no-pictures``.
"""

import argparse
import re
import shlex
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.cpu import run_counted
from tests.benchmarks.worktree import ROOT, python_of, worktree

RESULTS = ROOT / "build" / "run-cost"
BASELINE = "780e07c"
"""The commit to which the goals for the cost of a run refer."""
SUMMARY_LINE = re.compile(r"^=* ?(?:(\d+) failed)?(?:, )?(?:(\d+) passed)?.* in [\d.]+s", re.MULTILINE)


class Cost(NamedTuple):
    """The cost of one run: ``cpu`` and ``wall`` in seconds."""

    runs: int
    failed: int
    cpu: float
    wall: float

    def __str__(self) -> str:
        per_run = self.cpu / max(1, self.runs)
        counts = f"{self.runs} runs, {self.failed} failed"
        return f"{counts}, {per_run:.2f} CPU-s per run, {self.cpu:.0f} CPU-s, {self.wall:.0f} s"


def run_features(tree: Path, name: str, options: list[str]) -> Cost:
    """Run the features of one tree and return the cost."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    completed, cpu = run_counted([python_of(tree), "-m", "pytest", *options, f"--living-docs={RESULTS / name}"], tree)
    wall = time.monotonic() - start
    log = RESULTS / f"{name}.log"
    log.write_text(completed.stdout + completed.stderr)
    counts = SUMMARY_LINE.search(completed.stdout)
    if counts is None:
        raise SystemExit(f"The run of {name} did not end as expected; its log is {log}.")
    failed, passed = (int(count or 0) for count in counts.groups())
    return Cost(failed + passed, failed, cpu, wall)


def summarise(costs: dict[str, list[Cost]]) -> str:
    """Return the medians of both trees, and the median ratio of this tree to the other."""
    lines = []
    for name, tree_costs in costs.items():
        cpu = statistics.median(cost.cpu / max(1, cost.runs) for cost in tree_costs)
        wall = statistics.median(cost.wall for cost in tree_costs)
        lines.append(f"{name:<12} median {cpu:.2f} CPU-s per run, {wall:.0f} s")
    this_tree, other_tree = costs.values()
    pairs = list(zip(this_tree, other_tree, strict=True))
    cpu_ratio = statistics.median((a.cpu / a.runs) / (b.cpu / b.runs) for a, b in pairs)
    wall_ratio = statistics.median(a.wall / b.wall for a, b in pairs)
    return "\n".join(
        [*lines, f"{'ratio':<12} CPU {cpu_ratio:.2f}, wall {wall_ratio:.2f} (median of {len(pairs)} rounds)"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", nargs="*", default=["features"], help="feature files or folders (default: all)")
    parser.add_argument("--against", default=BASELINE, metavar="COMMIT", help="the other commit (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=1, help="how often to run each (default: %(default)s)")
    parser.add_argument("--workers", default="2", help="pytest-xdist's number of workers (default: %(default)s)")
    parser.add_argument("--pytest", default="", metavar="OPTIONS", help="pytest options for both")
    arguments = parser.parse_args()
    options = [*arguments.features, "-q", "--numprocesses", arguments.workers, *shlex.split(arguments.pytest)]
    costs: dict[str, list[Cost]] = defaultdict(list)
    with worktree(arguments.against) as other:
        for number in range(arguments.rounds):
            for name, tree in (("this tree", ROOT), (arguments.against, other)):
                cost = run_features(tree, name.replace(" ", "-"), options)
                costs[name].append(cost)
                print(f"round {number + 1}, {name}: {cost}", flush=True)
    print(summarise(costs))


if __name__ == "__main__":
    main()
