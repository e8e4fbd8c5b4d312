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
from tests.screens.sizes import SIZES, faults_at


@pytest.mark.parametrize(("kind", "size"), [(kind, size) for kind in KINDS for size in SIZES[kind]])
def test_the_menus_of_the_first_and_last_person_open_within_the_window(
    make_scripted_page: MakeScriptedPage, kind: Kind, size: str
) -> None:
    scripted = make_scripted_page(kind)
    scripted.page.set_viewport_size(SIZES[kind][size])
    SCREENS["two hundred people"](scripted)
    buttons = scripted.page.get_by_role("button", name="Actions for")
    rest = scripted.page.get_by_role("button", name=re.compile(r"^Show \d+ more"))
    last = buttons.last
    for button in (buttons.first, last):
        button.scroll_into_view_if_needed()
        if button is last:
            expect(rest).to_have_count(0)  # drawn while the list is scrolled
            button.scroll_into_view_if_needed()
        await_paint(scripted.page)  # Scrolling closes a menu.
        button.click()
        scripted.page.get_by_role("menuitem").first.wait_for()
        assert not faults_at(scripted.page, SIZES[kind][size], kind)
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
    def shape(self) -> float:
        return (self.right - self.left) / (self.bottom - self.top)

    def contains(self, other: "Box") -> bool:
        """Return whether the other box is within this one, with a tolerance of one pixel."""
        starts_within = self.left <= other.left + 1 and self.top <= other.top + 1
        return starts_within and self.right >= other.right - 1 and self.bottom >= other.bottom - 1

    def overlaps(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def tiles_of(page: Page) -> tuple[Box, list[Box]]:
    """Return the boxes of the stage and of its tiles."""
    found = run_measurement(page, "measureTiles")
    return Box(**found["stage"]), [Box(**tile) for tile in found["tiles"]]


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
            faults += [f"{count} on {size}: {fault}" for fault in faults_of_tiles(scripted.page, count)]
    assert not faults, "\n".join(faults)


def faults_of_tiles(page: Page, count: int) -> list[str]:
    """Return what is wrong with the layout of this many tiles."""
    stage, tiles = tiles_of(page)
    share = sum(tile.area for tile in tiles) / stage.area
    minimum = 0.75 * best_share(count, stage)  # the rest is for gaps between the tiles
    pairs = list(combinations(tiles, 2))
    faults = {
        f"{len(tiles)} tiles": len(tiles) != count,
        "a tile extends beyond the stage": not all(stage.contains(tile) for tile in tiles),
        "two tiles overlap": any(tile.overlaps(other) for tile, other in pairs),
        "tiles of different sizes": max(t.area for t in tiles) > 1.02 * min(t.area for t in tiles),
        f"a shape of {tiles[0].shape:.2f}": not smallest_ratio(count, stage) - 0.01 <= tiles[0].shape <= 1.79,
        f"{share:.0%} of the stage is filled, expected at least {minimum:.0%}": share < minimum,
    }
    return [fault for fault, is_present in faults.items() if is_present]


def smallest_ratio(count: int, stage: Box) -> float:
    """Return the smallest allowed ratio of a tile's width to its height; a single tile may fill a tall stage."""
    if stage.shape >= 1:
        return 4 / 3
    return 3 / 5 if count == 1 else 4 / 5


def best_share(count: int, stage: Box) -> float:
    """Return the share of the stage that this many tiles of equal size, up to 16:9, can fill without gaps."""
    width, height = stage.right - stage.left, stage.bottom - stage.top

    def filled(columns: int) -> float:
        cell_width, cell_height = width / columns, height / -(-count // columns)
        return (
            min(cell_width, cell_height * 16 / 9) * min(cell_height, cell_width / smallest_ratio(count, stage)) * count
        )

    return max(filled(columns) for columns in range(1, count + 1)) / stage.area
