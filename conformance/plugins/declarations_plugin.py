"""Applies a room's declarations (absent capabilities and deviations) and ``--level`` to a run.

Scenarios do not change. Those that need an absent capability are deselected in favour of those that prove it absent,
declared deviations are expected to fail, and failures of rules of a weaker level do not make the run fail.
"""

from collections.abc import Iterable, Iterator, Mapping

import pytest

from conformance.capabilities import ABSENT_PREFIX, NEEDS_PREFIX
from conformance.levels import LEVELS, Level
from conformance.run_verdicts import RunVerdicts
from conformance.verdict_engine import FAILURES
from conformance.verdicts import Verdict
from rooms.room_file import RoomFile


class Declarations:
    """The declarations of a room in a run; ``room`` is None for the reference room, which has none.

    ``levels``: the level of each rule by its id; ``capabilities``: descriptions of what a room need not offer, by name;
    ``level``: the weakest level whose failures make the run fail.
    """

    def __init__(
        self,
        room: RoomFile | None,
        levels: Mapping[str, str],
        capabilities: Mapping[str, str],
        level: Level,
        verdicts: RunVerdicts,
    ) -> None:
        self._name = room.name if room else ""
        self._lacks = room.lacks if room else frozenset[str]()
        self._levels = levels
        self._capabilities = capabilities
        self._binding: frozenset[str] = frozenset(LEVELS[: LEVELS.index(level) + 1])
        self._declared = {deviation.requirement: deviation for deviation in (room.deviation if room else ())}
        self._verdicts = verdicts

    # Selection, and expected failures

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Deselect scenarios that do not apply to this room, and expect its declared deviations to fail."""
        deselected = [item for item in items if not self._is_applicable(item)]
        if deselected:
            items[:] = [item for item in items if self._is_applicable(item)]
            config.hook.pytest_deselected(items=deselected)
        for item in items:
            self._expect_deviation(item)

    def _is_applicable(self, item: pytest.Item) -> bool:
        absent = _marked_capabilities(item, ABSENT_PREFIX)
        return absent <= self._lacks if absent else not _marked_capabilities(item, NEEDS_PREFIX) & self._lacks

    def _expect_deviation(self, item: pytest.Item) -> None:
        for rule in _marker_names(item):
            if rule in self._declared:
                # The declaration says that the room does something else, not that the rule cannot be reached.
                reason = self._declared[rule].reason
                item.add_marker(pytest.mark.xfail(reason=f"{rule}: {reason}", raises=FAILURES, strict=False))

    # The result

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Succeed where every failure is of a weaker level; fail where a declared deviation no longer occurs."""
        if exitstatus == pytest.ExitCode.TESTS_FAILED and not self._has_binding_failure():
            session.exitstatus = pytest.ExitCode.OK
        if session.exitstatus == pytest.ExitCode.OK and self._has_unexpectedly_passed():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        lines = list(self._summary_lines())
        if lines:
            terminalreporter.section(f"declared by {self._name}")
        for line in lines:
            terminalreporter.line(line)

    def _summary_lines(self) -> Iterator[str]:
        for rule, deviation in self._declared.items():
            verdict = self._verdicts.on_rule(rule)
            link = f" {deviation.link}" if deviation.link else ""
            remedy = " Remove the deviation from the room file." if verdict is Verdict.UNEXPECTEDLY_PASSED else ""
            yield f"{rule}: {verdict.value} ({deviation.reason}{link}).{remedy}"
        for capability in sorted(self._lacks):
            yield f"{capability}: {self._verdicts.on_absence(capability).value} ({self._capabilities[capability]})."

    def _has_binding_failure(self) -> bool:
        """Return whether a test failed that shows a rule of a binding level, or no rule at all."""
        failed = (scenario for scenario in self._verdicts.scenarios if scenario.has_failed)
        return any(not scenario.rules or self._is_any_binding(scenario.rules) for scenario in failed)

    def _is_any_binding(self, rules: Iterable[str]) -> bool:
        return any(self._levels[rule] in self._binding for rule in rules)

    def _has_unexpectedly_passed(self) -> bool:
        return any(self._verdicts.on_rule(rule) is Verdict.UNEXPECTEDLY_PASSED for rule in self._declared)


def _marker_names(item: pytest.Item) -> list[str]:
    return [mark.name for mark in item.iter_markers()]


def _marked_capabilities(item: pytest.Item, prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in _marker_names(item) if name.startswith(prefix)}
