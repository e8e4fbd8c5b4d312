"""What the tests of the living documentation share."""

from pathlib import Path

import pytest

from tests.living_docs.sample import make_sample
from tests.living_docs.suites import Suite


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return Suite(tmp_path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """A finished run with pictures, and its pages; tests leave it as it is."""
    suite = Suite(tmp_path_factory.mktemp("sample"))
    make_sample(suite)
    return suite
