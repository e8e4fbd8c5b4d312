"""The conformance report as data: its parts, and the conclusions that follow from its rules.

Conclusions are derived again whenever a report is read, so that a report cannot claim more than its rules support.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from conformance.deviations import Deviation
from conformance.levels import LEVELS, Level
from conformance.verdict_engine import judge_rule
from conformance.verdicts import Verdict

FORMAT = 2
Hash = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Count = Annotated[int, Field(ge=0)]


class _ReportPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ReportedRoom(_ReportPart):
    """The room under test."""

    name: str
    address: str | None = None
    """The URL at which it opens sessions, without secrets; null where it was not given by a URL."""
    adapter: str | None = None
    """The room's own page objects, as module:Class; null where the suite's own were used."""
    words: dict[str, str] = {}
    """The room's own words, by the documented ones."""
    locators: dict[str, str] = {}
    """The selectors that the room file gives for elements without role and name, such as "chat: log"."""
    not_offered: list[str] = []
    """The capabilities that the room declares absent."""


class ReportedSuite(_ReportPart):
    """The suite that ran, and the size of a complete run."""

    version: str
    commit: str
    """The commit of the checkout; empty without one."""
    changed: bool
    """Whether files differed from that commit."""
    hash: Hash
    """The SHA-256 of features, steps, pages, people and time limits: equal for everyone who ran the same suite, and
    empty where the record has none.
    """
    catalogue: Hash
    """The SHA-256 of the catalogues of rules and capabilities; empty where the record has none."""
    rules: Count
    """Rules in the catalogue."""
    scenarios: Count
    """Scenario runs of a complete run in this room: each scenario on each device, with each of its examples."""


class ReportedRun(_ReportPart):
    """The run."""

    complete: bool
    """Whether every scenario run of a complete run took place in this room and was finished."""
    incomplete_because: list[str]
    """Why the run was not complete, as sentences; empty where it was."""
    level: str
    """The weakest level that was required; empty where the record does not state it."""
    rules: Count
    """Rules whose verdict is neither “not tested” nor “not reached”."""
    scenarios: Count
    """Expected scenario runs that were finished."""
    started: datetime
    finished: datetime
    browser: str
    devices: dict[str, str]
    """The device's name, by kind of device."""
    system: str


class ReportedPicture(_ReportPart):
    """A picture of a person's screen."""

    path: str
    """The path, relative to this file."""
    person: str
    device: str
    width: Count
    """In pixels."""
    height: Count


class ReportedAttempt(_ReportPart):
    """A scenario executed once."""

    alone: bool
    """Whether it ran again, alone after all others, to confirm a failure."""
    verdict: Verdict
    reason: str
    step: str
    """The step at which it ended; empty where all passed."""
    expected: str
    seen: str
    load: str
    """The step's duration and the load of the machine during it; empty where no step failed."""
    pictures: list[ReportedPicture]


class ReportedScenario(_ReportPart):
    """A run of a scenario that shows the rule.

    ``expected`` and ``seen`` are those of the attempt that decides.
    """

    name: str
    page: str
    """The path, relative to this file."""
    example: str
    """The row of examples in words; empty where there is none."""
    verdict: Verdict
    step: str
    """The step at which it ended; empty where all passed."""
    expected: str
    seen: str
    load: str
    """The step's duration and the load of the machine during it; empty where no step failed."""
    pictures: list[ReportedPicture]
    attempts: list[ReportedAttempt]
    """All attempts in order if there were several, otherwise empty."""


class RuleOnDevice(_ReportPart):
    """The verdict on a rule on one kind of device.

    ``expected`` and ``seen`` are those of the worst scenario.
    """

    device: str
    verdict: Verdict
    reason: str
    """The reason of any verdict but "passed", in one line."""
    expected: str
    seen: str
    pictures: list[ReportedPicture]
    scenarios: list[ReportedScenario]


