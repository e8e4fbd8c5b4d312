"""A pytest plugin that runs a scenario repeatedly, and records the failed step and its exception."""

from dataclasses import dataclass

import pytest
from _pytest.runner import runtestprotocol
from pytest_bdd.parser import Step

from conformance.verdict_engine import judge_exception
from conformance.verdicts import Verdict
from tests.mutants.mutant_result import Failure

MAX_MESSAGE_LENGTH = 300
OUTSIDE_STEPS = "outside of steps"
"""The step of a failure in setup or teardown, which does not kill the mutant."""
FAILED_STEP = pytest.StashKey[tuple[Step, Exception] | None]()
"""The step in which the latest attempt of an item failed, and its exception."""


@dataclass(frozen=True)
class AttemptRunner:
    """Runs items of a session repeatedly.

    The items must be from at least two feature files, since pytest tears down module fixtures only before an item of
    another file.
    """

    items: list[pytest.Item]

    def run(self, item: pytest.Item, in_action: bool) -> Failure | None:
        """Run the item once; return its failure, or None if it passed.

        With ``in_action``, failures of When steps count as well as those of Then steps.
        """
        if isinstance(item, pytest.Function):
            item._initrequest()  # As after collection, so that no fixture is reused.
        item.stash[FAILED_STEP] = None
        other = next(other for other in self.items if other.path != item.path)
        reports = runtestprotocol(item, log=False, nextitem=other)
        failed = next((report for report in reports if report.failed), None)
        return None if failed is None else _failure(item, failed, in_action)


def _failure(item: pytest.Item, report: pytest.TestReport, in_action: bool) -> Failure:
    failed_step = item.stash.get(FAILED_STEP, None)
    if failed_step is None or report.when != "call":
        return Failure(item.name, OUTSIDE_STEPS, " ".join(report.longreprtext[-MAX_MESSAGE_LENGTH:].split()), False)
    step, error = failed_step
    counts = judge_exception(error) is Verdict.FAILED and step.type in (("when", "then") if in_action else ("then",))
    return Failure(item.name, f"{step.type.capitalize()} {step.name}", _first_line(str(error)), counts)


def _first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "")[:MAX_MESSAGE_LENGTH]


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step, exception: Exception) -> None:
    """Store the failed step."""
    request.node.stash[FAILED_STEP] = (step, exception)
