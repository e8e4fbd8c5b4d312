"""What a pytest item that runs a scenario tells of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_bdd.parser import ScenarioTemplate
from pytest_bdd.scenario import scenario_wrapper_template_registry

DEVICE = "attendees_on"
"""The parameter that says on which kind of device an item runs."""


def template_of(item: pytest.Item) -> ScenarioTemplate | None:
    """The scenario that the item runs; None for any other test."""
    return scenario_wrapper_template_registry.get(item.obj) if isinstance(item, pytest.Function) else None


def device_of(item: pytest.Item) -> str:
    """The kind of device that the attendees have in this run, "" where it makes no difference."""
    return str(_parameters(item).get(DEVICE, ""))


def example_of(item: pytest.Item) -> Mapping[str, str] | None:
    """The row of examples that the item runs."""
    row = _parameters(item).get("_pytest_bdd_example")
    return row if isinstance(row, Mapping) and row else None


def feature_file(template: ScenarioTemplate) -> Path:
    return Path(template.feature.filename)


def _parameters(item: pytest.Item) -> Mapping[str, object]:
    return item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
