"""Each step about an absence fails in the room of a mutant in which the absent thing is present."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

import steps
from tests.mutants.results import not_judged, pinned_kills

ABSENCE_WORD = re.compile(r"\b(no|not|nobody|never|cannot|neither|nothing|none)\b")
STEPS_ABOUT_PRESENCE = (
    "is notified that the (?P<device>microphone|camera) cannot be used",
    "is notified that they are not let in",
)
"""Steps that contain such a word, but expect something to be present."""
CAPABILITY_STEPS_MODULE = "steps.not_offering"
"""Steps about absent capabilities: tests/rooms/test_not_offered.py runs them in a room with all capabilities."""
STEPS_TESTED_ELSEWHERE = ("was never asked to get ready",)
"""Other steps for which there are other tests than mutants."""
COVERED_BY_ACTIONS = {"finds no hand raised": "When Maya clears the raised hands"}
"""Ends of steps, and the action before each, which waits for the same effect, and so kills the mutant already."""


def find_steps_about_absences() -> Iterator[StepFunctionContext]:
    for module in iter_modules(steps.__path__):
        import_module(f"steps.{module.name}")
    for definition in step_function_context_registry.values():
        if definition.type == "then" and ABSENCE_WORD.search(re.sub(r"\?P<\w+>", "", definition.parser.name)):
            yield definition


def is_covered(definition: StepFunctionContext, killing_steps: list[str]) -> bool:
    for end, action in COVERED_BY_ACTIONS.items():
        if definition.parser.name.endswith(end):
            return action in killing_steps
    texts = [step.removeprefix("Then ") for step in killing_steps if step.startswith("Then ")]
    return any(definition.parser.is_matching(text) and ABSENCE_WORD.search(text) for text in texts)


STEPS = [
    definition
    for definition in find_steps_about_absences()
    if definition.step_func.__module__ != CAPABILITY_STEPS_MODULE
    and not definition.parser.name.endswith(STEPS_ABOUT_PRESENCE + STEPS_TESTED_ELSEWHERE)
]


@pytest.mark.parametrize(
    "definition", STEPS, ids=lambda definition: re.sub(r"\(\?P<(\w+)>.*?\)+", r"\1", definition.parser.name)
)
def test_a_step_about_an_absence_kills_a_mutant(definition: StepFunctionContext) -> None:
    killing_steps = [kill["step"] for kill in pinned_kills().values()]
    if not_judged() and not is_covered(definition, killing_steps):
        pytest.skip(f"{len(not_judged())} mutants are not judged yet: run `make mutants ARGS=--pin`")
    assert is_covered(definition, killing_steps), f"add a mutant that is killed at: {definition.parser.name}"


def test_there_are_steps_about_absences() -> None:
    assert len(STEPS) > 30
