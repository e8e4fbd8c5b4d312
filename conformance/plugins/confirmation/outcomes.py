"""The outcome of an attempt at a scenario, from pytest's reports."""

from collections.abc import Sequence

import pytest

from conformance.verdicts import Verdict
from living_docs.recording.outcome import SPECIAL, never_tested

FIRST = "attempt"
"""The property of a failed report that holds the outcome of the attempt."""


def attempt_outcome(error: BaseException) -> Verdict:
    """Return the outcome of an attempt that this error ended."""
    if isinstance(error, tuple(SPECIAL)):
        return Verdict.NOT_TESTED
    return Verdict.NOT_REACHED if never_tested(error) else Verdict.FAILED


def outcome_of_failure(report: pytest.TestReport) -> Verdict:
    """Return the outcome of an attempt from its failed report; only that of a crashed worker has no property."""
    noted = dict(report.user_properties)
    verdict = noted.get("verdict")
    declared = verdict.get("verdict") if isinstance(verdict, dict) else None
    return Verdict(declared or noted.get(FIRST, Verdict.NOT_REACHED.value))


def outcome_of(reports: Sequence[pytest.TestReport]) -> Verdict:
    """Return the outcome of an attempt from the reports of all its phases."""
    failed = next((report for report in reports if report.failed), None)
    if failed is not None:
        return outcome_of_failure(failed)
    if any(hasattr(report, "wasxfail") for report in reports):
        xfailed = any(report.skipped for report in reports)
        return Verdict.KNOWN_DEVIATION if xfailed else Verdict.UNEXPECTEDLY_PASSED
    return Verdict.NOT_TESTED if any(report.skipped for report in reports) else Verdict.PASSED
