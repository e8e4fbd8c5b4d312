"""The browser for tests of the code, and markers for slow tests, which `make check` skips."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member

SLOW_FIXTURES = {
    "playwright": "browser",
    **dict.fromkeys(("suite", "sample", "run", "complete_suite", "plain", "partial_site"), "nested_run"),
}
"""The marker of tests that use a fixture, directly or indirectly; other slow tests have explicit markers."""


def pytest_itemcollected(item: pytest.Item) -> None:
    for fixture, marker in SLOW_FIXTURES.items():
        if fixture in getattr(item, "fixturenames", ()):
            item.add_marker(marker)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium with a camera and a microphone; each test opens its own contexts in it."""
    browsers = Browsers(playwright.chromium, {}, tmp_path_factory.mktemp("devices"))
    yield browsers.of(cast_member("Ada"), Equipment.OWN)
    browsers.close()
