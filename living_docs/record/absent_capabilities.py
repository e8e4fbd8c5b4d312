"""What a room declares that it does not offer: scenarios that prove so stand for those that need the feature."""

from collections.abc import Sequence

from conformance.verdicts import Verdict, worst
from living_docs.record.attempts import NOT_PART
from living_docs.record.record_model import Run, Scenario

ABSENT = "absent-"
"""The beginning of a tag that says which feature's absence a scenario proves."""


def tell_absence(scenarios: Sequence[Scenario]) -> None:
    """Say "not offered" of each run left out because the room lacks a feature, where that was seen to be so."""
    proofs = [scenario for scenario in scenarios if scenario.absent and scenario.runs]
    for proof in proofs:
        proof.runs = [_as_absence(run) for run in proof.runs]
    for scenario in scenarios:
        if not scenario.absent:
            scenario.runs = [_left_out(run, proofs) for run in scenario.runs]


def _as_absence(run: Run) -> Run:
    if run.verdict is Verdict.PASSED:
        run.verdict = Verdict.NOT_OFFERED
    return run


def _left_out(run: Run, proofs: Sequence[Scenario]) -> Run:
    mine = [proof for proof in proofs if proof.absent in run.needs]
    if mine and run.reason == NOT_PART:
        run.verdict = worst(proof.on(run.device) for proof in mine)
        run.reason = f"The room declares that it does not offer {' and '.join(proof.absent for proof in mine)}."
    return run
