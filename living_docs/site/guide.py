"""What the guide's template may refer to: scenarios that prove its sentences, and pictures of this very run."""

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.verdict_engine import combine
from conformance.verdicts import Verdict
from living_docs.record.record_model import Picture, RunRecord, Scenario, ScenarioRun, slug


class UnknownScenario(LookupError):
    """The guide names a scenario that no feature has; the message says which."""


@dataclass(frozen=True)
class Proof:
    """The scenarios behind a sentence, and the verdict on them together."""

    scenarios: list[Scenario]
    verdict: Verdict


class Guide:
    """Finds scenarios by "feature_file/Name of the scenario".

    ``strict``: a name that no feature has raises UnknownScenario, as in this project's tests; otherwise the sentence
    counts as not tested, so that a record of other or fewer features still has its pages.
    """

    def __init__(self, report: RunRecord, *, strict: bool = False) -> None:
        self._scenarios = {scenario.slug: scenario for _, _, scenario in report.scenarios}
        self._strict = strict

    def prove(self, names: Sequence[str]) -> Proof:
        if not names:
            raise UnknownScenario("the guide says something that no scenario proves")
        scenarios = [scenario for name in names if (scenario := self._named(name))]
        return Proof(scenarios, combine(scenario.verdict for scenario in scenarios))

    def show(self, name: str, step: str, person: str, *, afterwards: bool = False) -> Picture | None:
        """The person's screen at the first step with these words, on a phone where there is a choice; else None.

        Of what the step opens and closes again there are several pictures: the first, or, ``afterwards``, the last.
        """
        scenario = self._named(name)
        if scenario is None:
            return None
        if not any(step in sentence.text for sentence in scenario.sentences):
            raise UnknownScenario(f"the guide shows “{step}” in “{name}”, which has no such sentence")
        for run in sorted(scenario.runs, key=lambda run: run.device, reverse=True):
            picture = _seen(run, step, person, afterwards)
            if picture is not None:
                return picture
        return None

    def _named(self, name: str) -> Scenario | None:
        stem, _, title = name.partition("/")
        found = self._scenarios.get(f"{slug(stem)}--{slug(title)}")
        if found is None and self._strict:
            raise UnknownScenario(f"the guide names the scenario “{name}”, which no feature has")
        return found


def _seen(run: ScenarioRun, step: str, person: str, afterwards: bool) -> Picture | None:
    """What the person saw with the step; where that was nothing new, since an unchanged screen has no new picture."""
    before = None
    for one in run.steps:
        pictures = [picture for picture in one.pictures if picture.person == person]
        if step in one.sentence.text:
            return pictures[-1 if afterwards else 0] if pictures else before
        before = pictures[-1] if pictures else before
    return None
