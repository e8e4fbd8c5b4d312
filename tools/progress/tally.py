"""The counts of a test run: planned, running and done tests by group, all failures, and the time left."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean

MIN_DONE_FOR_ESTIMATE = 3
"""The remaining time is estimated once this many tests have finished."""


@dataclass
class Group:
    """The tests of one feature or folder."""

    name: str
    tests: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    running: set[str] = field(default_factory=set)

    @property
    def is_complete(self) -> bool:
        return self.tests == self.done


class Tally:
    """The state of a run.

    ``durations``: the seconds that tests took in earlier runs, by node id, where known.
    """

    def __init__(
        self,
        group_of: Callable[[str], str],
        durations: Mapping[str, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._group_of = group_of
        self._durations = durations
        self._clock = clock
        self._started_at: float | None = None
        self._weights: dict[str, float] = {}
        self._groups: dict[str, Group] = {}
        self.failures = 0

    def plan(self, tests: Iterable[str]) -> None:
        """Note which tests will run."""
        planned = list(tests)
        recorded = [self._durations[test] for test in planned if test in self._durations]
        mean_duration = fmean(recorded) if recorded else 1.0
        self._weights = {test: max(0.001, self._durations.get(test, mean_duration)) for test in planned}
        for test in planned:
            self._group(test).tests.add(test)

    def start(self, test: str) -> None:
        if self._started_at is None:
            self._started_at = self._clock()
        self._group(test).running.add(test)

    def finish(self, test: str) -> Group:
        """Note that a test has ended, and return its group."""
        group = self._group(test)
        group.running.discard(test)
        group.done.add(test)
        return group

    def fail(self) -> None:
        self.failures += 1

    @property
    def has_only_scenarios(self) -> bool:
        """Whether every test is a scenario run."""
        return all(".feature::" in test for group in list(self._groups.values()) for test in list(group.tests))

    @property
    def total(self) -> int:
        return sum(len(group.tests | group.done) for group in self._groups.values())

    @property
    def done(self) -> int:
        return sum(len(group.done) for group in self._groups.values())

    @property
    def active(self) -> list[Group]:
        """The groups with a running test, in the order of the run."""
        return [group for group in list(self._groups.values()) if group.running]

    def seconds_left(self) -> float | None:
        """Return the estimated remaining seconds; None while too few tests are done.

        The weight of a test is its duration in earlier runs, or the mean duration if it is unknown. The time so far is
        multiplied by the ratio of the remaining weight to the weight done, so that neither the number of workers nor
        the speed of the machine matters.
        """
        if self._started_at is None or self.done < MIN_DONE_FOR_ESTIMATE:
            return None
        done_weight = sum(
            self._weights.get(test, 0.0) for group in list(self._groups.values()) for test in list(group.done)
        )
        total_weight = sum(self._weights.values())
        return (self._clock() - self._started_at) * (total_weight - done_weight) / done_weight if done_weight else None

    def _group(self, test: str) -> Group:
        name = self._group_of(test)
        return self._groups.setdefault(name, Group(name))
