"""Compare the cost of a scenario with that of a bare Playwright script.

Usage: ``python -m tests.benchmarks.scenario_cost``.

The scenario and the script perform the same actions and checks, alternately in one pytest run, in the same reused
windows and with the same server. The script has no page objects, steps or evidence. Wall time and CPU time (of all
processes) are compared. With ``--fresh-windows``, both open a new browser context for each person.
"""

import re
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from tests.benchmarks.figures import compare, create_rounds_parser
from tests.benchmarks.process_cpu import cpu_by_process, wait_until_idle

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = "test_joining_at_once"
LABELS = {
    "test_bare_script": "bare Playwright script",
    SCENARIO: "scenario “Joining at once”",
}
BARE = LABELS["test_bare_script"]


class Rounds:
    """A pytest plugin that runs script and scenario alternately.

    It records the wall and CPU seconds of each run.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.wall: dict[str, list[float]] = defaultdict(list)
        self.cpu: dict[str, list[float]] = defaultdict(list)
        self._start = (0.0, 0.0)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        metafunc.fixturenames.append("round_number")
        # The first round starts the browsers, and does not count.
        metafunc.parametrize("round_number", range(self.number + 1))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: (_round_of_item(item), item.name))

    def pytest_runtest_logstart(self) -> None:
        wait_until_idle()
        self._start = (time.monotonic(), _cpu_seconds())

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        if _round_number(nodeid) == 0:
            return
        label = next(label for name, label in LABELS.items() if name in nodeid)
        self.wall[label].append(time.monotonic() - self._start[0])
        wait_until_idle()
        self.cpu[label].append(_cpu_seconds() - self._start[1])


def _cpu_seconds() -> float:
    """Return the CPU seconds of this process and all its descendants."""
    return time.process_time() + sum(cpu_by_process().values())


def _round_of_item(item: pytest.Item) -> int:
    return _round_number(item.nodeid)


def _round_number(nodeid: str) -> int:
    number = re.search(r"[\[-](\d+)[\]-]", nodeid)
    assert number, nodeid
    return int(number[1])


def _parse_arguments() -> tuple[int, bool]:
    parser = create_rounds_parser(__doc__ or "", default=15)
    parser.add_argument(
        "--fresh-windows", action="store_true", help="open new browser contexts instead of reusing them"
    )
    arguments = parser.parse_args()
    return arguments.rounds, arguments.fresh_windows


def main() -> int:
    """Measure and print; return pytest's exit code."""
    number, fresh_windows = _parse_arguments()
    rounds = Rounds(number)
    paths = [str(ROOT / "features" / "ask_to_join.feature"), str(Path(__file__).with_name("bare_script.py"))]
    options = ["-k", " or ".join(LABELS), "--people", "laptop", *(["--fresh-windows"] if fresh_windows else [])]
    code = pytest.main(
        [*paths, *options, "-q", "--no-header", "--rootdir", str(ROOT), "--numprocesses", "0"], plugins=[rounds]
    )
    for kind, seconds in (("wall time", rounds.wall), ("CPU time", rounds.cpu)):
        print(f"\n{kind}\n{compare(BARE, {label: seconds[label] for label in LABELS.values()})}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
