"""The stage: a tile for each person on it."""

import re
from typing import Literal

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.screen import PRESSABLE, Place

LEAVES_STAGE = re.compile(
    r"\b(leave|exit|quit|end|come off|get off|step off|step down|go off|remove)\b.*\bstage\b|^(leave|step down)$",
    re.IGNORECASE,
)


class Stage(Place):
    """The region "Stage"."""

    part = "stage"

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("region", name=self.words("Stage"), exact=True)

    def tile(self, name: str) -> Locator:
        """Return the group or figure named by the person."""
        shown = self.words.shown(name)
        return self.root.get_by_role("group", name=shown, exact=True).or_(
            self.root.get_by_role("figure", name=shown, exact=True)
        )

    def video(self, name: str) -> Locator:
        return self.tile(name).locator("video")

    def expect_tile(self, name: str) -> None:
        """Expect exactly one tile of the person, wholly within the screen."""
        with self.screen.expecting(f"one tile of {name} on the stage", self.root):
            expect(self.tile(name)).to_have_count(1, timeout=APPEARANCE)
            expect(self.tile(name)).to_be_in_viewport(ratio=0.99, timeout=APPEARANCE)

    def expect_no_leave_control(self) -> None:
        """Expect no button, link or menu item on the screen whose name says that it leaves the stage.

        In English the name is recognised; in other languages it is the room's word for "Leave stage".
        """
        for role in PRESSABLE:
            self.expect_none(self._leave_controls(role), f"{role} to leave the stage by")

    @property
    def leave_controls(self) -> Locator:
        button, link, item = (self._leave_controls(role) for role in PRESSABLE)
        return button.or_(link).or_(item)

    def _leave_controls(self, role: Literal["button", "link", "menuitem"]) -> Locator:
        named = self.screen.view.get_by_role(role, name=LEAVES_STAGE)
        return named.or_(self.screen.view.get_by_role(role, name=self.words("Leave stage"), exact=True))

    def expect_no_tile(self, name: str) -> None:
        self.expect_there(self.root, "the stage")
        self.expect_gone(self.tile(name), f"tile of {name} on the stage")
