"""What a record tells, as the pages show it: features, rules, scenarios, and each scenario's runs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import chain

from conformance.catalogue import Requirement
from conformance.deviations import Deviation
from conformance.verdict_engine import judge_rule
from conformance.verdicts import Verdict


@dataclass(frozen=True)
class Picture:
    """A picture of a person's screen; ``url`` is relative to the record, the size is in pixels."""

    url: str
    person: str
    device: str
    width: int
    height: int


@dataclass(frozen=True)
class Sentence:
    """A step as it is written; ``table`` are the cells of its table, by row."""

    keyword: str
    text: str
    table: list[list[str]] = field(default_factory=list)
    text_block: str = ""


@dataclass(frozen=True)
class StepRun:
    """What became of a step: ``status`` is the standard's word for it, ``seconds`` what it took."""

    sentence: Sentence
    status: str
    seconds: float
    message: str
    trace: str
    pictures: list[Picture]
    load: str = ""
    """How long the step waited and how busy the machine was meanwhile, where it failed."""

    @property
    def expected(self) -> str:
        """What was expected, where the message tells that apart from what was there instead."""
        return self._parted[0]

    @property
    def actual(self) -> str:
        return self._parted[1]

    @property
    def _parted(self) -> tuple[str, str]:
        """A line that ends with a colon, such as "There was:", opens what was there; the very first says more."""
        lines = self.message.splitlines()
        place = next((number for number, line in enumerate(lines) if line.endswith(":")), len(lines))
        return "\n".join(lines[: place or 1]), "\n".join(lines[place + 1 :])


@dataclass(frozen=True)
class EvidenceFile:
    """A trace or video: ``kind`` is "trace" or "video"."""

    kind: str
    person: str
    device: str
    url: str


class _Steps:
    """Steps that were executed one after the other."""

    steps: list[StepRun]

    @property
    def pictures(self) -> list[Picture]:
        return [picture for step in self.steps for picture in step.pictures]

    @property
    def telling(self) -> Picture | None:
        """Return the picture that stands for them all, from the last step that has any.

        What was opened there; else what that led to, before whomever the sentences from there on speak of first.
        """
        place = next((at for at in reversed(range(len(self.steps))) if self.steps[at].pictures), 0)
        last = self.steps[place].pictures if self.steps else []
        opened = [one for one in last if sum(other.person == one.person for other in last) > 1]
        following = [step.sentence.text for step in self.steps[place + 1 :]]
        affected_by = [one for text in following for one in _spoken_of(last, text)]
        return next(iter(opened or affected_by or last[-1:]), None)


@dataclass
class Attempt(_Steps):
    """A scenario executed once. ``alone``: again after all others, to confirm that it fails."""

    verdict: Verdict
    reason: str
    link: str
    seconds: float
    steps: list[StepRun]
    evidence: list[EvidenceFile]
    alone: bool = False

    @property
    def broke_off(self) -> bool:
        return any(step.status == "UNKNOWN" for step in self.steps)


@dataclass
class ScenarioRun(_Steps):
    """A scenario on one kind of device, with the outcome of the attempt that decides on the verdict."""

    device: str
    example: str
    verdict: Verdict
    reason: str = ""
    link: str = ""
    seconds: float = 0.0
    attempts: list[Attempt] = field(default_factory=list)
    """All of them in order, the confirmation last."""
    steps: list[StepRun] = field(default_factory=list)
    evidence: list[EvidenceFile] = field(default_factory=list)
    needs: frozenset[str] = frozenset()
    """The features that a room must offer for it, of those that a room need not."""

    @property
    def people(self) -> list[tuple[str, str]]:
        """Everybody of whom there is a picture, with their device, in the order in which they came."""
        return list(dict.fromkeys((picture.person, picture.device) for picture in self.pictures))


def _spoken_of(pictures: Sequence[Picture], text: str) -> list[Picture]:
    """Those of the pictures whose person the sentence names, in its order."""
    words = re.findall(r"\w+", text)
    return sorted((one for one in pictures if one.person in words), key=lambda one: words.index(one.person))


