"""What the pictures of the living documentation cost a run: ``python -m tests.benchmarks.pictures``.

A choice of scenarios runs as ``make acceptance`` runs them, with pictures and without, in turn. What counts is the time
from the beginning of each scenario to its end, as the records tell it, developing included; the start of the browsers
and the making of the pages, which both have, would only make the share look smaller.
"""

import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from living_docs.model import Report
from living_docs.reading import read_report
from living_docs.records import read_record
from tests.benchmarks.figures import compare, rounds

ROOT = Path(__file__).resolve().parents[2]
FEATURES = ("ask_to_join", "chat")
BARE, PICTURED = "run without pictures", "run with pictures"
OPTIONS = {BARE: ["--no-pictures"], PICTURED: []}


def main() -> None:
    """Run both in turn, and print how they compare: as a whole, and scenario by scenario."""
    number = rounds(__doc__ or "", default=3)
    seconds: dict[str, list[float]] = defaultdict(list)
    scenarios: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    pictures, size = 0, ""
    for _ in range(number):
        for kind, options in OPTIONS.items():
            report, size = _run(options)
            taken = _seconds(report)
            seconds[kind].append(sum(taken.values()))
            pictures = sum(len(run.pictures) for _, _, one in report.scenarios for run in one.runs)
            for name, duration in taken.items():
                scenarios[name][kind].append(duration)
    print(compare(BARE, seconds))
    print(f"{'median of the scenarios’ own ratios':<44}{_median_ratio(scenarios):>30.2f}×")
    extra = statistics.median(seconds[PICTURED]) - statistics.median(seconds[BARE])
    print(f"{pictures} pictures, {extra / pictures * 1000:.0f} ms each; {size}")


def _run(options: list[str]) -> tuple[Report, str]:
    """One run; the report, and how large its living documentation is."""
    with tempfile.TemporaryDirectory() as folder:
        places = [f"features/{name}.feature" for name in FEATURES]
        command = [sys.executable, "-m", "pytest", *places, "-q", "--numprocesses=2", f"--living-docs={folder}"]
        done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"The scenarios did not pass, so that their times tell nothing:\n{done.stdout[-3000:]}")
        record = Path(folder) / "record"
        return read_report(read_record(record), record), _size(Path(folder))


def _size(site: Path) -> str:
    files = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    kept = [size for path, size in files.items() if path.suffix == ".webp"]
    return f"{len(kept)} of them kept, {sum(kept) / 1e6:.2f} MB; the whole site {sum(files.values()) / 1e6:.2f} MB"


def _seconds(report: Report) -> dict[str, float]:
    """How long each scenario took, by its name, device and example."""
    runs = ((one, run) for _, _, one in report.scenarios for run in one.runs if run.seconds)
    return {f"{one.slug} {run.device} {run.example}": run.seconds for one, run in runs}


def _median_ratio(scenarios: dict[str, dict[str, list[float]]]) -> float:
    medians = [{kind: statistics.median(taken[kind]) for kind in OPTIONS} for taken in scenarios.values()]
    return statistics.median(one[PICTURED] / one[BARE] for one in medians)


if __name__ == "__main__":
    main()
