"""By what one sees that a person moderates: things that nobody else has on the screen."""

import re

from playwright.sync_api import Locator, expect

from conformance.time_limits import LOOK
from pages.participants import Participants
from pages.screen import PRESSABLE, Place, Screen

MODERATORS_OWN = (
    "Settings",
    "Invite to stage",
    "Revoke invitation",
    "Remove from stage",
    "Bring to stage",
    "Mute all microphones",
    "Turn off all cameras",
    "Clear raised hands",
    "New poll",
    "New quiz",
)
"""What moderators alone can press."""
ANYBODY = "ANYBODY"


class Moderating(Place):
    """The whole screen, looked through for what only moderators have; much of it stands in the list of participants."""

    def __init__(self, screen: Screen, participants: Participants) -> None:
        super().__init__(screen)
        self._participants = participants

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("body")

    def expect_possible(self) -> None:
        """At least one thing that only moderators have is there to be pressed."""
        with self._participants.open_where_there():
            self.expect_there(self._signs.first, "something that only a moderator has, such as “Settings”")

    def expect_impossible(self) -> None:
        """Nothing is there that only moderators have, neither hidden nor to be seen."""
        with self._participants.open_where_there(), self.screen.expecting("nothing that only a moderator has"):
            expect(self._signs).to_have_count(0, timeout=LOOK)

    @property
    def _signs(self) -> Locator:
        signs = self.root.get_by_role("region", name=self.words("Requests"), exact=True)
        for role in PRESSABLE:
            for word in MODERATORS_OWN:
                signs = signs.or_(self.root.get_by_role(role, name=self.words(word), exact=True))
        return signs.or_(self.root.get_by_role("button", name=self._menu_of_anybody))

    @property
    def _menu_of_anybody(self) -> re.Pattern[str]:
        name = re.escape(self.words("Actions for NAME", ANYBODY)).replace(ANYBODY, ".+")
        return re.compile(f"^{name}$")
