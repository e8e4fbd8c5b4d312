"""What changed between two runs, rule by rule."""

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
    newly_passing: list[str]
    new: list[str]
    gone: list[str]
    compared: int
    """The number of rules tested in both runs."""

    @property
    def lists(self) -> list[tuple[str, list[str]]]:
        """The lists with their headings, the most urgent first."""
        return [
            ("Newly failing", self.newly_failing),
            ("Newly inconsistent", self.newly_inconsistent),
            ("Newly passing", self.newly_passing),
            ("New", self.new),
            ("Gone", self.gone),
        ]

    @property
    def any(self) -> bool:
        return any(ids for _, ids in self.lists)


def is_comparable(before: RunRecord, now: RunRecord) -> bool:
    """Return whether both runs tested the same room; only then are they compared."""
    return before.facts.room == now.facts.room


def changes(before: RunRecord, now: RunRecord) -> Changes:
    """Compare two runs; a rule that was not tested in both has not changed."""
    both = [id_ for id_ in now.requirements if id_ in before.requirements]
    pairs = [(id_, *_compared(before, now, id_)) for id_ in both]
    worse = [(id_, today) for id_, then, today in pairs if then.is_good and today.is_bad]
    return Changes(
        date=before.facts.began,
        newly_failing=[id_ for id_, today in worse if today is not Verdict.INCONSISTENT],
        newly_inconsistent=[id_ for id_, today in worse if today is Verdict.INCONSISTENT],
        newly_passing=[id_ for id_, then, today in pairs if then.is_bad and today.is_good],
        new=[id_ for id_ in _shown(now) if id_ not in _shown(before)],
        gone=[id_ for id_ in _shown(before) if id_ not in _shown(now)],
        compared=sum(_was_tested(then) and _was_tested(today) for _, then, today in pairs),
    )


def _compared(before: RunRecord, now: RunRecord, id_: str) -> tuple[Verdict, Verdict]:
    return before.verdict(id_), now.verdict(id_)


def _was_tested(verdict: Verdict) -> bool:
    return verdict not in (Verdict.NOT_TESTED, Verdict.NOT_REACHED, Verdict.NOT_OFFERED)


def _shown(report: RunRecord) -> list[str]:
    """Return the rules of the catalogue that have a scenario."""
    return [id_ for id_ in report.requirements if report.of(id_)]
