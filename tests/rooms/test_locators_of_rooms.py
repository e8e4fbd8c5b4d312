"""The browser accepts each selector in the room files of the project."""

import pytest
from playwright.sync_api import Page

from tests.hygiene.test_adapters import ROOM_FILES


@pytest.mark.parametrize("name", [name for name, file in ROOM_FILES.items() if file.locators])
def test_each_locator_is_a_valid_selector(name: str, empty_page: Page) -> None:
    for selector in ROOM_FILES[name].locators.values():
        assert empty_page.locator(selector).count() <= 1, selector
