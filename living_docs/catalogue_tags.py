"""Makes every id of the catalogue a marker, so that ``pytest -m ASK-7`` runs the scenarios of that rule.

A feature that rooms need not offer has a marker as well, for the scenario that shows it to be absent.
"""

import pytest

from living_docs.catalogue import offers, requirements


def pytest_configure(config: pytest.Config) -> None:
    for requirement in requirements().values():
        config.addinivalue_line("markers", f"{requirement.id}: {requirement.level} - {requirement.rule}")
    for offer in offers():
        config.addinivalue_line("markers", f"absent-{offer}: proves that a room which declares so has no {offer}")
