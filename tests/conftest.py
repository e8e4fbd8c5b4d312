"""The browser for tests of the code, and markers on slow tests, which `make check` leaves out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member

SLOW_FIXTURES = {
    "playwright": "browser",
    **dict.fromkeys(("suite", "sample", "run", "whole", "plain", "dark"), "nested_run"),
}
"""The marker of tests that use a fixture, directly or through other fixtures; other slow tests have explicit ones."""


def pytest_itemcollected(item: pytest.Item) -> None:
    for fixture, marker in SLOW_FIXTURES.items():
        if fixture in getattr(item, "fixturenames", ()):
            item.add_marker(marker)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium with a camera and a microphone; tests open contexts of their own in it."""
    browsers = Browsers(playwright.chromium, {}, tmp_path_factory.mktemp("devices"))
    yield browsers.of(cast_member("Ada"), Equipment.OWN)
    browsers.close()
