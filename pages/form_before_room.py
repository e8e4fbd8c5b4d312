"""Page objects of rooms that people reach by a form.

The form has their name, devices and the button "Join stage". Attendees wait at the form until a step joins the stage;
people in the room are on stage. A moderator goes live at once, since otherwise nobody would be in the room. The room
file locates ``room`` under ``[locators.entry]``.
"""

from urllib.parse import urlsplit

from playwright.sync_api import Locator

from pages.entry import Entry
from pages.getting_ready import GettingReady
from pages.places import Places
from pages.screen import Screen
from pages.toolbar import Toolbar


class EntryByForm(Entry):
    """The field for the name, and the form at which attendees wait.

    People who are not shown the form enter as viewers. ``moderator_fragment``: the fragment of a moderator's link.
    """

    def __init__(self, screen: Screen, form: GettingReady, moderator_fragment: str) -> None:
        super().__init__(screen)
        self._form, self._moderator_fragment = form, moderator_fragment

    @property
    def is_in_room(self) -> bool:
        return self._toolbar.is_visible()

    def enter_as(self, name: str) -> None:
        self.expect_there(self.name, f'the field "{self.words("Your name")}"')
        self.screen.input.write(self.name, name)
        if not self._form.root.is_visible():
            self.press(self.button("Enter"), 'the button "Enter"')
            self.expect_there(self._toolbar, "the room")
        elif urlsplit(self.screen.view.url).fragment == self._moderator_fragment:
            self._form.go_live()

    def try_to_enter(self, name: str) -> bool:
        """Enter, and return True, since such a room refuses no one."""
        self.enter_as(name)
        return True


class ToolbarAfterForm(Toolbar):
    """The toolbar of the room; the button "Join stage" is in the form."""

    def __init__(self, screen: Screen, form: GettingReady) -> None:
        super().__init__(screen)
        self._form = form

    def button(self, word: str, name: str = "") -> Locator:
        return self._form.button(word) if word == "Join stage" else super().button(word, name)

    def press_button(self, word: str) -> None:
        """Press the button; the form that "Join stage" would open is open from the start."""
        if word == "Join stage":
            self._form.expect_open()
        else:
            super().press_button(word)


class PlacesWithForm(Places):
    """The page objects of such a room.

    ``form``: the page object of its form, by default the documented dialog.
    """

    moderator_fragment = "moderator"

    def __init__(self, screen: Screen, form: GettingReady | None = None) -> None:
        super().__init__(screen)
        self.getting_ready = form or self.getting_ready
        self.toolbar = ToolbarAfterForm(screen, self.getting_ready)
        self.entry: EntryByForm = EntryByForm(screen, self.getting_ready, self.moderator_fragment)

    def join_stage(self) -> None:
        """Join the stage unless the person is in the room, and so on stage already."""
        if not self.entry.is_in_room:
            super().join_stage()
