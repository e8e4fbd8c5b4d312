"""The changes between two runs, rule by rule."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from conformance.verdicts import Verdict
from living_docs.record.record_model import RunRecord


@dataclass(frozen=True)
class Changes:
    """Ids of rules, by how their verdicts have changed since the run of ``date``."""

    date: datetime
    newly_failing: list[str]
    newly_inconsistent: list[str]
    newly_not_reached: list[str]
    newly_unexpectedly_passed: list[str]
    newly_passing: list[str]
    new: list[str]
    gone: list[str]
    compared: int
    """The number of rules whose verdicts say something about the room in both runs."""

    @property
    def lists(self) -> list[tuple[str, list[str]]]:
        """The lists with their headings, the most urgent first."""
        return [
            ("Newly failing", self.newly_failing),
            ("Newly inconsistent", self.newly_inconsistent),
            ("Newly not reached", self.newly_not_reached),
            ("Newly unexpectedly passed", self.newly_unexpectedly_passed),
            ("Newly passing", self.newly_passing),
            ("New", self.new),
            ("Gone", self.gone),
        ]

    @property
    def has_any(self) -> bool:
        return any(ids for _, ids in self.lists)


def is_comparable(earlier: RunRecord, current: RunRecord) -> bool:
    """Return whether both runs tested the same room; only then are they compared."""
    return earlier.facts.room == current.facts.room


def compare_runs(earlier: RunRecord, current: RunRecord) -> Changes:
    """Compare two runs; a rule "not tested" in either of them counts neither as worse nor as better."""
    common = [id_ for id_ in current.requirements if id_ in earlier.requirements]
    pairs = [(id_, *_verdicts_on(earlier, current, id_)) for id_ in common]
    newly_bad: dict[Verdict, list[str]] = defaultdict(list)
    for id_, earlier_verdict, current_verdict in pairs:
        if earlier_verdict.is_good and current_verdict.is_bad:
            newly_bad[current_verdict].append(id_)
    return Changes(
        date=earlier.facts.began,
        newly_failing=newly_bad[Verdict.FAILED],
        newly_inconsistent=newly_bad[Verdict.INCONSISTENT],
        newly_not_reached=newly_bad[Verdict.NOT_REACHED],
        newly_unexpectedly_passed=newly_bad[Verdict.UNEXPECTEDLY_PASSED],
        newly_passing=[
            id_ for id_, earlier_verdict, current_verdict in pairs if earlier_verdict.is_bad and current_verdict.is_good
        ],
        new=[id_ for id_ in _rules_with_scenario(current) if id_ not in _rules_with_scenario(earlier)],
        gone=[id_ for id_ in _rules_with_scenario(earlier) if id_ not in _rules_with_scenario(current)],
        compared=sum(
            earlier_verdict.is_tested and current_verdict.is_tested for _, earlier_verdict, current_verdict in pairs
        ),
    )


def _verdicts_on(earlier: RunRecord, current: RunRecord, id_: str) -> tuple[Verdict, Verdict]:
    return earlier.verdict(id_), current.verdict(id_)


def _rules_with_scenario(record: RunRecord) -> list[str]:
    """Return the rules of the catalogue that have a scenario."""
    return [id_ for id_ in record.requirements if record.scenarios_of(id_)]
