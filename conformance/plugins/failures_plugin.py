"""The terminal report of a failed scenario: step and screen, or undefined steps with similar ones."""

import re
from collections.abc import Generator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.parser import Scenario, Step
from pytest_bdd.scenario import find_fixturedefs_for_step
from pytest_bdd.steps import step_function_context_registry

from conformance.errors import NotReached
from pages.screen import NotAsDocumented

ROOT = Path(__file__).parents[2]
STEP = pytest.StashKey[str]()
UNDEFINED = pytest.StashKey[str]()
NAMED_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
SELF_EXPLAINING = (NotAsDocumented, NotReached)
"""Exceptions whose message suffices, so that no traceback is shown."""


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_before_step(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Store the step, so that a failure report begins with its file and line."""
    request.node.stash[STEP] = _location_and_text(scenario, step)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Record all undefined steps of the scenario at once, each with the most similar defined step."""
    request.node.stash[STEP] = _location_and_text(scenario, step)
    undefined = [other for other in scenario.steps if not _is_defined(request, other)]
    request.node.stash[UNDEFINED] = "\n".join(
        f"{_location_and_text(scenario, other)}{_suggestion(other.name)}" for other in undefined
    )


def _is_defined(request: pytest.FixtureRequest, step: Step) -> bool:
    return any(True for _ in find_fixturedefs_for_step(step, request._fixturemanager, request.node))


def _suggestion(text: str) -> str:
    defined = {_readable_pattern(context.parser.name) for context in step_function_context_registry.values()}
    similar = get_close_matches(text, defined, n=1, cutoff=0.5)
    return f"\n    similar step: {similar[0]}" if similar else ""


def _readable_pattern(pattern: str) -> str:
    """Return a step pattern with the name of each group, in capitals, instead of the group."""
    return NAMED_GROUP.sub(lambda match: match[1].upper(), pattern)


def _location_and_text(scenario: Scenario, step: Step) -> str:
    path = Path(scenario.feature.filename)
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{shown}:{step.line_number}: {step.keyword} {step.name}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if UNDEFINED in item.stash and report.when == "call":
        report.sections.append(("Undefined steps; step definitions are in steps/", item.stash[UNDEFINED]))
    step = item.stash.get(STEP, None)
    if report.failed and report.when == "call" and step and call.excinfo is not None:
        _begin_with(report.longrepr, step, brief=isinstance(call.excinfo.value, SELF_EXPLAINING))
    return report


def _begin_with(longrepr: Any, step: str, *, brief: bool) -> None:
    """Put the step before the exception; ``brief``: leave out the traceback."""
    trace, crash = getattr(longrepr, "reprtraceback", None), getattr(longrepr, "reprcrash", None)
    if trace is None or crash is None or not trace.reprentries:
        return
    if brief:
        _leave_out_traceback(trace)
        longrepr.chain = [(trace, crash, None)]
    trace.reprentries[-1].lines.insert(0, f"E   {step}")
    crash.message = f"{step} – {crash.message}"


def _leave_out_traceback(trace: Any) -> None:
    last = trace.reprentries[-1]
    trace.reprentries = [last]
    # Other traceback styles of pytest have no lines with "E"; they keep all lines.
    last.lines = [line for line in last.lines if line.startswith("E")] or last.lines
    last.reprfileloc = None
