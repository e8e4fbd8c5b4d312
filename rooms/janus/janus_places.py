"""The page objects of Janus' video room demo.

Buttons are found by their role and name. The panels around the videos have neither, and are found by CSS.
"""

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.by_css import ByCss
from pages.entry import Entry
from pages.places import Places
from pages.screen import NotAsDocumented, Screen
from pages.stage import Stage
from pages.status_messages import StatusMessages
from pages.toolbar import Toolbar
from pages.words import whole_word


class JanusEntry(Entry):
    """“Start”, and a form for the name. Joining the room publishes at once, unless the page is for watching only.

    People must enter as viewers, so “Unpublish” is pressed after publishing; `has_published` records that.
    """

    has_published = False
    _toolbar = ByCss("#videos", visible=True)

    @property
    def name(self) -> Locator:
        return self.root.get_by_placeholder(self.words("Your name"))

    def enter_as(self, name: str) -> None:
        self.press(self.button("Start"), 'the button "Start"')
        self.expect_there(self.name, "the field for the name")
        self.screen.input.write(self.name, name)
        self.press(self.button("Enter"), 'the button "Join the room"')
        publishes = "subscriber-mode" not in self.screen.view.url
        self.expect_there(self.button("Unpublish") if publishes else self._toolbar, "the room")
        if publishes:
            self.has_published = True
            # Shown once the connection is up; pressing "Unpublish" earlier opens a window "WebRTC error... undefined".
            self.expect_there(self.root.get_by_role("button", name="Bandwidth"), 'the button "Bandwidth"')
            self.press(self.button("Unpublish"), 'the button "Unpublish"')
            self.expect_there(self.button("Join stage"), 'the button "Publish"')

    def try_to_enter(self, name: str) -> bool:
        self.enter_as(name)
        return True


class JanusToolbar(Toolbar):
    """The buttons in the panel “Local Video”."""

    root = ByCss(".panel:has(#videolocal)")

    def __init__(self, screen: Screen, entry: JanusEntry) -> None:
        super().__init__(screen)
        self._entry = entry

    def button(self, word: str, name: str = "") -> Locator:
        if word != "Microphone":
            return super().button(word, name)
        return super().button("Mute").or_(super().button("Unmute"))

    def expect_own_devices(self) -> None:
        """Expect "Mute" only; there is no button for the camera, so `expect_switched` fails for it."""
        self.expect_there(self.button("Microphone"), 'the button "Mute"')

    def expect_switched(self, locator: Locator, on: bool, what: str) -> None:
        """Expect the button "Mute" if the microphone is on, "Unmute" if it is off."""
        if "microphone" not in what.lower():
            return super().expect_switched(locator, on, what)
        with self.screen.expecting(f"{what} to be {'on' if on else 'off'}", self.root):
            expect(locator).to_have_text("Mute" if on else "Unmute", timeout=APPEARANCE)
        return None

    def expect_no_own_devices(self) -> None:
        """Expect no device in use; fail if “Join the room” has published the person's devices."""
        super().expect_no_own_devices()
        if self._entry.has_published:
            what = "expected no camera and microphone in use before the first press of “Publish”"
            raise NotAsDocumented(f"{self.screen}: {what}, but “Join the room” published both.")


class JanusStage(Stage):
    """The panels: the first is the person's own, without the name; the others have the publishers' names."""

    root = ByCss("#videos")

    def tile(self, name: str) -> Locator:
        panels, view = self.root.locator(".panel"), self.screen.view
        if name == self.screen.owner:
            return panels.filter(has=view.locator("#videolocal video"))
        title = view.locator(".label", has_text=whole_word(self.words.shown(name)))
        return panels.filter(has=title.filter(visible=True))

    def expect_no_leave_control(self) -> None:
        super().expect_no_leave_control()
        self.expect_gone(self.root.get_by_role("button", name="Unpublish"), 'button "Unpublish" to leave the stage by')


class JanusStatusMessages(StatusMessages):
    """Windows with a message, and messages at the upper edge."""

    root = ByCss(".bootbox, .toast")


class JanusPlaces(Places):
    """The page objects that differ; parts that the demo lacks are looked for as in any room."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.entry: Entry = (entry := JanusEntry(screen))
        self.toolbar: Toolbar = JanusToolbar(screen, entry)
        self.stage = JanusStage(screen)
        self.status_messages = JanusStatusMessages(screen)
