"""Measures the CPU time of whole runs, compared with another commit.

Usage: ``python -m tests.benchmarks.run_cost [FEATURE …] [--against COMMIT]``.

Runs the same features in a worktree of the commit and in this tree, in turn, and prints for each round, and as medians,
the CPU-seconds per scenario run of all processes (workers, browsers, servers) and the wall time. The results of
the runs are in ``build/run-cost/``. ``--pytest`` passes options on to both, such as ``--pytest=--no-pictures``.
"""

import argparse
import re
import shlex
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.cpu import run_counted
from tests.benchmarks.worktree import ROOT, worktree

KEPT = ROOT / "build" / "run-cost"
BASELINE = "780e07c"
"""The commit that the goals for the cost of a run refer to."""
ENDED = re.compile(r"^=* ?(?:(\d+) failed)?(?:, )?(?:(\d+) passed)?.* in [\d.]+s", re.MULTILINE)


class Cost(NamedTuple):
    """The cost of one run: ``cpu`` and ``wall`` in seconds."""

    runs: int
    failed: int
    cpu: float
    wall: float

    def __str__(self) -> str:
        per_run = self.cpu / max(1, self.runs)
        counts = f"{self.runs} runs, {self.failed} failed"
        return f"{counts}, {per_run:.2f} CPU-s a run, {self.cpu:.0f} CPU-s, {self.wall:.0f} s"


def run(tree: Path, name: str, options: list[str]) -> Cost:
    """Run the features of one tree and return the cost."""
    KEPT.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    done, cpu = run_counted([sys.executable, "-m", "pytest", *options, f"--living-docs={KEPT / name}"], tree)
    wall = time.monotonic() - began
    log = KEPT / f"{name}.log"
    log.write_text(done.stdout + done.stderr)
    found = ENDED.search(done.stdout)
    if found is None:
        raise SystemExit(f"The run of {name} did not end as expected; its log is {log}.")
    failed, passed = (int(count or 0) for count in found.groups())
    return Cost(failed + passed, failed, cpu, wall)


def summary(costs: dict[str, list[Cost]]) -> str:
    """Return the medians, and this tree's as ratios of the other's, round by round."""
    lines = []
    for name, all_of_it in costs.items():
        cpu = statistics.median(cost.cpu / max(1, cost.runs) for cost in all_of_it)
        wall = statistics.median(cost.wall for cost in all_of_it)
        lines.append(f"{name:<12} median {cpu:.2f} CPU-s a run, {wall:.0f} s")
    here, there = costs.values()
    pairs = list(zip(here, there, strict=True))
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
    parser.add_argument("--pytest", default="", metavar="OPTIONS", help="options of pytest for both")
    wanted = parser.parse_args()
    options = [*wanted.features, "-q", "--numprocesses", wanted.workers, *shlex.split(wanted.pytest)]
    costs: dict[str, list[Cost]] = defaultdict(list)
    with worktree(wanted.against) as other:
        for number in range(wanted.rounds):
            for name, tree in (("this tree", ROOT), (wanted.against, other)):
                cost = run(tree, name.replace(" ", "-"), options)
                costs[name].append(cost)
                print(f"round {number + 1}, {name}: {cost}", flush=True)
    print(summary(costs))


if __name__ == "__main__":
    main()
