"""The fixture ``latest_action``: when the latest action of a scenario began."""

import pytest
from pytest_bdd.parser import Step

from steps.latest_action import LatestAction


@pytest.fixture
def latest_action() -> LatestAction:
    return LatestAction()


@pytest.hookimpl(trylast=True)
def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    request.getfixturevalue("latest_action").step_begins(step.type)
