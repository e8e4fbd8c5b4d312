"""Fixtures of the tests of rooms."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def empty_page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.context.close()