@dataclass
class Scenario:
    """A scenario as it is written, with its runs. ``slug`` is its address, which follows from feature and name."""

    slug: str
    name: str
    description: str
    ids: list[str]
    sentences: list[Sentence]
    runs: list[ScenarioRun]
    examples: list[list[str]] = field(default_factory=list)
    absent: str = ""
    """The feature whose absence it proves, where a room does not offer it; such a scenario runs only then."""
    variants: dict[str, frozenset[str]] = field(default_factory=dict)
    """What it needs of a room, for each row of its examples in words; one empty text where it has none."""

    @property
    def title(self) -> str:
        """The name as people read it, with an ellipsis where each row of the examples puts something else."""
        columns = self.examples[0] if self.examples else []
        return reduce(lambda title, column: title.replace(f"<{column}>", "…"), columns, self.name)

    def on(self, device: str) -> Verdict:
        return judge_rule(run.verdict for run in self.runs if run.device == device)

    @property
    def verdict(self) -> Verdict:
        return judge_rule(run.verdict for run in self.runs)


@dataclass
class FeatureRule:
    """A rule of a feature with the ids of the catalogue that its scenarios bear."""

    slug: str
    name: str
    description: str
    scenarios: list[Scenario]
    background: list[Sentence] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return _once(scenario.ids for scenario in self.scenarios)

    def on(self, device: str) -> Verdict:
        return judge_rule(scenario.on(device) for scenario in self.scenarios if scenario.runs)


@dataclass
class Feature:
    slug: str
    name: str
    story: str
    rules: list[FeatureRule]
    background: list[Sentence] = field(default_factory=list)
    """What every scenario begins with."""

    @property
    def scenarios(self) -> list[Scenario]:
        return [scenario for rule in self.rules for scenario in rule.scenarios]

    @property
    def ids(self) -> list[str]:
        return _once(rule.ids for rule in self.rules)


@dataclass(frozen=True)
class Plan:
    """What a whole run of this suite and room would be, and what the room declares; empty where nobody told.

    ``version``, ``suite_hash`` and ``catalogue_hash`` say which suite ran, ``level`` is the weakest that was asked for.
    ``contradictions``: what the records of several runs do not agree on, in words.
    """

    version: str = ""
    suite_hash: str = ""
    catalogue_hash: str = ""
    level: str = ""
    devices: list[str] = field(default_factory=list)
    address: str | None = None
    adapter: str | None = None
    words: dict[str, str] = field(default_factory=dict)
    not_offered: list[str] = field(default_factory=list)
    deviations: dict[str, Deviation] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)


@dataclass
class Facts:
    """What ran, when, on what. ``interrupted`` is why the run ended before its time, "" where it did not.

    ``browser`` and the names of ``devices`` are empty where nobody got as far as to need them.
    """

    room: str
    browser: str
    devices: dict[str, str]
    commit: str
    changed: bool
    pictures: bool
    system: str
    began: datetime
    seconds: float
    interrupted: str
    success: bool
    plan: Plan = field(default_factory=Plan)


@dataclass
class RunRecord:
    """A whole record. ``requirements`` is the catalogue of rules as it was when the run took place."""

    facts: Facts
    features: list[Feature]
    requirements: dict[str, Requirement]
    devices: list[str]

    @property
    def scenarios(self) -> Iterator[tuple[Feature, FeatureRule, Scenario]]:
        return ((feature, rule, one) for feature in self.features for rule in feature.rules for one in rule.scenarios)

    def of(self, id_: str) -> list[Scenario]:
        """The scenarios that show a rule of the catalogue."""
        return [scenario for _, _, scenario in self.scenarios if id_ in scenario.ids]

    def verdict(self, id_: str, device: str | None = None) -> Verdict:
        """The verdict on a rule of the catalogue, on one kind of device or on all together."""
        if device is None:
            return judge_rule(self.verdict(id_, each) for each in self.devices)
        return judge_rule(scenario.on(device) for scenario in self.of(id_) if scenario.runs)

    def reason(self, id_: str) -> str:
        """Why a rule was not tested, or what became of it, in words."""
        told = [run for scenario in self.of(id_) for run in scenario.runs if run.reason]
        if told:
            # The one that made the verdict, not one that was left out of the run beside it.
            return max(told, key=lambda run: list(Verdict).index(run.verdict)).reason
        return self.requirements[id_].untested if id_ in self.requirements else ""


def _once(lists: Iterable[list[str]]) -> list[str]:
    """All that is in the lists, each once, in the order in which it comes first."""
    return list(dict.fromkeys(chain.from_iterable(lists)))


def slug(text: str) -> str:
    """The text as a part of an address: "Asking, again" becomes "asking-again"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def levels_of(ids: Iterable[str], requirements: dict[str, Requirement]) -> list[str]:
    """The levels of these rules, strongest first, each once."""
    present = {requirements[id_].level for id_ in ids if id_ in requirements}
    return [level for level in ("MUST", "SHOULD", "MAY") if level in present]
