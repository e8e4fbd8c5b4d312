"""How a failed scenario is told in the terminal: the sentence, whose screen, and the lines that a reader can mend."""

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
SENTENCE = pytest.StashKey[str]()
UNKNOWN = pytest.StashKey[str]()
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
OURS = (NotAsDocumented, NotReached)
"""What tells all that there is to tell by itself; nobody looks for its cause in the code that found it."""


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_before_step(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Remember the sentence, so that a failure in it can begin with its place."""
    request.node.stash[SENTENCE] = _told(scenario, step)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Tell of all sentences at once that nobody has given a meaning, and what they may have been meant to be."""
    request.node.stash[SENTENCE] = _told(scenario, step)
    unknown = [one for one in scenario.steps if not _has_meaning(request, one)]
    request.node.stash[UNKNOWN] = "\n".join(f"{_told(scenario, one)}{_near(one.name)}" for one in unknown)


def _has_meaning(request: pytest.FixtureRequest, step: Step) -> bool:
    return any(True for _ in find_fixturedefs_for_step(step, request._fixturemanager, request.node))


def _near(sentence: str) -> str:
    known = {_readable(context.parser.name) for context in step_function_context_registry.values()}
    near = get_close_matches(sentence, known, n=1, cutoff=0.5)
    return f"\n    near to it: {near[0]}" if near else ""


def _readable(pattern: str) -> str:
    """A sentence's pattern with a word in capitals where it stands for people and things."""
    return GROUP.sub(lambda found: found[1].upper(), pattern)


def _told(scenario: Scenario, step: Step) -> str:
    place = Path(scenario.feature.filename)
    shown = place.relative_to(ROOT) if place.is_relative_to(ROOT) else place
    return f"{shown}:{step.line_number}: {step.keyword} {step.name}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if UNKNOWN in item.stash and report.when == "call":
        report.sections.append(("Sentences without a meaning; those in steps/ give them one", item.stash[UNKNOWN]))
    sentence = item.stash.get(SENTENCE, None)
    if report.failed and report.when == "call" and sentence and call.excinfo is not None:
        _begin_with(report.longrepr, sentence, brief=isinstance(call.excinfo.value, OURS))
    return report


def _begin_with(told: Any, sentence: str, *, brief: bool) -> None:
    """Put the sentence before what was raised; ``brief``: leave out the way through the code."""
    trace, crash = getattr(told, "reprtraceback", None), getattr(told, "reprcrash", None)
    if trace is None or crash is None or not trace.reprentries:
        return
    last = trace.reprentries[-1]
    if brief:
        trace.reprentries = [last]
        # Pytest's other styles of traceback mark no lines so; then all of it stays.
        last.lines = [line for line in last.lines if line.startswith("E")] or last.lines
        last.reprfileloc = None
        told.chain = [(trace, crash, None)]
    last.lines.insert(0, f"E   {sentence}")
    crash.message = f"{sentence} – {crash.message}"
