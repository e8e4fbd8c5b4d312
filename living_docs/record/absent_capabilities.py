"""Declared absences in a record.

If a room declares a capability absent, the scenarios that need it are left out. Their verdict is that of the scenario
that proves the absence.
"""

from collections.abc import Sequence

from conformance.verdict_engine import combine, judge_absence
from conformance.verdicts import Verdict
from living_docs.record.attempts import NOT_PART
from living_docs.record.record_model import Scenario, ScenarioRun


def apply_absence(scenarios: Sequence[Scenario]) -> None:
    """Set the verdict of runs without a needed capability to that of the scenarios that prove its absence."""
    proofs = [scenario for scenario in scenarios if scenario.absent and scenario.runs]
    for run in (run for proof in proofs for run in proof.runs):
        run.verdict = judge_absence(run.verdict)
    for scenario in scenarios:
        if not scenario.absent:
            scenario.runs = [_judge_left_out_run(run, proofs) for run in scenario.runs]


def _judge_left_out_run(run: ScenarioRun, proofs: Sequence[Scenario]) -> ScenarioRun:
    needed = [proof for proof in proofs if proof.absent in run.needs]
    if needed and run.reason == NOT_PART:
        run.verdict = combine(proof.verdict_on(run.device) for proof in needed)
        run.refuted_by = _find_refuting_runs(run, needed)
        declared = f"The room declares that it does not offer {' and '.join(proof.absent for proof in needed)}"
        refutations = [_describe_refutation(proof, proof_run) for proof, proof_run in run.refuted_by]
        run.reason = " ".join(map(_as_sentence, [declared, *refutations]))
    return run


def _as_sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends with one."""
    return f"{text.strip().removesuffix('.')}."


def _find_refuting_runs(run: ScenarioRun, proofs: Sequence[Scenario]) -> list[tuple[Scenario, ScenarioRun]]:
    return [
        (proof, proof_run)
        for proof in proofs
        for proof_run in proof.runs
        if proof_run.device == run.device and proof_run.verdict is not Verdict.NOT_OFFERED
    ]


def _describe_refutation(proof: Scenario, run: ScenarioRun) -> str:
    """Return the step at which the proof failed, and its message.

    If no step has a message, return the run's verdict and reason.
    """
    step = run.broken_step
    if step is None:
        return f"Whether that is so is unknown: the scenario “{proof.name}” is {run.verdict.value}. {run.reason}"
    text = f"{step.as_written.keyword} {step.as_written.text}".strip()
    return f"The scenario “{proof.name}” is {run.verdict.value} at the step “{text}”: {step.message.strip()}"
