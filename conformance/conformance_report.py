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
Hash = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$", description="SHA-256; empty where the record has none.")]
Count = Annotated[int, Field(ge=0)]


class _ReportPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ReportedRoom(_ReportPart):
    """The room that was put to the test."""

    name: str
    address: str | None = None
    """Where it makes sessions, without anything secret; null where it was not given by an address."""
    adapter: str | None = None
    """Page objects of the room's own that took the place of the suite's, as module:Class."""
    words: dict[str, str] = {}
    """The room's words in the documented ones' stead."""
    not_offered: list[str] = []
    """What the room declares not to offer."""


class ReportedSuite(_ReportPart):
    """The suite that ran, and how much a whole run of it is."""

    version: str
    commit: str
    """The commit of the checkout; empty where it was none."""
    changed: bool
    """Whether files differed from that commit."""
    hash: Hash
    """Over features, steps, pages and people: the same for everybody who ran the same suite."""
    catalogue: Hash
    """Over the catalogues of rules and of what a room need not offer."""
    rules: Count
    """Rules in the catalogue."""
    scenarios: Count
    """Scenarios, one by one for each example and device, that a whole run puts to this room."""


class ReportedRun(_ReportPart):
    """What took place."""

    complete: bool
    """Whether everything that a whole run puts to this room was put to it, on every device, and came to its end."""
    incomplete_because: list[str]
    """Why it was no whole run, in sentences; empty where it was one."""
    level: str
    """The weakest level that was asked for; empty where the record does not tell."""
    rules: Count
    """Rules that were put to the test, or seen to be declared truly not to be offered, on every device."""
    scenarios: Count
    """Scenarios of those expected that came to their end."""
    started: datetime
    finished: datetime
    browser: str
    devices: dict[str, str]
    """The kinds of device with the name of each."""
    system: str


class ReportedPicture(_ReportPart):
    """A picture of somebody's screen."""

    path: str
    """Relative to this file."""
    person: str
    device: str
    width: Count
    """Pixels."""
    height: Count


class ReportedAttempt(_ReportPart):
    """A scenario executed once."""

    alone: bool
    """Whether it was run again alone, after all others, to confirm that it fails."""
    verdict: Verdict
    reason: str
    step: str
    """The sentence at which it ended; empty where all held."""
    expected: str
    seen: str
    load: str
    """How long that step took and how busy the machine was meanwhile; empty where none failed."""
    pictures: list[ReportedPicture]


class ReportedScenario(_ReportPart):
    """A scenario that shows the rule, as it ran. What was expected and seen is that of the attempt that decides."""

    name: str
    page: str
    """Relative to this file."""
    example: str
    """The row of examples in words; empty where there is none."""
    verdict: Verdict
    step: str
    """The sentence at which it ended; empty where all held."""
    expected: str
    seen: str
    load: str
    """How long that step took and how busy the machine was meanwhile; empty where none failed."""
    pictures: list[ReportedPicture]
    attempts: list[ReportedAttempt]
    """All attempts in order where there was more than one; otherwise empty."""


class RuleOnDevice(_ReportPart):
    """What became of a rule on one kind of device. What was expected and seen is that of the worst scenario."""

    device: str
    verdict: Verdict
    reason: str
    """Why it was not tested, not offered or not reached, and what went wrong, in a line."""
    expected: str
    seen: str
    pictures: list[ReportedPicture]
    scenarios: list[ReportedScenario]


class ReportedRule(_ReportPart):
    """A rule of the catalogue, and what became of it."""

    id: str
    level: Level
    statement: str
    offer: str
    """The feature by whose offering alone a room is bound; empty where every room is."""
    untested: bool
    """Whether the suite has no scenario for it; such a rule counts neither for a room nor against it."""
    verdict: Verdict
    """The worst of those on the devices."""
    deviation: Deviation | None
    devices: list[RuleOnDevice]

    @property
    def is_kept(self) -> bool:
        """Return whether the rule is kept; a rule counts as a known deviation only by a declaration of its own."""
        if self.verdict is Verdict.KNOWN_DEVIATION:
            return self.deviation is not None
        return self.untested or self.verdict.is_good


class VerdictCounts(_ReportPart):
    """How many rules came to a verdict, by level."""

    must: Count = 0
    should: Count = 0
    may: Count = 0
    total: Count = 0


class ConformanceReport(_ReportPart):
    """Whether a room keeps the rules of joining the stage, rule by rule, and whether the run was a whole one."""

    schema_: Literal["conformance.schema.json"] = Field(default="conformance.schema.json", alias="$schema")
    format: Literal[2] = 2
    """The number of this format; it grows when an older version cannot read newer files. Files of format 1 are read."""
    room: ReportedRoom
    suite: ReportedSuite
    run: ReportedRun
    conforms: Literal["must", "should", "may", "none"]
    """The weakest level up to which every rule was seen to be kept, is declared not to be offered and was seen to be
    absent, or fails as declared. Without a whole run: none."""
    counts: dict[Verdict, VerdictCounts]
    """Rules by verdict and level."""
    rules: list[ReportedRule]

    @model_validator(mode="after")
    def _says_what_its_rules_say(self) -> Self:
        if self.conforms != conforms(self.rules, complete=self.run.complete):
            raise ValueError("states another conformance than its rules do")
        if self.counts != counts(self.rules):
            raise ValueError("states other counts than its rules have")
        if len(self.rules) != self.suite.rules or (self.run.complete and self.run.scenarios != self.suite.scenarios):
            raise ValueError("states another number of rules or scenarios than it contains")
        return self

    def of(self, *verdicts: Verdict) -> list[ReportedRule]:
        """Return the rules with one of these verdicts, the strongest level first."""
        return by_level(rule for rule in self.rules if rule.verdict in verdicts)

    def reaches(self, level: Level) -> bool:
        return self.conforms != "none" and LEVELS.index(self.conforms) >= LEVELS.index(level)

    def broken(self, level: Level) -> int:
        """Return how many rules of this level are not kept, without those that are inconsistent."""
        not_kept = [rule for rule in self.rules if rule.level == level and not rule.is_kept]
        return len(not_kept) - self.inconsistent(level)

    def inconsistent(self, level: Level) -> int:
        return sum(1 for rule in self.rules if rule.level == level and rule.verdict is Verdict.INCONSISTENT)


def conforms(rules: Sequence[ReportedRule], *, complete: bool) -> Literal["must", "should", "may", "none"]:
    """Return the weakest level up to which every rule is kept; it requires a complete run and a passed rule."""
    reached: Literal["must", "should", "may", "none"] = "none"
    if not complete or all(rule.verdict is not Verdict.PASSED for rule in rules):
        return reached
    for level in LEVELS:
        if not all(rule.is_kept for rule in rules if rule.level == level):
            break
        reached = level
    return reached


def counts(rules: Iterable[ReportedRule]) -> dict[Verdict, VerdictCounts]:
    """Return the number of rules by verdict and level."""
    found: dict[Verdict, Counter[str]] = {verdict: Counter() for verdict in Verdict}
    for rule in rules:
        found[rule.verdict].update([rule.level, "total"])
    return {verdict: VerdictCounts(**count) for verdict, count in found.items()}


def by_level(rules: Iterable[ReportedRule]) -> list[ReportedRule]:
    """Return the rules by level, and within a level in the order of the catalogue."""
    return sorted(rules, key=lambda rule: LEVELS.index(rule.level))


def together(devices: Sequence[RuleOnDevice]) -> Verdict:
    return judge_rule(device.verdict for device in devices)
