"""Fails a scenario at a step with several step definitions; pytest-bdd would silently run one of them."""

import pytest
from pytest_bdd.parser import Step
from pytest_bdd.scenario import find_fixturedefs_for_step
from pytest_bdd.steps import step_function_context_registry

from conformance.errors import AmbiguousStep


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    definitions = sorted(_find_definitions(request, step))
    if len(definitions) > 1:
        raise AmbiguousStep(
            f"“{step.name}” has {len(definitions)} step definitions: {', '.join(definitions)}; "
            "remove or rename all but one"
        )


def _find_definitions(request: pytest.FixtureRequest, step: Step) -> set[str]:
    found = find_fixturedefs_for_step(step, request._fixturemanager, request.node)
    functions = [step_function_context_registry[fixture.func].step_func for fixture in found]
    codes = [getattr(function, "__code__", None) for function in functions]
    return {f"{code.co_filename.rsplit('/', 1)[-1]}:{code.co_firstlineno}" for code in codes if code is not None}
