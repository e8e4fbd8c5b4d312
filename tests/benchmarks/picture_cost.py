"""Measure the cost of a run's pictures: ``python -m tests.benchmarks.picture_cost``.

Some scenarios run as in ``make acceptance``, alternately with and without pictures. The figures are the CPU time of all
processes of the run, and the duration of each scenario according to the record. ``--against FOLDER`` also measures
another worktree of the project, alternating with this one.
"""

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from living_docs.record.record_model import RunRecord
from tests.benchmarks.cpu import run_counted
from tests.benchmarks.figures import compare

ROOT = Path(__file__).resolve().parents[2]
FEATURES = ("ask_to_join", "chat")
WITHOUT_PICTURES, WITH_PICTURES = "run without pictures", "run with pictures"
OPTIONS = {WITHOUT_PICTURES: ["--no-pictures"], WITH_PICTURES: []}


@dataclass
class WorktreeCost:
    """The durations of the runs in one worktree: wall and CPU seconds by kind.

    It also holds figures of the last record.
    """

    root: Path
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    runs: int = 0
    pictures: str = ""

    def measure(self, kind: str) -> None:
        """Run the scenarios once, with the options of this kind."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [f"features/{name}.feature" for name in FEATURES]
            command = [sys.executable, "-m", "pytest", *paths, "-q", "--numprocesses=2", f"--living-docs={folder}"]
            completed, cpu = run_counted([*command, *OPTIONS[kind]], self.root)
            if completed.returncode:
                sys.exit(f"The scenarios did not pass, so their times are not comparable:\n{completed.stdout[-3000:]}")
            record = build_run_record(read_record(Path(folder) / "record"), Path(folder) / "record")
            self.pictures = f"{_count_pictures(record)} pictures; {_describe_size(Path(folder))}"
        durations = [run.seconds for _, _, scenario in record.scenarios for run in scenario.runs if run.seconds]
        self.runs = len(durations)
        self.seconds[kind].append(sum(durations))
        self.cpu[kind].append(cpu)

    @property
    def picture_seconds(self) -> float:
        """The CPU seconds that pictures add to a scenario run, computed from the medians."""
        return (statistics.median(self.cpu[WITH_PICTURES]) - statistics.median(self.cpu[WITHOUT_PICTURES])) / self.runs

    def summary(self) -> str:
        rows = [
            f"In {self.root}, CPU time of the whole runs:",
            compare(WITHOUT_PICTURES, self.cpu),
            "total duration of the scenarios:",
        ]
        rows += [
            compare(WITHOUT_PICTURES, self.seconds),
            f"pictures add {self.picture_seconds:.2f} CPU seconds to each of {self.runs} runs",
        ]
        return "\n".join([*rows, self.pictures])


def main() -> None:
    """Run both kinds alternately in every worktree, and print the comparison."""
    options = _parse_options()
    this_tree, *other_trees = costs = [WorktreeCost(root) for root in (ROOT, *options.against)]
    for _ in range(options.rounds):
        for kind in OPTIONS:
            for cost in costs:
                cost.measure(kind)
    for cost in costs:
        print(cost.summary())
    for other in other_trees:
        total = statistics.median(this_tree.cpu[WITH_PICTURES]) / statistics.median(other.cpu[WITH_PICTURES])
        pictures = this_tree.picture_seconds / other.picture_seconds
        print(f"compared with {other.root}: {total:.2f}× in total, {pictures:.2f}× for the pictures")


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--rounds", type=int, default=3, help="how often to measure each (default: %(default)s)")
    against_help = "another worktree of the project, with a virtual environment like this one's, to compare with"
    parser.add_argument("--against", type=Path, metavar="FOLDER", action="append", default=[], help=against_help)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    return options


def _count_pictures(record: RunRecord) -> int:
    return sum(len(run.pictures) for _, _, scenario in record.scenarios for run in scenario.runs)


def _describe_size(site: Path) -> str:
    files = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    stored_sizes = [size for path, size in files.items() if path.suffix == ".webp"]
    stored, whole_site = sum(stored_sizes) / 1e6, sum(files.values()) / 1e6
    return f"{len(stored_sizes)} of them stored, {stored:.2f} MB; the whole site {whole_site:.2f} MB"


if __name__ == "__main__":
    main()
