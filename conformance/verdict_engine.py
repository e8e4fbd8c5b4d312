"""The one verdict engine: every verdict of the project is derived by a function of this module.

A verdict is derived in three stages:

1. of an attempt, from the exception that ended it (`judge_exception`), from pytest's reports (`judge_reports`) or from
   the recorded status of its steps (`judge_statuses`);
2. of a scenario run, from its attempts (`judge_confirmation`) and from what the room declares absent (`judge_absence`);
3. of a rule, from the scenario runs that show it: first on each device, then on all (`judge_rule`).

Exit code, terminal summary and JUnit XML reach it through `conformance.run_verdicts`; pages, conformance report, badge
and matrix through the model of the run record.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from pytest_bdd.exceptions import StepDefinitionNotFoundError

from conformance.errors import AmbiguousStep, OwnSessionNeeded
from conformance.verdicts import Verdict

VERDICT_PROPERTY = "verdict"
"""The property of a report by which a plugin states the verdict: its name, or a mapping with "verdict" and "reason"."""
ATTEMPT_PROPERTY = "attempt"
"""The property of a failed report that holds the verdict of the attempt, since xdist sends no exceptions."""
UNDEFINED_OR_AMBIGUOUS = (StepDefinitionNotFoundError, AmbiguousStep)
"""Exceptions that mean that a step cannot run."""
NOT_IMPLEMENTED = (NotImplementedError, pytest.skip.Exception)
"""Exceptions of a step that is not implemented, or that skips the scenario."""
FAILURES = (AssertionError, pytest.fail.Exception)
"""Exceptions that mean that the room did something other than the rule says."""
VERDICT_OF_STATUS = {
    "FAILED": Verdict.FAILED,
    "UNDEFINED": Verdict.NOT_REACHED,
    "AMBIGUOUS": Verdict.NOT_REACHED,
    "UNKNOWN": Verdict.NOT_REACHED,
    "PENDING": Verdict.NOT_TESTED,
    "SKIPPED": Verdict.NOT_TESTED,
}
"""The verdict that the status of a step causes, by Cucumber's name of the status."""
STRICT_XPASS = "[XPASS(strict)]"


def judge_exception(error: BaseException) -> Verdict:
    """Return the verdict of an attempt that this exception ended."""
    if isinstance(error, NOT_IMPLEMENTED):
        return Verdict.NOT_TESTED
    return Verdict.FAILED if isinstance(error, FAILURES) else Verdict.NOT_REACHED


def can_outcome_differ(error: BaseException) -> bool:
    """Return whether a second attempt can have another outcome.

    It cannot if a step is undefined, ambiguous or not implemented, or if the scenario needs its own session.
    """
    return not isinstance(error, (*UNDEFINED_OR_AMBIGUOUS, *NOT_IMPLEMENTED, OwnSessionNeeded))


def judge_statuses(statuses: Sequence[str]) -> tuple[Verdict, int | None]:
    """Return the verdict of an attempt by its steps' statuses, and the index of the deciding step."""
    order = (Verdict.FAILED, Verdict.NOT_REACHED, Verdict.NOT_TESTED)
    first_index = {verdict: index for index, verdict in reversed(list(_verdicts_by_step(statuses)))}
    return next(
        ((verdict, first_index[verdict]) for verdict in order if verdict in first_index), (Verdict.PASSED, None)
    )


def _verdicts_by_step(statuses: Sequence[str]) -> Iterable[tuple[int, Verdict]]:
    return ((index, VERDICT_OF_STATUS[status]) for index, status in enumerate(statuses) if status in VERDICT_OF_STATUS)


def judge_report(report: pytest.TestReport, error: BaseException | None = None) -> Verdict:
    """Return the verdict of one phase of an attempt; ``error`` is its exception, if known."""
    stated = stated_verdict(report)
    if stated is not None:
        return stated
    if hasattr(report, "wasxfail"):
        return Verdict.KNOWN_DEVIATION if report.skipped else Verdict.UNEXPECTEDLY_PASSED
    if report.failed:
        return _judge_failed(report, error)
    return Verdict.NOT_TESTED if report.skipped else Verdict.PASSED


def _judge_failed(report: pytest.TestReport, error: BaseException | None) -> Verdict:
    """Return the verdict of a failed phase.

    It is NOT_REACHED if the worker crashed, which leaves neither an exception nor the property.
    """
    if STRICT_XPASS in str(report.longrepr):
        return Verdict.UNEXPECTEDLY_PASSED
    if error is not None:
        return judge_exception(error)
    return Verdict(dict(report.user_properties).get(ATTEMPT_PROPERTY, Verdict.NOT_REACHED.value))


def stated_verdict(report: pytest.TestReport) -> Verdict | None:
    """Return the verdict that a plugin has stated on the report; None where there is none."""
    stated = dict(report.user_properties).get(VERDICT_PROPERTY)
    name = stated.get("verdict") if isinstance(stated, Mapping) else stated
    return verdict_named(name)


def verdict_named(name: Any) -> Verdict | None:
    """Return the verdict of this name; None where no verdict has it."""
    return next((verdict for verdict in Verdict if verdict.value == name), None)


def judge_reports(reports: Sequence[pytest.TestReport]) -> Verdict:
    """Return the verdict of an attempt by the reports of all its phases: setup, call and teardown."""
    failed = next((report for report in reports if report.failed), None)
    if failed is not None:
        return judge_report(failed)
    verdicts = {judge_report(report) for report in reports}
    return combine(verdicts) if verdicts else Verdict.NOT_TESTED


def judge_confirmation(first: Verdict, second: Verdict) -> Verdict:
    """Return the verdict on a scenario that failed or was not reached, and then ran again alone.

    | first       | second: failed | second: not reached | second: any other |
    |-------------|----------------|---------------------|-------------------|
    | failed      | failed         | inconsistent        | inconsistent      |
    | not reached | failed         | not reached         | not reached       |

    A first attempt that was not reached says nothing about the room, so it makes no scenario inconsistent. A second
    attempt that passes does not replace it: the verdict shows that the room or the network broke down once.
    """
    if Verdict.FAILED in (first, second):
        return Verdict.FAILED if second is Verdict.FAILED else Verdict.INCONSISTENT
    return first


def judge_absence(verdict: Verdict) -> Verdict:
    """Return the verdict of a scenario that proves a capability absent: "not offered" if it passed."""
    return Verdict.NOT_OFFERED if verdict is Verdict.PASSED else verdict


def judge_rule(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on one rule by its scenario runs on a device, or by its verdicts on all devices.

    If some of the scenarios need what the room does not offer, only the others count.
    """
    distinct = set(verdicts)
    return combine(distinct - {Verdict.NOT_OFFERED} or distinct)


def combine(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of the verdicts; NOT_TESTED for none.

    If one scenario of a rule fails as declared, others that pass do not count as unexpectedly passed.
    """
    distinct = set(verdicts)
    if Verdict.KNOWN_DEVIATION in distinct:
        distinct.discard(Verdict.UNEXPECTEDLY_PASSED)
    order = list(Verdict)
    return max(distinct, key=order.index, default=Verdict.NOT_TESTED)
