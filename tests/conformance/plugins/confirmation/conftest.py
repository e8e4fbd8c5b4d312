"""Fixtures of the tests of confirmation."""

from pathlib import Path

import pytest

from tests.living_docs.conftest import context
from tests.living_docs.suites import Suite

__all__ = ["context"]


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return Suite(tmp_path)
