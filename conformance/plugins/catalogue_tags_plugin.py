"""Registers every id of the catalogue as a marker, for runs such as ``pytest -m ASK-7``.

Each capability has two markers: one for the scenarios that need it, one for those that prove it absent.
"""

import pytest

from conformance.capabilities import ABSENT_PREFIX, NEEDS_PREFIX, capabilities, needs_of
from conformance.catalogue import requirements
from conformance.scenario_items import steps_of, template_of


def pytest_configure(config: pytest.Config) -> None:
    for requirement in requirements().values():
        config.addinivalue_line("markers", f"{requirement.id}: {requirement.level} - {requirement.rule}")
    for capability in capabilities().values():
        config.addinivalue_line(
            "markers", f"{NEEDS_PREFIX}{capability.name}: runs only where the room offers {capability.what}"
        )
        config.addinivalue_line(
            "markers", f"{ABSENT_PREFIX}{capability.name}: proves that the room does not offer {capability.what}"
        )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each scenario with the capabilities that it needs."""
    for item in items:
        for need in sorted(_needs(item)):
            item.add_marker(f"{NEEDS_PREFIX}{need}")


def _needs(item: pytest.Item) -> frozenset[str]:
    template = template_of(item)
    marks = [mark.name for mark in item.iter_markers()]
    if template is None or any(mark.startswith(ABSENT_PREFIX) for mark in marks):
        return frozenset()
    return needs_of(steps_of(item), marks, requirements(), capabilities())
