"""Menus and tiles, at every size: nothing lies over anything, and the stage is filled."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from pages.reach import run_measurement
from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.screen_catalogue import SCREENS, full_stage
from tests.screens.sizes import SIZES, faults_at
from tests.screens.stage_set import await_paint


@pytest.mark.parametrize(("kind", "size"), [(kind, size) for kind in KINDS for size in SIZES[kind]])
def test_a_menu_opens_within_the_window_for_the_first_person_and_the_last(
    stage_set: MakeSet, kind: Kind, size: str
) -> None:
    on = stage_set(kind)
    on.page.set_viewport_size(SIZES[kind][size])
    SCREENS["two hundred people"](on)
    buttons = on.page.get_by_role("button", name="Actions for")
    for button in (buttons.first, buttons.last):
        button.scroll_into_view_if_needed()
        button.click()
        on.page.get_by_role("menuitem").first.wait_for()
        assert not faults_at(on.page, SIZES[kind][size], kind)
        on.page.keyboard.press("Escape")


class Box(NamedTuple):
    """Where something is, in CSS pixels."""

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

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within this one, give or take a pixel's rounding."""
        begins = self.left <= other.left + 1 and self.top <= other.top + 1
        return begins and self.right >= other.right - 1 and self.bottom >= other.bottom - 1

    def overlaps(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def tiles_of(page: Page) -> tuple[Box, list[Box]]:
    """The stage, and the tiles on it."""
    found = run_measurement(page, "tiles")
    return Box(**found["stage"]), [Box(**tile) for tile in found["tiles"]]


@pytest.mark.parametrize("kind", KINDS)
def test_any_number_of_tiles_fills_the_stage(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    on.opens(full_stage(1))
    faults = []
    for size, viewport in SIZES[kind].items():
        on.page.set_viewport_size(viewport)
        await_paint(on.page)
        for count in range(1, 26):
            on.shows(full_stage(count))
            faults += [f"{count} on {size}: {fault}" for fault in faults_of_tiles(on.page, count)]
    assert not faults, "\n".join(faults)


def faults_of_tiles(page: Page, count: int) -> list[str]:
    """What is wrong with this many tiles."""
    stage, tiles = tiles_of(page)
    share = sum(tile.area for tile in tiles) / stage.area
    least = 0.75 * best_share(count, stage)  # the rest goes between the tiles
    pairs = [(one, other) for n, one in enumerate(tiles) for other in tiles[n + 1 :]]
    wrong = {
        f"{len(tiles)} tiles": len(tiles) != count,
        "a tile reaches out of the stage": not all(stage.holds(tile) for tile in tiles),
        "two tiles overlap": any(one.overlaps(other) for one, other in pairs),
        "tiles of different sizes": max(t.area for t in tiles) > 1.02 * min(t.area for t in tiles),
        f"a shape of {tiles[0].shape:.2f}": not tallest(count, stage) - 0.01 <= tiles[0].shape <= 1.79,
        f"{share:.0%} of the stage filled, where {least:.0%} can be": share < least,
    }
    return [fault for fault, holds in wrong.items() if holds]


def tallest(count: int, stage: Box) -> float:
    """The shape of the tallest tile that is sound: one that is alone on an upright stage may fill it."""
    if stage.shape >= 1:
        return 4 / 3
    return 3 / 5 if count == 1 else 4 / 5


def best_share(count: int, stage: Box) -> float:
    """How much of the stage so many tiles of equal size can fill, up to 16:9, without any gaps."""
    width, height = stage.right - stage.left, stage.bottom - stage.top

    def filled(columns: int) -> float:
        cell_width, cell_height = width / columns, height / -(-count // columns)
        return min(cell_width, cell_height * 16 / 9) * min(cell_height, cell_width / tallest(count, stage)) * count

    return max(filled(columns) for columns in range(1, count + 1)) / stage.area
