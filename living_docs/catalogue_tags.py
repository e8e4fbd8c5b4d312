"""Makes every id of the catalogue a marker, so that ``pytest -m ASK-7`` runs the scenarios of that rule."""

import pytest

from living_docs.catalogue import requirements


def pytest_configure(config: pytest.Config) -> None:
    for requirement in requirements().values():
        config.addinivalue_line("markers", f"{requirement.id}: {requirement.level} - {requirement.rule}")
