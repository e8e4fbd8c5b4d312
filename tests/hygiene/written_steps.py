"""The features as pytest-bdd reads them: scenarios, steps and step definitions."""

from collections import Counter
from pathlib import Path

from pytest_bdd.feature import get_features
from pytest_bdd.parser import Feature, ScenarioTemplate, Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from conformance.catalogue import CATALOGUE_FILE

FEATURES: list[Feature] = get_features([str(CATALOGUE_FILE.parent)])
SCENARIOS: list[ScenarioTemplate] = [scenario for feature in FEATURES for scenario in feature.scenarios.values()]
STEPS_FOLDER = Path(__file__).resolve().parents[2] / "steps"


def list_steps() -> list[Step]:
    """Return the steps of all scenarios, with the values of examples filled in."""
    return [
        step
        for scenario in SCENARIOS
        for row in [row for table in scenario.examples for row in table.as_contexts()] or [{}]
        for step in scenario.render(row).steps
    ]


def list_step_definitions() -> list[StepFunctionContext]:
    """Return every step definition of the step modules; a function with two decorators counts twice."""
    registered = step_function_context_registry.values()
    return [definition for definition in registered if str(STEPS_FOLDER) in definition.step_func.__code__.co_filename]


def find_definitions(step: Step) -> list[StepFunctionContext]:
    """Return the step definitions that match a step."""
    return [
        definition
        for definition in list_step_definitions()
        if definition.type in (None, step.type) and definition.parser.is_matching(step.name)
    ]


def count_tags() -> Counter[str]:
    """Return the number of scenarios with each tag."""
    return Counter(tag for scenario in SCENARIOS for tag in scenario.tags)
