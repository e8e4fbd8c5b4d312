"""Lets pytest collect feature files themselves: ``pytest features/ask_to_join.feature -k decline``."""

from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from pytest_bdd import scenarios
from pytest_bdd.scenario import scenario_wrapper_template_registry


class FeatureFile(pytest.Module):
    """A feature file, collected as if it were a module with a test for each scenario."""

    def _getobj(self) -> ModuleType:
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        # pytest-bdd puts the scenarios into the module that calls it, so the call must be made in that module.
        exec("bind(path)", {"bind": scenarios, "path": str(self.path)} | module.__dict__, module.__dict__)  # noqa: S102 (a constant text)
        return module

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        items = list(super().collect())
        for item in items:
            if isinstance(item, pytest.Function):
                _point_at_scenario(item, self.path)
        return items


def _point_at_scenario(item: pytest.Function, path: Path) -> None:
    """Let reports name the scenario's own line instead of the library's."""
    template = scenario_wrapper_template_registry[item.obj]
    location = partial(_location, path, template.line_number - 1, item.name)
    setattr(item, "reportinfo", location)  # noqa: B010 - an item's location cannot be set otherwise


def _location(path: Path, line: int, name: str) -> tuple[Path, int, str]:
    return path, line, name


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".feature":
        return FeatureFile.from_parent(parent, path=file_path)
    return None
