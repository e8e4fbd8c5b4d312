"""What a room declares that it does not offer: scenarios that prove so stand for those that need the feature."""

from collections.abc import Mapping, Sequence

from living_docs.attempts import NOT_PART
from living_docs.catalogue import Requirement
from living_docs.model import Run, Scenario
from living_docs.verdicts import Verdict, worst

ABSENT = "absent-"
"""The beginning of a tag that says which feature's absence a scenario proves."""


def tell_absence(scenarios: Sequence[Scenario], requirements: Mapping[str, Requirement]) -> None:
    """Say "not offered" of each scenario left out because the room lacks a feature, where that was seen to be so."""
    for scenario in scenarios:
        if scenario.absent:
            scenario.runs = [_as_absence(run) for run in scenario.runs]
    proofs = [scenario for scenario in scenarios if scenario.absent and scenario.runs]
    for scenario in scenarios:
        offers = {requirements[id_].offer for id_ in scenario.ids if id_ in requirements} - {""}
        mine = [proof for proof in proofs if proof.absent in offers]
        if mine and not scenario.absent:
            scenario.runs = [_left_out(run, mine) for run in scenario.runs]


def _as_absence(run: Run) -> Run:
    if run.verdict is Verdict.PASSED:
        run.verdict = Verdict.NOT_OFFERED
    return run


def _left_out(run: Run, proofs: Sequence[Scenario]) -> Run:
    if run.reason == NOT_PART:
        run.verdict = worst(proof.on(run.device) for proof in proofs)
        run.reason = f"The room declares that it does not offer {proofs[0].absent}."
    return run
