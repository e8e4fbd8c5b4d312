"""A page without a room."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from people.browsers import find_chromium


@pytest.fixture
def isolated_page(playwright: Playwright) -> Iterator[Page]:
    """An empty page in a browser of its own."""
    browser = playwright.chromium.launch(executable_path=find_chromium(playwright.chromium.executable_path, full=False))
    yield browser.new_page()
    browser.close()
