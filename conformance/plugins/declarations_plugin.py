"""What a room declares of itself, applied to a run: what it does not offer, and where it is known to deviate.

A pytest plugin. It changes no scenario: it leaves out what a room does not offer in favour of the proof that it is
absent, expects declared deviations to fail, and lets the run succeed only where the room keeps what it must.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from conformance.levels import LEVELS, Level
from rooms.room_file import RoomFile

ABSENT = "absent-"
"""A scenario with this tag and the name of a feature proves that the feature is not there."""
NEEDS = "needs-"
"""A scenario with this mark and the name of a feature takes place only where the feature is offered."""


class Declarations:
    """What a room declares, at work in a run; a room that declares nothing is bound by everything.

    ``levels``: for each rule how strongly it binds, by id; ``offers``: what there is that rooms need not offer, in
    words, by name; ``level``: the weakest level whose failures make the run fail.
    """

    def __init__(
        self, room: RoomFile | None, levels: Mapping[str, str], offers: Mapping[str, str], level: Level
    ) -> None:
        self._name = room.name if room else ""
        self._lacks = room.lacks if room else frozenset[str]()
        self._levels = levels
        self._offers = offers
        self._binding: frozenset[str] = frozenset(LEVELS[: LEVELS.index(level) + 1])
        self._declared = {deviation.requirement: deviation for deviation in (room.deviation if room else ())}
        self._outcomes: dict[str, set[str]] = defaultdict(set)
        self._broken: set[str] = set()

    # What runs, and what is expected of it

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep what concerns this room; expect its declared deviations to fail."""
        left_out = [item for item in items if not self._concerns(item)]
        if left_out:
            items[:] = [item for item in items if self._concerns(item)]
            config.hook.pytest_deselected(items=left_out)
        for item in items:
            self._expect_deviation(item)

    def _concerns(self, item: pytest.Item) -> bool:
        absent = _features(item, ABSENT)
        return absent <= self._lacks if absent else not _features(item, NEEDS) & self._lacks

    def _expect_deviation(self, item: pytest.Item) -> None:
        for rule in self._rules(_names(item)):
            if rule in self._declared:
                # Only the room's doing something else was declared, not that the rule could not be put to the test.
                reason = self._declared[rule].reason
                item.add_marker(pytest.mark.xfail(reason=f"{rule}: {reason}", raises=AssertionError, strict=False))

    # What came of it

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rules = self._rules(report.keywords)
        if report.failed and (not rules or any(self._levels[rule] in self._binding for rule in rules)):
            self._broken.update(rules or [report.nodeid])
        if report.when == "call":
            for rule in rules:
                self._outcomes[rule].add("failed" if report.outcome != "passed" else "passed")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Succeed where all that failed may fail; fail where a declared deviation is none any more."""
        if exitstatus == pytest.ExitCode.TESTS_FAILED and not self._broken:
            session.exitstatus = pytest.ExitCode.OK
        if self._unexpectedly_passed() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        lines = list(self._account())
        if lines:
            terminalreporter.section(f"declared by {self._name}")
        for line in lines:
            terminalreporter.line(line)

    def _account(self) -> Iterable[str]:
        for rule, deviation in self._declared.items():
            verdict = self._verdict(rule)
            link = f" {deviation.link}" if deviation.link else ""
            remedy = " Remove the deviation from the room file." if verdict == "unexpectedly passed" else ""
            yield f"{rule}: {verdict} ({deviation.reason}{link}).{remedy}"
        for feature in sorted(self._lacks):
            yield f"{feature}: not offered ({self._offers[feature]})."

    def _verdict(self, rule: str) -> str:
        outcomes = self._outcomes.get(rule)
        if not outcomes:
            return "not reached"
        return "known deviation" if "failed" in outcomes else "unexpectedly passed"

    def _unexpectedly_passed(self) -> list[str]:
        return [rule for rule in self._declared if self._verdict(rule) == "unexpectedly passed"]

    def _rules(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in self._levels]


def _names(item: pytest.Item) -> list[str]:
    return [mark.name for mark in item.iter_markers()]


def _features(item: pytest.Item, prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in _names(item) if name.startswith(prefix)}
