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
    told = dict(report.user_properties).get("verdict")
    expected = getattr(report, "wasxfail", None)
    if told is not None:
        return json.dumps(told if isinstance(told, dict) else {"verdict": str(told)})
    if expected is not None:
        verdict = "known deviation" if report.skipped else "unexpectedly passed"
        return _verdict(verdict, str(expected).removeprefix("reason: "))
    if report.failed and "[XPASS(strict)]" in str(report.longrepr):
        return _verdict("unexpectedly passed", str(report.longrepr).removeprefix("[XPASS(strict)]").strip())
    return _verdict("not reached", _brief(error)) if error is not None and never_tested(error) else None


def never_tested(error: BaseException) -> bool:
    """Whether the harness, the network or the room's process broke, rather than the room doing something else."""
    return not isinstance(error, (AssertionError, pytest.fail.Exception, *SPECIAL))


def _brief(error: BaseException) -> str:
    lines = COLOURS.sub("", str(error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _verdict(verdict: str, reason: str) -> str:
    details: dict[str, Any] = {"verdict": verdict, "reason": reason}
    return json.dumps(details, ensure_ascii=False)
