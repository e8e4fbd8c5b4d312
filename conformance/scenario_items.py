"""The scenario, device and examples of a pytest item."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_bdd.parser import ScenarioTemplate
from pytest_bdd.scenario import scenario_wrapper_template_registry

DEVICE = "attendees_on"
"""The parameter that holds the kind of device of an item."""


def template_of(item: pytest.Item) -> ScenarioTemplate | None:
    """Return the scenario that the item runs; None for any other test."""
    return scenario_wrapper_template_registry.get(item.obj) if isinstance(item, pytest.Function) else None


def device_of(item: pytest.Item) -> str:
    """Return the kind of device that the attendees have in this item; "" where it has no such parameter."""
    return str(_parameters(item).get(DEVICE, ""))


def example_of(item: pytest.Item) -> Mapping[str, str] | None:
    """Return the row of examples that the item runs; None where its scenario has no examples."""
    row = _parameters(item).get("_pytest_bdd_example")
    return row if isinstance(row, Mapping) and row else None


def steps_of(item: pytest.Item) -> list[str]:
    """Return the texts of the scenario's steps, with the values of its examples; [] for any other test."""
    template = template_of(item)
    return [step.name for step in template.render(example_of(item) or {}).steps] if template else []


def feature_file(template: ScenarioTemplate) -> Path:
    return Path(template.feature.filename)


def _parameters(item: pytest.Item) -> Mapping[str, object]:
    return item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
