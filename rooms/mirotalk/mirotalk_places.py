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

    def close(self) -> None:
        """Close the list; on a phone, the chat is behind it, and has to be closed as well."""
        of_list_alone = self.screen.view.locator("#msgerCPCloseBtn")
        if of_list_alone.is_visible():
            self.press(of_list_alone, "the button that closes the list of participants")
        super().close()

    def menu_item(self, action: str) -> Locator:
        return self.menu.get_by_role("button", name=self.words(action))

    def press_button(self, word: str) -> None:
        """Choose from the menu at the top of the list, and confirm."""
        with self.open():
            self._open_menu_of_list()
            self.press(self.menu_item(word), f'"{word}" in the menu of the list')
            self.press(self.screen.view.locator(".swal2-confirm:visible"), "the button that confirms")

    def expect_button(self, word: str, is_visible: bool) -> None:
        with self.open():
            if is_visible or self._opener_of_menu_of_list.is_visible():
                self._open_menu_of_list()
            if is_visible:
                self.expect_there(self.menu_item(word), f'"{word}" in the menu of the list')
            else:
                self.expect_gone(self.menu_item(word), f'"{word}" in the menu of the list')

    @property
    def _opener_of_menu_of_list(self) -> Locator:
        return self.screen.view.locator("#msgerCPDropDownMenuBtn:visible, #msgerSidebarDropDownMenuBtn:visible")

    def _open_menu_of_list(self) -> None:
        """Open it by a tap, or by the mouse over the button: a click would close it again."""
        if self.screen.device == "phone":
            return self.press(self._opener_of_menu_of_list, "the menu of the list")
        with self.screen.expecting("the menu of the list", self.root):
            return self._opener_of_menu_of_list.hover(timeout=APPEARANCE)


class MiroTalkPlaces(PlacesWithForm):
    """The page objects that differ; parts that a call lacks are looked for as in any room."""

    moderator_fragment = MODERATOR_FRAGMENT

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen, MiroTalkForm(screen))
        self.participants = MiroTalkParticipants(screen)
        self.stage = MiroTalkStage(screen)
