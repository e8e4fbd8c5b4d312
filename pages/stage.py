"""The stage: a tile for each person on it."""

import re
from contextlib import suppress
from functools import reduce

from playwright.sync_api import Error, Locator, expect

from conformance.time_limits import APPEARANCE
from pages.screen import PRESSABLE, Place, PressableRole

LEAVES_STAGE = re.compile(
    r"\b(leave|exit|quit|end|come off|get off|step off|step down|go off|remove)\b.*\bstage\b|^(leave|step down)$",
    re.IGNORECASE,
)
"""English names of controls that leave the stage; a room file adds its own as "leave … stage"."""
BRING_INTO_VIEW = """element => {
  const page = document.scrollingElement;
  const parentOf = node => node.parentElement ?? node.getRootNode().host;
  const screen = () => ({ top: 0, bottom: innerHeight, left: 0, right: page.clientWidth });
  const isScrolledByPeople = (area, overflow) => area === page
    ? !/hidden|clip/.test(getComputedStyle(area)[overflow] + getComputedStyle(document.body)[overflow])
    : /auto|scroll/.test(getComputedStyle(area)[overflow]);
  const bringIntoView = (area, overflow, start, end, position) => {
    const shown = area === page ? screen() : area.getBoundingClientRect(), own = element.getBoundingClientRect();
    // To the middle, since something may stick to the edges.
    if (isScrolledByPeople(area, overflow) && (own[start] < shown[start] || own[end] > shown[end]))
      area[position] += (own[start] + own[end] - shown[start] - shown[end]) / 2;
  };
  const areas = [];
  for (let area = parentOf(element); area; area = parentOf(area)) areas.push(area);
  for (const area of areas) {
    bringIntoView(area, "overflowY", "top", "bottom", "scrollTop");
    bringIntoView(area, "overflowX", "left", "right", "scrollLeft");
  }
  // A phone shows a part of a page that is wider than the screen; this pans to it and restores what else has moved.
  const { offsetLeft: x, offsetTop: y, width, height } = visualViewport, own = element.getBoundingClientRect();
  if (own.left >= x && own.right <= x + width && own.top >= y && own.bottom <= y + height) return;
  const positions = areas.map(area => [area, area.scrollLeft, area.scrollTop]);
  element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  for (const [area, left, top] of positions) Object.assign(area, { scrollLeft: left, scrollTop: top });
}"""
"""JavaScript: scrolls and pans to the element, but only within areas that a person can scroll, not clipped ones."""


class Stage(Place):
    """The region "Stage"."""

    part = "stage"

    @property
    def root(self) -> Locator:
        region = self.screen.view.get_by_role("region", name=self.words("Stage"), exact=True)
        return self.located("root") or region

    @property
    def tiles(self) -> Locator:
        """The tiles of all people."""
        documented = self.root.get_by_role("group").or_(self.root.get_by_role("figure"))
        return self.located("tile") or documented

    def tile(self, name: str) -> Locator:
        """Return the group or figure named by the person, or the located tile with their name.

        If the room file also locates an element that only a person's own tile contains, their own tile is found by
        that element instead of their name.
        """
        shown = self.words.shown(name)
        if self.located("tile"):
            own = self.located("own") if name == self.screen.owner else None
            names = self.located("name") or self.screen.view
            return self.tiles.filter(has=own or names.get_by_text(shown, exact=True))
        return self.root.get_by_role("group", name=shown, exact=True).or_(
            self.root.get_by_role("figure", name=shown, exact=True)
        )

    def bring_into_view(self, name: str) -> None:
        """Scroll to the person's tile if the page can be scrolled; do nothing if there is no tile."""
        with suppress(Error):  # The room may replace the tile meanwhile.
            for tile in self.tile(name).element_handles():
                tile.evaluate(BRING_INTO_VIEW)

    def video(self, name: str) -> Locator:
        return self.tile(name).locator("video")

    def expect_tile(self, name: str) -> None:
        """Expect exactly one tile of the person, entirely within the screen."""
        with self.screen.expecting(f"one tile of {name} on the stage", self.root):
            expect(self.tile(name)).to_have_count(1, timeout=APPEARANCE)
            self.bring_into_view(name)
            expect(self.tile(name)).to_be_in_viewport(ratio=0.99, timeout=APPEARANCE)

    def expect_no_leave_control(self) -> None:
        """Expect no button, link, menu item or option on the screen whose name says that it leaves the stage.

        Searches for English names, and for names that contain the room's words for "leave … stage" or "Leave stage".
        """
        for role in PRESSABLE:
            self.expect_none(self._leave_controls_of_role(role), f"{role} that leaves the stage")
        if located := self.located("Leave stage"):
            self.expect_none(located, 'control "Leave stage"')

    @property
    def leave_controls(self) -> Locator:
        first, *others = (self._leave_controls_of_role(role) for role in PRESSABLE)
        return reduce(Locator.or_, others, first)

    def _leave_controls_of_role(self, role: PressableRole) -> Locator:
        named = self.screen.view.get_by_role(role, name=self.words.with_own_words(LEAVES_STAGE, "leave … stage"))
        return named.or_(self.screen.view.get_by_role(role, name=self.words("Leave stage"), exact=True))

    def expect_no_tile(self, name: str) -> None:
        self.expect_there(self.root, "the stage")
        self.expect_gone(self.tile(name), f"tile of {name} on the stage")
