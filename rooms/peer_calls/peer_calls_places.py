"""The page objects of Peer Calls for actions that differ; its room file locates the rest.

Elements without role and name, which the room file locates, still fail the rules about accessibility.
"""

import json

from playwright.sync_api import Locator, expect

from conformance.time_limits import LOOK
from pages.absence import NAMES, Absence
from pages.form_before_room import PlacesWithForm
from pages.getting_ready import Device, GettingReady
from pages.screen import Screen
from pages.stage import Stage
from pages.status_messages import StatusMessages
from rooms.peer_calls import MODERATOR_FRAGMENT

NONE = {"Microphone": "No Audio", "Camera": "No Video"}
DEFAULT = {"Microphone": "Default Audio", "Camera": "Default Video"}


class PeerCallsForm(GettingReady):
    """The form at the start of every call: name, camera, microphone, and the button to join."""

    def expect_choices(self, device: Device, at_least: int) -> None:
        """Expect two more options: none, and the browser's default."""
        super().expect_choices(device, at_least + 2)

    def switch(self, device: Device, on: bool) -> None:
        """Switch the device by choosing the default or none."""
        with self.screen.expecting(f"the {device.lower()} to switch {'on' if on else 'off'}", self.root):
            self.screen.input.choose(self.choice(device), (DEFAULT if on else NONE)[device])


class PeerCallsStage(Stage):
    """The grid of videos, each with a name below it; the person's own name is an editable field."""

    def tile(self, name: str) -> Locator:
        field = self.screen.view.locator(f"input.nickname[value={json.dumps(self.words.shown(name))}]")
        return super().tile(name).or_(self.tiles.filter(has=field))


class PeerCallsAbsence(Absence):
    """Buttons are named by tooltips, so an absent capability must not be in a tooltip either."""

    def expect_absent(self, what: str) -> None:
        super().expect_absent(what)
        for word in NAMES[what]:
            with self.screen.expecting(f'no tooltip "{word}", since the room does not offer {what}'):
                expect(self.root.get_by_text(self.words(word))).to_have_count(0, timeout=LOOK)


class PeerCallsStatusMessages(StatusMessages):
    """Messages at the upper edge, the newest on top."""

    @property
    def _connection_lost_message(self) -> Locator:
        """Return only the newest message: older ones are not removed when the connection is restored."""
        return super()._connection_lost_message.and_(self.screen.view.locator(".notification:first-child"))


class PeerCallsPlaces(PlacesWithForm):
    """The page objects that differ; parts that a call lacks are looked for as in any room."""

    moderator_fragment = MODERATOR_FRAGMENT

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen, PeerCallsForm(screen))
        self.stage = PeerCallsStage(screen)
        self.status_messages = PeerCallsStatusMessages(screen)
        self.absence = PeerCallsAbsence(screen, self.participants)
