"""The model of a record that the pages show: features, rules, scenarios and scenario runs."""

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
class WrittenStep:
    """A step as written; ``table`` has the cells of its table, by row."""

    keyword: str
    text: str
    table: list[list[str]] = field(default_factory=list)
    text_block: str = ""


@dataclass(frozen=True)
class StepRun:
    """The outcome of a step: ``status`` in the terms of Cucumber Messages, ``seconds`` its duration."""

    as_written: WrittenStep
    status: str
    seconds: float
    message: str
    trace: str
    pictures: list[Picture]
    load: str = ""
    """The step's duration and the load of the machine, for a failed step."""

    @property
    def expected(self) -> str:
        """What was expected, if the message separates that from what was there."""
        return self._split[0]

    @property
    def actual(self) -> str:
        return self._split[1]

    @property
    def _split(self) -> tuple[str, str]:
        """Split the message at the first line that ends with a colon, such as "There was:"."""
        lines = self.message.splitlines()
        index = next((number for number, line in enumerate(lines) if line.endswith(":")), len(lines))
        return "\n".join(lines[: index or 1]), "\n".join(lines[index + 1 :])


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
    def broken_step(self) -> StepRun | None:
        """Return the first step that did not pass and has a message."""
        return next((step for step in self.steps if step.status != "PASSED" and step.message), None)

    @property
    def pictures(self) -> list[Picture]:
        return [picture for step in self.steps for picture in step.pictures]

    @property
    def representative_picture(self) -> Picture | None:
        """Return the picture that represents all steps, from the last step with pictures.

        It shows what was opened in that step; if nothing was, the screen of the person named first in the next steps;
        if nobody is named there, it is the last picture of that step.
        """
        latest = next((index for index in reversed(range(len(self.steps))) if self.steps[index].pictures), 0)
        last = self.steps[latest].pictures if self.steps else []
        opened = [picture for picture in last if sum(other.person == picture.person for other in last) > 1]
        following = [step.as_written.text for step in self.steps[latest + 1 :]]
        of_people_acting_next = [picture for text in following for picture in _pictures_of_named_people(last, text)]
        return next(iter(opened or of_people_acting_next or last[-1:]), None)


@dataclass
class Attempt(_Steps):
    """A scenario executed once; ``alone``: whether it ran after all other scenarios, to confirm a failure."""

    verdict: Verdict
    reason: str
    link: str
    seconds: float
    steps: list[StepRun]
    evidence: list[EvidenceFile]
    alone: bool = False

    @property
    def is_unfinished(self) -> bool:
        return any(step.status == "UNKNOWN" for step in self.steps)


@dataclass
class ScenarioRun(_Steps):
    """A scenario on one kind of device, with the outcome of the attempt that decides the verdict."""

    device: str
    example: str
    verdict: Verdict
    reason: str = ""
    link: str = ""
    seconds: float = 0.0
    attempts: list[Attempt] = field(default_factory=list)
    """The attempts in order, the confirmation last."""
    steps: list[StepRun] = field(default_factory=list)
    evidence: list[EvidenceFile] = field(default_factory=list)
    needs: frozenset[str] = frozenset()
    """The capabilities that a room must offer for this run."""
    refuted_by: "list[tuple[Scenario, ScenarioRun]]" = field(default_factory=list)
    """The runs that failed to prove the absence of a capability that this run needs."""

    @property
    def people(self) -> list[tuple[str, str]]:
        """The people with pictures and their devices, in order of appearance."""
        return list(dict.fromkeys((picture.person, picture.device) for picture in self.pictures))


def _pictures_of_named_people(pictures: Sequence[Picture], text: str) -> list[Picture]:
    """Return the pictures of the people named in the text, in its order."""
    words = re.findall(r"\w+", text)
    return sorted(
        (picture for picture in pictures if picture.person in words), key=lambda picture: words.index(picture.person)
    )


