"""What the guide's template may refer to: scenarios that prove its sentences, and pictures of this very run."""

from collections.abc import Sequence
from dataclasses import dataclass

from living_docs.model import Picture, Report, Run, Scenario, slug
from living_docs.verdicts import Verdict, worst


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

    def __init__(self, report: Report, *, strict: bool = False) -> None:
        self._scenarios = {scenario.slug: scenario for _, _, scenario in report.scenarios}
        self._strict = strict

    def prove(self, names: Sequence[str]) -> Proof:
        if not names:
            raise UnknownScenario("the guide says something that no scenario proves")
        scenarios = [scenario for name in names if (scenario := self._named(name))]
        return Proof(scenarios, worst(scenario.verdict for scenario in scenarios))

    def show(self, name: str, step: str, person: str) -> Picture | None:
        """The person's screen at the first step with these words, on a phone where there is a choice; else None."""
        scenario = self._named(name)
        if scenario is None:
            return None
        if not any(step in sentence.text for sentence in scenario.sentences):
            raise UnknownScenario(f"the guide shows “{step}” in “{name}”, which has no such sentence")
        for run in sorted(scenario.runs, key=lambda run: run.device, reverse=True):
            picture = _seen(run, step, person)
            if picture is not None:
                return picture
        return None

    def _named(self, name: str) -> Scenario | None:
        stem, _, title = name.partition("/")
        found = self._scenarios.get(f"{slug(stem)}--{slug(title)}")
        if found is None and self._strict:
            raise UnknownScenario(f"the guide names the scenario “{name}”, which no feature has")
        return found


def _seen(run: Run, step: str, person: str) -> Picture | None:
    """What the person saw last, up to and with the step: an unchanged screen has no new picture."""
    seen = None
    for one in run.steps:
        seen = next((picture for picture in one.pictures if picture.person == person), seen)
        if step in one.sentence.text:
            return seen
    return None
