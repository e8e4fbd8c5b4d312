"""What a scenario costs beside a bare Playwright script: ``python -m tests.benchmarks.scenario_cost``.

Both act and look alike, in turn, in one pytest run, in the same browsers and against the same server, from the fresh
contexts to the closed ones. The bare script has no page objects, no sentences, no evidence for failures; a third one
is the same script with a trace, which the suite keeps of every scenario in case it fails.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.benchmarks.figures import compare, rounds

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = "test_joining_at_once"
LABELS = {
    "test_bare_script": "bare Playwright script",
    "test_traced_script": "bare Playwright script with a trace",
    SCENARIO: "scenario “Joining at once”",
}
BARE = LABELS["test_bare_script"]


class Rounds:
    """Has both run again and again, one after the other, and keeps how long each took."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self._current: dict[str, float] = defaultdict(float)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        metafunc.fixturenames.append("round_number")
        # The first round starts the browsers, and does not count.
        metafunc.parametrize("round_number", range(self.number + 1))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: (_round_of(item), item.name))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._current[report.nodeid] += report.duration
        if report.when == "teardown" and report.passed and _round_in(report.nodeid) > 0:
            label = next(label for name, label in LABELS.items() if name in report.nodeid)
            self.seconds[label].append(self._current[report.nodeid])


def _round_of(item: pytest.Item) -> int:
    return _round_in(item.nodeid)


def _round_in(nodeid: str) -> int:
    found = re.search(r"[\[-](\d+)[\]-]", nodeid)
    assert found, nodeid
    return int(found[1])


def main() -> int:
    """Measure and print; answers pytest's exit code."""
    measured = Rounds(rounds(__doc__ or "", default=15))
    places = [str(ROOT / "features" / "ask_to_join.feature"), str(Path(__file__).with_name("bare_script.py"))]
    choice = ["-k", " or ".join(LABELS), "--people", "laptop"]
    code = pytest.main(
        [*places, *choice, "-q", "--no-header", "--rootdir", str(ROOT), "--numprocesses", "0"], plugins=[measured]
    )
    print(compare(BARE, {label: measured.seconds[label] for label in LABELS.values()}))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