@dataclass
class Scenario:
    """A scenario as written, with its runs; ``slug`` names its page, from feature and name."""

    slug: str
    name: str
    description: str
    ids: list[str]
    steps: list[WrittenStep]
    runs: list[ScenarioRun]
    examples: list[list[str]] = field(default_factory=list)
    absent: str = ""
    """The capability whose absence it proves; such a scenario runs only if the room declares the absence."""
    variants: dict[str, frozenset[str]] = field(default_factory=dict)
    """The capabilities that it needs, by row of its examples; by "" where it has none."""

    @property
    def title(self) -> str:
        """The name as shown, with an ellipsis for the parameters of its examples."""
        columns = self.examples[0] if self.examples else []
        return reduce(lambda title, column: title.replace(f"<{column}>", "…"), columns, self.name)

    def verdict_on(self, device: str) -> Verdict:
        return judge_rule(run.verdict for run in self.runs if run.device == device)

    @property
    def verdict(self) -> Verdict:
        return judge_rule(run.verdict for run in self.runs)


@dataclass
class FeatureRule:
    """A rule of a feature, with the ids of its scenarios' tags."""

    slug: str
    name: str
    description: str
    scenarios: list[Scenario]
    background: list[WrittenStep] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return _merge(scenario.ids for scenario in self.scenarios)

    def verdict_on(self, device: str) -> Verdict:
        return judge_rule(scenario.verdict_on(device) for scenario in self.scenarios if scenario.runs)


@dataclass
class Feature:
    slug: str
    name: str
    story: str
    rules: list[FeatureRule]
    background: list[WrittenStep] = field(default_factory=list)
    """The steps that every scenario begins with."""

    @property
    def scenarios(self) -> list[Scenario]:
        return [scenario for rule in self.rules for scenario in rule.scenarios]

    @property
    def ids(self) -> list[str]:
        return _merge(rule.ids for rule in self.rules)


@dataclass(frozen=True)
class Plan:
    """The contents of a complete run of this suite and room, and the room's declarations.

    They are empty where unknown. ``version``, ``suite_hash`` and ``catalogue_hash`` identify the suite, ``level`` is
    the weakest binding level; ``contradictions``: contradictions between the records of several runs, as sentences.
    """

    version: str = ""
    suite_hash: str = ""
    catalogue_hash: str = ""
    level: str = ""
    devices: list[str] = field(default_factory=list)
    address: str | None = None
    adapter: str | None = None
    words: dict[str, str] = field(default_factory=dict)
    locators: dict[str, str] = field(default_factory=dict)
    not_offered: list[str] = field(default_factory=list)
    deviations: dict[str, Deviation] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)


@dataclass
class Facts:
    """What ran, when, and in which browser; ``interrupted``: why the run ended early, "" where it did not.

    ``browser`` and the names of ``devices`` are empty where no browser was started.
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
    """A record; ``requirements`` is the catalogue of rules at the time of the run."""

    facts: Facts
    features: list[Feature]
    requirements: dict[str, Requirement]
    devices: list[str]

    @property
    def scenarios(self) -> Iterator[tuple[Feature, FeatureRule, Scenario]]:
        return (
            (feature, rule, scenario)
            for feature in self.features
            for rule in feature.rules
            for scenario in rule.scenarios
        )

    def scenarios_of(self, id_: str) -> list[Scenario]:
        """Return the scenarios that show a rule of the catalogue."""
        return [scenario for _, _, scenario in self.scenarios if id_ in scenario.ids]

    def verdict(self, id_: str, device: str | None = None) -> Verdict:
        """Return the verdict on a rule, on one kind of device or on all."""
        if device is None:
            return judge_rule(self.verdict(id_, kind) for kind in self.devices)
        return judge_rule(scenario.verdict_on(device) for scenario in self.scenarios_of(id_) if scenario.runs)

    def reason(self, id_: str) -> str:
        """Return why a rule was not tested, or its outcome in words."""
        with_reason = [run for scenario in self.scenarios_of(id_) for run in scenario.runs if run.reason]
        if with_reason:
            # The reason of the run that decided the verdict, not of a run that was left out.
            return max(with_reason, key=lambda run: list(Verdict).index(run.verdict)).reason
        return self.requirements[id_].untested if id_ in self.requirements else ""


def _merge(lists: Iterable[list[str]]) -> list[str]:
    """Return all items of the lists once, in order."""
    return list(dict.fromkeys(chain.from_iterable(lists)))


def slug(text: str) -> str:
    """Return the text as a part of a URL: "Asking, again" becomes "asking-again"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def levels_of(ids: Iterable[str], requirements: dict[str, Requirement]) -> list[str]:
    """Return the levels of these rules once each, the strongest first."""
    present = {requirements[id_].level for id_ in ids if id_ in requirements}
    return [level for level in ("MUST", "SHOULD", "MAY") if level in present]
