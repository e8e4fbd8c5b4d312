"""Layout at every size: menus and tiles overlap nothing, and the tiles fill the stage."""

import re
from itertools import combinations
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from pages.reach import run_measurement
from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.screen_catalogue import SCREENS, full_stage
from tests.screens.scripted_page import await_paint
from tests.screens.sizes import SIZES, find_faults_at_size


@pytest.mark.parametrize(("kind", "size"), [(kind, size) for kind in KINDS for size in SIZES[kind]])
def test_the_menus_of_the_first_and_last_person_open_within_the_window(
    make_scripted_page: MakeScriptedPage, kind: Kind, size: str
) -> None:
    scripted = make_scripted_page(kind)
    scripted.page.set_viewport_size(SIZES[kind][size])
    SCREENS["two hundred people"](scripted)
    buttons = scripted.page.get_by_role("button", name="Actions for")
    show_more = scripted.page.get_by_role("button", name=re.compile(r"^Show \d+ more"))
    last = buttons.last
    for button in (buttons.first, last):
        button.scroll_into_view_if_needed()
        if button is last:
            expect(show_more).to_have_count(0)  # Scrolling draws the rest of the list.
            button.scroll_into_view_if_needed()
        await_paint(scripted.page)  # Scrolling closes a menu.
        button.click()
        scripted.page.get_by_role("menuitem").first.wait_for()
        assert not find_faults_at_size(scripted.page, SIZES[kind][size], kind)
        scripted.page.keyboard.press("Escape")


class Box(NamedTuple):
    """The bounding box of an element, in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    @property
    def ratio(self) -> float:
        """The ratio of the width to the height."""
        return (self.right - self.left) / (self.bottom - self.top)

    def contains(self, other: "Box") -> bool:
        """Return whether the other box is within this one, with a tolerance of one pixel."""
        starts_within = self.left <= other.left + 1 and self.top <= other.top + 1
        return starts_within and self.right >= other.right - 1 and self.bottom >= other.bottom - 1

    def overlaps(self, other: "Box") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def measure_stage_and_tiles(page: Page) -> tuple[Box, list[Box]]:
    """Return the boxes of the stage and of its tiles."""
    boxes = run_measurement(page, "measureTiles")
    return Box(**boxes["stage"]), [Box(**tile) for tile in boxes["tiles"]]


@pytest.mark.parametrize("kind", KINDS)
def test_any_number_of_tiles_fills_the_stage(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    scripted.open(full_stage(1))
    faults = []
    for size, viewport in SIZES[kind].items():
        scripted.page.set_viewport_size(viewport)
        await_paint(scripted.page)
        for count in range(1, 26):
            scripted.show(full_stage(count))
            faults += [f"{count} on {size}: {fault}" for fault in find_faults_of_tiles(scripted.page, count)]
    assert not faults, "\n".join(faults)


def find_faults_of_tiles(page: Page, count: int) -> list[str]:
    """Return what is wrong with the layout of this many tiles."""
    stage, tiles = measure_stage_and_tiles(page)
    areas = [tile.area for tile in tiles]
    share = sum(areas) / stage.area
    minimum = 0.75 * compute_largest_share(count, stage)  # The remaining quarter is for gaps between the tiles.
    pairs = list(combinations(tiles, 2))
    faults = {
        f"{len(tiles)} tiles": len(tiles) != count,
        "a tile extends beyond the stage": not all(stage.contains(tile) for tile in tiles),
        "two tiles overlap": any(tile.overlaps(other) for tile, other in pairs),
        "tiles of different sizes": max(areas) > 1.02 * min(areas),
        f"a ratio of {tiles[0].ratio:.2f}": not get_smallest_ratio(count, stage) - 0.01 <= tiles[0].ratio <= 1.79,
        f"{share:.0%} of the stage is filled, expected at least {minimum:.0%}": share < minimum,
    }
    return [fault for fault, is_present in faults.items() if is_present]


def get_smallest_ratio(count: int, stage: Box) -> float:
    """Return the smallest allowed ratio of a tile's width to its height.

    A single tile may fill a tall stage.
    """
    if stage.ratio >= 1:
        return 4 / 3
    return 3 / 5 if count == 1 else 4 / 5


def compute_largest_share(count: int, stage: Box) -> float:
    """Return the largest share of the stage that this many tiles of equal size fill without gaps.

    The tiles are at most 16:9.
    """
    width, height = stage.right - stage.left, stage.bottom - stage.top

    def compute_filled_area(columns: int) -> float:
        cell_width, cell_height = width / columns, height / -(-count // columns)
        tile_width = min(cell_width, cell_height * 16 / 9)
        tile_height = min(cell_height, cell_width / get_smallest_ratio(count, stage))
        return tile_width * tile_height * count

    return max(compute_filled_area(columns) for columns in range(1, count + 1)) / stage.area
