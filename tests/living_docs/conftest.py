"""Fixtures of the tests of the living documentation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.living_docs.sample import make_sample
from tests.living_docs.suites import Suite
from tests.living_docs.visitors import Visitor


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return Suite(tmp_path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """A finished run with pictures, and its site; tests do not change it."""
    suite = Suite(tmp_path_factory.mktemp("sample"))
    make_sample(suite)
    return suite


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def visitor(context: BrowserContext, sample: Suite) -> Iterator[Visitor]:
    visitor = Visitor(context.new_page(), sample.folder / "site")
    yield visitor
    assert not visitor.problems
