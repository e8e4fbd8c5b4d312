"""Controls that only moderators have; they show whether a person is a moderator."""

import re

from playwright.sync_api import Locator

from conformance.time_limits import LOOK
from pages.participants import Participants
from pages.screen import PRESSABLE, Place, Screen

MODERATOR_ONLY = (
    "Settings",
    "Invite to stage",
    "Revoke invitation",
    "Remove from stage",
    "Remove from session",
    "Delete message",
    "Bring to stage",
    "Mute all microphones",
    "Turn off all cameras",
    "Clear raised hands",
    "New poll",
    "New quiz",
)
"""Accessible names of buttons, links, menu items and options that only moderators have."""
ANYBODY = "ANYBODY"
"""The placeholder for any person's name."""


class ModeratorControls(Place):
    """Searches the whole screen, including the list of participants, for moderators' controls."""

    part = "moderator_controls"

    def __init__(self, screen: Screen, participants: Participants) -> None:
        super().__init__(screen)
        self._participants = participants

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("body")

    def expect_present(self) -> None:
        """Expect at least one control that only moderators have."""
        with self._participants.open_if_present():
            self.expect_there(self._controls.first, "a control that only moderators have, such as “Settings”")

    def expect_absent(self) -> None:
        """Expect no control that only moderators have, even one out of view or in a closed combobox."""
        with self._participants.open_if_present():
            self.expect_none(self._controls, "control that only moderators have", LOOK)

    @property
    def _controls(self) -> Locator:
        if located := self.located("control"):
            return located
        controls = self.root.get_by_role("region", name=self.words("Requests"), exact=True)
        for role in PRESSABLE:
            for name in self._control_names:
                controls = controls.or_(self.root.get_by_role(role, name=name, exact=True))
        return controls.or_(self.root.get_by_role("button", name=self._menu_of_anybody))

    @property
    def _control_names(self) -> list[str]:
        return [name for word in MODERATOR_ONLY for name in self.words.in_all_parts(word)]

    @property
    def _menu_of_anybody(self) -> re.Pattern[str]:
        name = re.escape(self.words("Actions for NAME", ANYBODY)).replace(ANYBODY, ".+")
        return re.compile(f"^{name}$")
