"""The page objects of MiroTalk, where what people do differs; its room file locates the rest.

The rules about accessibility report the missing roles and names as a failure.
"""

import re

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.form_before_room import PlacesWithForm
from pages.getting_ready import Device, GettingReady
from pages.participants import Participants
from pages.screen import Screen
from pages.stage import Stage
from rooms.mirotalk import MODERATOR_FRAGMENT

SWITCHES: dict[Device, str] = {"Microphone": "#initAudioBtn", "Camera": "#initVideoBtn"}
"""The icon buttons of the form."""
OFF, ON = re.compile(r"-slash"), re.compile(r"^(?!.*-slash)")
"""The classes of such a button by the state of its device."""


class MiroTalkForm(GettingReady):
    """The form in front of every call: preview, devices, name, and the button to join."""

    def switch(self, device: Device, on: bool) -> None:
        button = self.screen.view.locator(SWITCHES[device])
        with self.screen.expecting(f"the {device.lower()} to switch {'on' if on else 'off'}", self.root):
            expect(button).to_have_class(OFF if on else ON, timeout=APPEARANCE)
        self.press(button, f"the button of the {device.lower()}")


class MiroTalkStage(Stage):
    """The grid of videos, each with a name below it; the person's own has "(me)"."""

    def tile(self, name: str) -> Locator:
        shown = re.compile(rf"^\s*{re.escape(self.words.shown(name))}( \(me\))?$")
        return self.tiles.filter(has=self.screen.view.locator(".videoPeerName").get_by_text(shown))


class MiroTalkParticipants(Participants):
    """The people beside the chat, without the person themselves; a presenter has a menu for each."""

    def menu_item(self, action: str) -> Locator:
        return self.menu.get_by_role("button", name=self.words(action))

    def press_button(self, word: str) -> None:
        """Choose from the menu at the top of the list, and confirm."""
        with self.open():
            self.press(self.screen.view.locator("#msgerCPDropDownMenuBtn:visible"), "the menu of the list")
            self.press(self.button(word), f'"{word}" in the menu of the list')
            confirm = self.screen.view.get_by_role("dialog").get_by_role("button", name="Yes", exact=True)
            self.press(confirm, 'the button "Yes" of the dialog')


class MiroTalkPlaces(PlacesWithForm):
    """The page objects that differ; parts that a call lacks are looked for as in any room."""

    moderator_fragment = MODERATOR_FRAGMENT

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen, MiroTalkForm(screen))
        self.participants = MiroTalkParticipants(screen)
        self.stage = MiroTalkStage(screen)
