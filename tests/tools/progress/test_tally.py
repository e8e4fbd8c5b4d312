"""The progress display counts tests, estimates the remaining time, and words both."""

from pathlib import Path

import pytest

from tools.progress.tally import Tally
from tools.progress.wording import duration, group_line, group_of, total_line


class TallyClock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def group_by_folder(test: str) -> str:
    return test.split("::")[0]


def run_tests(tally: Tally, clock: TallyClock, *tests: str, seconds: float = 10) -> None:
    """Run tests one after another, each with this duration."""
    for test in tests:
        tally.start(test)
        clock.now += seconds
        tally.finish(test)


TESTS = [f"ask::{number}" for number in range(4)] + [f"join::{number}" for number in range(6)]


def test_scenarios_are_counted_as_runs() -> None:
    tally = Tally(group_by_folder, {})
    tally.plan(["features/ask_to_join.feature::test_a_declined_request[laptop]"])
    assert total_line(tally) == "0/1 runs · 0 failed"


def test_counts_groups_separately_and_in_total() -> None:
    clock = TallyClock()
    tally = Tally(group_by_folder, {}, clock)
    tally.plan(TESTS)
    run_tests(tally, clock, "ask::0", "join::0", "ask::1")
    tally.fail()
    tally.start("join::1")
    assert [group_line(group) for group in tally.active] == ["join  1/6"]
    assert total_line(tally) == "3/10 tests · 1 failed · 70 s left"


def test_a_group_is_complete_with_its_last_test() -> None:
    clock = TallyClock()
    tally = Tally(group_by_folder, {}, clock)
    tally.plan(TESTS)
    complete = [tally.finish(test).is_complete for test in TESTS]
    assert complete == [False] * 3 + [True] + [False] * 5 + [True]


def test_estimates_nothing_from_too_few_tests() -> None:
    clock = TallyClock()
    tally = Tally(group_by_folder, {}, clock)
    tally.plan(TESTS)
    assert total_line(tally) == "0/10 tests · 0 failed"
    run_tests(tally, clock, "ask::0", "ask::1")
    assert tally.seconds_left() is None


def test_estimates_with_the_durations_of_earlier_runs() -> None:
    clock = TallyClock()
    tally = Tally(group_by_folder, dict.fromkeys(TESTS[:4], 1.0) | dict.fromkeys(TESTS[4:], 5.0), clock)
    tally.plan(TESTS)
    run_tests(tally, clock, *TESTS[:4], seconds=2)
    assert tally.seconds_left() == pytest.approx(60), "six tests of 5 s each, on a machine that is now twice as slow"


def test_tests_of_unknown_duration_count_as_long_as_the_others() -> None:
    clock = TallyClock()
    tally = Tally(group_by_folder, dict.fromkeys(TESTS[:4], 3.0), clock)
    tally.plan(TESTS)
    run_tests(tally, clock, *TESTS[:4], seconds=3)
    assert tally.seconds_left() == pytest.approx(18)


def test_a_finished_run_has_no_time_left() -> None:
    clock = TallyClock()
    tally = Tally(group_by_folder, {}, clock)
    tally.plan(TESTS)
    run_tests(tally, clock, *TESTS)
    assert total_line(tally) == "10/10 tests · 0 failed"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "5 s"),
        (11, "10 s"),
        (88, "90 s"),
        (95, "2 min"),
        (185, "3 min"),
        (3590, "1 h 0 min"),
        (4260, "1 h 11 min"),
    ],
)
def test_rounds_estimates(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_groups_features_by_name_and_tests_by_folder(tmp_path: Path) -> None:
    (tmp_path / "fragen.feature").write_text("# language: de\nFunktionalität: Auf die Bühne\n")
    (tmp_path / "broken.feature").write_text("Given nothing\n")
    assert group_of("fragen.feature::test_a[phone]", tmp_path) == "Auf die Bühne"
    assert group_of("broken.feature::test_a", tmp_path) == "broken.feature"
    assert group_of("tests/screens/test_layout.py::test_a", tmp_path) == "tests/screens"
    assert group_of("test_alone.py::test_a", tmp_path) == "test_alone.py"
