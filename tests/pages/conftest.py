"""Fixtures of the tests of page objects."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def isolated_page(chromium: Browser) -> Iterator[Page]:
    """An empty page in a separate context of the browser that all tests share."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()
