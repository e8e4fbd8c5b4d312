"""Looks up scenarios and pictures of the run for the guide's template."""

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.verdict_engine import combine
from conformance.verdicts import Verdict
from living_docs.record.record_model import Picture, RunRecord, Scenario, ScenarioRun, slug


class GuideError(LookupError):
    """A mistake in the guide: an unknown scenario or step, or a sentence without a scenario."""


@dataclass(frozen=True)
class Proof:
    """The scenarios that prove a sentence, and the verdict on them together."""

    scenarios: list[Scenario]
    verdict: Verdict


class Guide:
    """Finds scenarios by "feature_file/Name of the scenario".

    ``strict``: raise GuideError for an unknown name, as in this project's tests. Otherwise such names are
    left out, and a sentence without others counts as not tested, so that pages can also be built from a record of other
    features.
    """

    def __init__(self, record: RunRecord, *, strict: bool = False) -> None:
        self._scenarios = {scenario.slug: scenario for _, _, scenario in record.scenarios}
        self._strict = strict

    def prove(self, names: Sequence[str]) -> Proof:
        if not names:
            raise GuideError("the guide has a sentence without a scenario")
        scenarios = [scenario for name in names if (scenario := self._find_scenario(name))]
        return Proof(scenarios, combine(scenario.verdict for scenario in scenarios))

    def show(self, name: str, step: str, person: str, *, afterwards: bool = False) -> Picture | None:
        """Return the person's screen at the first step that contains this text; None if there is none.

        Pictures of a phone come first. If the step has several pictures, return the first, or with ``afterwards`` the
        last.
        """
        scenario = self._find_scenario(name)
        if scenario is None:
            return None
        if not any(step in written_step.text for written_step in scenario.steps):
            raise GuideError(f"the guide shows “{step}” in “{name}”, which has no such step")
        for run in sorted(scenario.runs, key=lambda run: run.device, reverse=True):
            picture = _picture_at(run, step, person, afterwards)
            if picture is not None:
                return picture
        return None

    def _find_scenario(self, name: str) -> Scenario | None:
        stem, _, title = name.partition("/")
        scenario = self._scenarios.get(f"{slug(stem)}--{slug(title)}")
        if scenario is None and self._strict:
            raise GuideError(f"the guide names the scenario “{name}”, which no feature has")
        return scenario


def _picture_at(run: ScenarioRun, step: str, person: str, afterwards: bool) -> Picture | None:
    """Return the person's picture at the step.

    If there is none, return the latest one before, since unchanged screens have no new picture.
    """
    before = None
    for step_run in run.steps:
        pictures = [picture for picture in step_run.pictures if picture.person == person]
        if step in step_run.as_written.text:
            return pictures[-1 if afterwards else 0] if pictures else before
        before = pictures[-1] if pictures else before
    return None
