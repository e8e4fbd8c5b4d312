"""Checks that a capability which the room declares absent is nowhere on the screen."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Literal

from playwright.sync_api import Locator

from conformance.time_limits import LOOK
from pages.participants import Participants
from pages.screen import Place, Screen

Role = Literal["button", "combobox", "list", "menuitem", "meter", "region", "tab"]
ROLES: tuple[Role, ...] = ("button", "combobox", "list", "menuitem", "meter", "region", "tab")
NAMES: Mapping[str, tuple[str, ...]] = {
    "a list of participants": ("Participants", "On stage", "Viewers"),
    "settings of the session": ("Settings", "Stage access"),
    "a chat": ("Chat",),
    "a way to react": ("React",),
    "a way to raise a hand": ("Raise hand",),
    "a way to mute everybody": ("Mute all microphones", "Turn off all cameras"),
    "a level meter": ("Microphone level",),
}
"""The accessible names that would show the presence of an absent capability, by capability."""
CONTROLS_AMONG_PARTICIPANTS = {"a way to mute everybody"}
"""The capabilities whose controls would be in the list of participants, which has to be opened first."""


class Absence(Place):
    """The whole screen, searched for elements of an absent capability.

    A check waits only for LOOK until an element is gone, since an absent capability never had an element there.
    """

    def __init__(self, screen: Screen, participants: Participants) -> None:
        super().__init__(screen)
        self._participants = participants

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("body")

    def expect_absent(self, what: str) -> None:
        """Expect that no element has one of the accessible names of this capability."""
        with self._participants.open_if_present() if what in CONTROLS_AMONG_PARTICIPANTS else nullcontext():
            for word in NAMES[what]:
                for name in self.words.in_all_parts(word):
                    self._expect_nowhere(what, name, self.words.has_other_meaning(name, word))

    def _expect_nowhere(self, what: str, name: str, has_other_meaning: bool) -> None:
        """Expect no element of this name, or only one if the name is also the room's word for something else."""
        for role in ROLES:
            elements = self.root.get_by_role(role, name=name, exact=True)
            excess, ordinal = (elements.nth(1), "second ") if has_other_meaning else (elements, "")
            self.expect_none(excess, f'{ordinal}{role} "{name}", since the room does not offer {what}', LOOK)
