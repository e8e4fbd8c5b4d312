"""The outcome of a step in the terms of Cucumber Messages, and verdicts that they cannot express."""

import json
import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cucumber_messages as cm
import pytest
from cucumber_messages import TestStepResultStatus as Status
from pytest_bdd.exceptions import StepDefinitionNotFoundError

from conformance.errors import AmbiguousStep
from conformance.verdict_engine import STRICT_XPASS, UNDEFINED_OR_AMBIGUOUS, VERDICT_PROPERTY, judge_report
from conformance.verdicts import Verdict

COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")
PROJECT_FILE = f'File "{Path(__file__).resolve().parents[2]}/'
"""The prefix of this project's files in tracebacks, which is removed: it contains local paths."""
STATUS_OF_EXCEPTION: dict[type[BaseException], Status] = {
    StepDefinitionNotFoundError: Status.undefined,
    AmbiguousStep: Status.ambiguous,
    NotImplementedError: Status.pending,
    pytest.skip.Exception: Status.skipped,
}


@dataclass(frozen=True)
class StepOutcome:
    """A status with its message, and the exception if there was one."""

    status: Status
    message: str = ""
    exception: cm.Exception | None = None


PASSED = StepOutcome(Status.passed)
SKIPPED = StepOutcome(Status.skipped)
"""The outcome of a step that did not run because an earlier one failed."""


def outcome_of(error: BaseException) -> StepOutcome:
    """Return the outcome of a step, or of the setup, that raised this exception."""
    status = next((status for type_, status in STATUS_OF_EXCEPTION.items() if isinstance(error, type_)), Status.failed)
    text = COLOUR_CODES.sub("", str(error)).strip()
    if status is Status.skipped:
        return StepOutcome(status, text)
    trace = COLOUR_CODES.sub("", "".join(traceback.format_exception(error))).strip().replace(PROJECT_FILE, 'File "')
    return StepOutcome(status, text or type(error).__name__, cm.Exception(type(error).__name__, text, trace))


def verdict_beyond_statuses(report: pytest.TestReport, error: BaseException | None) -> str | None:
    """Return the verdict as JSON if the steps' statuses do not express it, otherwise None."""
    stated = dict(report.user_properties).get(VERDICT_PROPERTY)
    if stated is not None:
        return json.dumps(stated if isinstance(stated, dict) else {"verdict": str(stated)})
    verdict = judge_report(report, error)
    if verdict in (Verdict.KNOWN_DEVIATION, Verdict.UNEXPECTEDLY_PASSED):
        expected = str(getattr(report, "wasxfail", "")) or str(report.longrepr)
        return _verdict_as_json(verdict, expected.removeprefix("reason: ").removeprefix(STRICT_XPASS).strip())
    if verdict is Verdict.NOT_REACHED and error is not None and not isinstance(error, UNDEFINED_OR_AMBIGUOUS):
        return _verdict_as_json(verdict, _first_line(error))
    return None


def _first_line(error: BaseException) -> str:
    lines = COLOUR_CODES.sub("", str(error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _verdict_as_json(verdict: Verdict, reason: str) -> str:
    details: dict[str, Any] = {"verdict": verdict.value, "reason": reason}
    return json.dumps(details, ensure_ascii=False)
