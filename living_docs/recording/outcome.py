"""What a step came to, in the terms of Cucumber Messages, and what the whole scenario's verdict is beyond that."""

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
from conformance.verdict_engine import NOTED, STRICT_XPASS, can_differ, judge_report
from conformance.verdicts import Verdict

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
HERE = f'File "{Path(__file__).resolve().parents[2]}/'
"""How files of this project begin in a traceback; where it lay on the machine of the run is nobody's business."""
SPECIAL: dict[type[BaseException], Status] = {
    StepDefinitionNotFoundError: Status.undefined,
    AmbiguousStep: Status.ambiguous,
    NotImplementedError: Status.pending,
    pytest.skip.Exception: Status.skipped,
}


@dataclass(frozen=True)
class Outcome:
    """A status with its message, and the exception behind it where there is one."""

    status: Status
    message: str = ""
    exception: cm.Exception | None = None


PASSED = Outcome(Status.passed)
NOT_COME_TO = Outcome(Status.skipped)
"""A step after one that did not pass: it was not tried, so it has not failed."""


def outcome_of(error: BaseException) -> Outcome:
    """The outcome of a step, or of setting up, that raised this."""
    status = next((status for type_, status in SPECIAL.items() if isinstance(error, type_)), Status.failed)
    text = COLOURS.sub("", str(error)).strip()
    if status is Status.skipped:
        return Outcome(status, text)
    trace = COLOURS.sub("", "".join(traceback.format_exception(error))).strip().replace(HERE, 'File "')
    return Outcome(status, text or type(error).__name__, cm.Exception(type(error).__name__, text, trace))


def verdict_beyond(report: pytest.TestReport, error: BaseException | None) -> str | None:
    """The verdict that the steps' statuses do not tell, as JSON; None where they tell it all."""
    noted = dict(report.user_properties).get(NOTED)
    if noted is not None:
        return json.dumps(noted if isinstance(noted, dict) else {"verdict": str(noted)})
    verdict = judge_report(report, error)
    if verdict in (Verdict.KNOWN_DEVIATION, Verdict.UNEXPECTEDLY_PASSED):
        expected = str(getattr(report, "wasxfail", "")) or str(report.longrepr)
        return _verdict(verdict, expected.removeprefix("reason: ").removeprefix(STRICT_XPASS).strip())
    if verdict is Verdict.NOT_REACHED and error is not None and can_differ(error):
        return _verdict(verdict, _brief(error))
    return None


def _brief(error: BaseException) -> str:
    lines = COLOURS.sub("", str(error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _verdict(verdict: Verdict, reason: str) -> str:
    details: dict[str, Any] = {"verdict": verdict.value, "reason": reason}
    return json.dumps(details, ensure_ascii=False)
