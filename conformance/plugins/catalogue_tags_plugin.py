"""Registers every id of the catalogue as a marker: ``pytest -m ASK-7`` runs the scenarios of that rule.

Each capability has two markers: one for the scenarios that need it, one for those that prove it absent.
"""

import pytest

from conformance.capabilities import capabilities, needs_of
from conformance.catalogue import requirements
from conformance.scenario_items import example_of, template_of

NEEDS = "needs-"
ABSENT = "absent-"


def pytest_configure(config: pytest.Config) -> None:
    for requirement in requirements().values():
        config.addinivalue_line("markers", f"{requirement.id}: {requirement.level} - {requirement.rule}")
    for offer in capabilities().values():
        config.addinivalue_line("markers", f"{NEEDS}{offer.name}: takes place only where there is {offer.what}")
        config.addinivalue_line("markers", f"{ABSENT}{offer.name}: proves that there is not: {offer.what}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each scenario with what it needs, by what it says and the rules that it shows."""
    for item in items:
        for need in sorted(_needs(item)):
            item.add_marker(f"{NEEDS}{need}")


def _needs(item: pytest.Item) -> frozenset[str]:
    template = template_of(item)
    marks = [mark.name for mark in item.iter_markers()]
    if template is None or any(mark.startswith(ABSENT) for mark in marks):
        return frozenset()
    sentences = [step.name for step in template.render(example_of(item) or {}).steps]
    return needs_of(sentences, marks, requirements(), capabilities())