class ReportedRule(_ReportPart):
    """A rule of the catalogue, and the verdict on it."""

    id: str
    level: Level
    statement: str
    offer: str
    """The capability without which the rule does not bind a room; empty where it binds every room."""
    untested: bool
    """Whether the suite has no scenario for it; such a rule is not counted."""
    verdict: Verdict
    """The worst of the devices' verdicts."""
    deviation: Deviation | None
    devices: list[RuleOnDevice]

    @property
    def is_kept(self) -> bool:
        """Return whether the rule is kept.

        With the verdict "known deviation", it is kept only if the room declares a deviation from this rule: a scenario
        that shows several rules gives them all this verdict, even if only one of them is declared.
        """
        if self.verdict is Verdict.KNOWN_DEVIATION:
            return self.deviation is not None
        return self.untested or self.verdict.is_good


class VerdictCounts(_ReportPart):
    """The number of rules with a verdict, by level."""

    must: Count = 0
    should: Count = 0
    may: Count = 0
    total: Count = 0


class ConformanceReport(_ReportPart):
    """A conformance report: the verdict on every rule in a room, and whether the run was complete."""

    schema_: Literal["conformance.schema.json"] = Field(default="conformance.schema.json", alias="$schema")
    format: Literal[2] = 2
    """The version of this format; it grows when an older version cannot read newer files. Format 1 can be read."""
    room: ReportedRoom
    suite: ReportedSuite
    run: ReportedRun
    conforms: Literal["must", "should", "may", "none"]
    """The weakest level up to which every rule passed, is proven absent as declared, or fails as declared. Without a
    complete run: none.
    """
    counts: dict[Verdict, VerdictCounts]
    """Rules by verdict and level."""
    rules: list[ReportedRule]

    @model_validator(mode="after")
    def _expect_consistent(self) -> Self:
        if self.conforms != weakest_kept_level(self.rules, complete=self.run.complete):
            raise ValueError("its verdict contradicts its rules")
        if self.counts != count_rules(self.rules):
            raise ValueError("its counts contradict its rules")
        if len(self.rules) != self.suite.rules or (self.run.complete and self.run.scenarios != self.suite.scenarios):
            raise ValueError("its numbers of rules and scenarios do not match its contents")
        return self

    def rules_with(self, *verdicts: Verdict) -> list[ReportedRule]:
        """Return the rules with one of these verdicts, the strongest level first."""
        return sort_by_level(rule for rule in self.rules if rule.verdict in verdicts)

    def reaches(self, level: Level) -> bool:
        return self.conforms != "none" and LEVELS.index(self.conforms) >= LEVELS.index(level)

    def count_broken(self, level: Level) -> int:
        """Return how many rules of this level are not kept; inconsistent rules do not count."""
        not_kept = [rule for rule in self.rules if rule.level == level and not rule.is_kept]
        return len(not_kept) - self.count_inconsistent(level)

    def count_inconsistent(self, level: Level) -> int:
        return sum(1 for rule in self.rules if rule.level == level and rule.verdict is Verdict.INCONSISTENT)


def weakest_kept_level(rules: Sequence[ReportedRule], *, complete: bool) -> Literal["must", "should", "may", "none"]:
    """Return the weakest level up to which every rule is kept.

    Return "none" if the run is incomplete, or if no rule passed.
    """
    reached: Literal["must", "should", "may", "none"] = "none"
    if not complete or all(rule.verdict is not Verdict.PASSED for rule in rules):
        return reached
    for level in LEVELS:
        if not all(rule.is_kept for rule in rules if rule.level == level):
            break
        reached = level
    return reached


def count_rules(rules: Iterable[ReportedRule]) -> dict[Verdict, VerdictCounts]:
    """Return the number of rules by verdict and level."""
    counters: dict[Verdict, Counter[str]] = {verdict: Counter() for verdict in Verdict}
    for rule in rules:
        counters[rule.verdict].update([rule.level, "total"])
    return {verdict: VerdictCounts(**counter) for verdict, counter in counters.items()}


def sort_by_level(rules: Iterable[ReportedRule]) -> list[ReportedRule]:
    """Return the rules by level, and within a level in the order of the catalogue."""
    return sorted(rules, key=lambda rule: LEVELS.index(rule.level))


def judge_devices(devices: Sequence[RuleOnDevice]) -> Verdict:
    return judge_rule(device.verdict for device in devices)
