"""Marks the tests of the code that are slow by what they use, so that `make check` can leave them out."""

import pytest

SLOW_FIXTURES = {
    "playwright": "browser",
    **dict.fromkeys(("suite", "sample", "run", "whole", "plain", "dark"), "nested_run"),
}
"""The marker of a test that asks for a fixture, directly or by way of others; other slow tests carry theirs."""


def pytest_itemcollected(item: pytest.Item) -> None:
    for fixture, marker in SLOW_FIXTURES.items():
        if fixture in getattr(item, "fixturenames", ()):
            item.add_marker(marker)
