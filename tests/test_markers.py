"""Tests that use a slow fixture get its marker."""

import pytest

from tests.conftest import pytest_itemcollected


class Item:
    """The part of a test item that the hook uses."""

    def __init__(self, *fixtures: str) -> None:
        self.fixturenames = fixtures
        self.markers: list[str] = []

    def add_marker(self, marker: str) -> None:
        self.markers.append(marker)


@pytest.mark.parametrize(
    ("fixtures", "markers"),
    [
        (("tmp_path",), []),
        (("page", "context", "playwright"), ["browser"]),
        (("suite", "tmp_path"), ["nested_run"]),
        (("visitor", "sample", "playwright"), ["browser", "nested_run"]),
    ],
)
def test_the_fixtures_determine_the_marker(fixtures: tuple[str, ...], markers: list[str]) -> None:
    item = Item(*fixtures)
    pytest_itemcollected(item)  # type: ignore[arg-type]
    assert item.markers == markers
