"""What attempts at a scenario come to, as pytest's reports tell it."""

from collections.abc import Sequence

import pytest

from living_docs.recording.outcome import SPECIAL, never_tested
from living_docs.verdicts import Verdict

FIRST = "attempt"
"""The property of a failed report that says what the attempt came to."""


def attempt_outcome(error: BaseException) -> Verdict:
    """Return the outcome of an attempt that this error ended."""
    if isinstance(error, tuple(SPECIAL)):
        return Verdict.NOT_TESTED
    return Verdict.NOT_REACHED if never_tested(error) else Verdict.FAILED


def outcome_of_failure(report: pytest.TestReport) -> Verdict:
    """Return the outcome of an attempt by its failed report; a report without any property is that of a dead worker."""
    noted = dict(report.user_properties)
    verdict = noted.get("verdict")
    told = verdict.get("verdict") if isinstance(verdict, dict) else None
    return Verdict(told or noted.get(FIRST, Verdict.NOT_REACHED.value))


def outcome_of(reports: Sequence[pytest.TestReport]) -> Verdict:
    """Return the outcome of an attempt by the reports of all its phases."""
    failed = next((report for report in reports if report.failed), None)
    if failed is not None:
        return outcome_of_failure(failed)
    if any(hasattr(report, "wasxfail") for report in reports):
        xfailed = any(report.skipped for report in reports)
        return Verdict.KNOWN_DEVIATION if xfailed else Verdict.UNEXPECTEDLY_PASSED
    return Verdict.NOT_TESTED if any(report.skipped for report in reports) else Verdict.PASSED
