"""The page objects of LiveKit's own room interface.

Its tiles, control bar and chat have neither roles nor names, and on a small screen its buttons are icons alone, so they
are found by the classes and attributes of LiveKit's style sheet.
"""

from urllib.parse import urlsplit

from playwright.sync_api import Locator

from pages.by_css import ByCss
from pages.chat import Chat
from pages.entry import Entry
from pages.getting_ready import Device, GettingReady
from pages.places import Places
from pages.screen import Screen
from pages.stage import Stage
from pages.status_messages import StatusMessages
from pages.toolbar import OWN_DEVICES, Toolbar

MODERATOR_FRAGMENT = "moderator"
"""The fragment of a moderator's link; it gives no additional rights."""
GROUP_CLASSES = {"Microphone": "audio", "Camera": "video"}
CONTROL_BAR = ".lk-control-bar"
AUTHOR = "xpath=(self::*|preceding-sibling::li)[.//strong][last()]"
"""XPath from a message to the message with its author's name, which only the first of several in a row has."""


class LiveKitPreJoin(GettingReady):
    """The form in front of the room (`PreJoin`): preview, devices, name, and the button that goes live."""

    root = ByCss(".lk-prejoin")

    def choice(self, device: Device) -> Locator:
        return self.root.locator(f".lk-button-group.{GROUP_CLASSES[device]} .lk-device-menu")

    def on_switch(self, device: Device) -> Locator:
        return self.button(device)

    def expect_choices(self, device: Device, at_least: int) -> None:
        self._press_menu(device)
        super().expect_choices(device, at_least)
        self._press_menu(device)

    def choose_another(self, device: Device) -> str:
        self._press_menu(device)
        super().expect_choices(device, at_least=2)
        last = self.choice(device).get_by_role("option").last
        name = last.inner_text()
        self.press(last.get_by_role("button"), f"{device} {name}")
        # The menu stays open after a choice.
        self._press_menu(device)
        self.expect_gone(self.choice(device), "menu of devices")
        return name

    def switch(self, device: Device, on: bool) -> None:
        """Press the toggle button, which must be in the opposite state."""
        self.expect_switched(self.on_switch(device), not on, f"the {device.lower()} before the press")
        self.press(self.on_switch(device), f'the button "{device}"')
        self.expect_switched(self.on_switch(device), on, f"the {device.lower()} after the press")

    def _press_menu(self, device: Device) -> None:
        menu = self.root.locator(f".lk-button-group.{GROUP_CLASSES[device]} .lk-button-menu")
        self.press(menu, f"the arrow beside “{device}”")


class LiveKitToolbar(Toolbar):
    """The row of buttons at the bottom (`ControlBar`), or the form in front of the room."""

    def __init__(self, screen: Screen, form: LiveKitPreJoin) -> None:
        super().__init__(screen)
        self._form = form

    root = ByCss(f"{CONTROL_BAR}, .lk-prejoin")

    in_room = ByCss(CONTROL_BAR)

    def button(self, word: str, name: str = "") -> Locator:
        """Return the button; "Join stage" is in the form and not on the toolbar."""
        if word == "Join stage":
            return self._form.button(word)
        own = self.root.locator(f'button[data-lk-source="{word.lower()}"]')
        return own if word in OWN_DEVICES else super().button(word, name)

    def press_button(self, word: str) -> None:
        """Press the button; the form that "Join stage" would open is open from the start."""
        if word == "Join stage":
            self._form.expect_open()
        else:
            super().press_button(word)


class LiveKitEntry(Entry):
    """The field for the name; for people who may publish, it is in the form in front of the room.

    Attendees stay at this form until a step joins the stage. A moderator goes live at once, since otherwise nobody
    would be in the room. People who may not publish enter as viewers.
    """

    def __init__(self, screen: Screen, form: LiveKitPreJoin, toolbar: LiveKitToolbar) -> None:
        super().__init__(screen)
        self._form, self._tools = form, toolbar

    @property
    def _toolbar(self) -> Locator:
        return self._tools.in_room

    def enter_as(self, name: str) -> None:
        self.expect_there(self.name, 'the field "Username"')
        self.screen.input.write(self.name, name)
        if not self._form.root.is_visible():
            self.press(self.button("Enter"), 'the button "Enter"')
            self.expect_there(self._toolbar, "the row of buttons in the room")
        elif urlsplit(self.screen.view.url).fragment == MODERATOR_FRAGMENT:
            self._form.go_live()

    def try_to_enter(self, name: str) -> bool:
        """Enter, and return True, since a room refuses nobody."""
        self.enter_as(name)
        return True


class LiveKitStage(Stage):
    """The grid of tiles (`VideoConference`), one for each person in the room, with their name."""

    root = ByCss(".lk-video-conference-inner")

    def tile(self, name: str) -> Locator:
        named = self.screen.view.locator(".lk-participant-name").get_by_text(self.words.shown(name), exact=True)
        return self.root.locator(".lk-participant-tile").filter(has=named)

    def expect_no_leave_control(self) -> None:
        super().expect_no_leave_control()
        self.expect_none(self.screen.view.locator(".lk-disconnect-button"), 'button "Leave", which leaves the stage')


class LiveKitChat(Chat):
    """The chat at the right edge, or over the room on a small screen."""

    root = ByCss(".lk-chat")

    opener = ByCss(f"{CONTROL_BAR} .lk-chat-toggle")

    messages = ByCss(".lk-chat-entry")

    def message(self, name: str, text: str) -> Locator:
        body = self.screen.view.locator(".lk-message-body").get_by_text(text, exact=True)
        author = self.screen.view.locator("strong").get_by_text(self.words.shown(name), exact=True)
        return self.messages.filter(has=body).filter(has=self.screen.view.locator(AUTHOR).filter(has=author))

    def expect_no_deleting(self, name: str, text: str) -> None:
        """Expect no button that deletes the message, which reaches only people in the room."""
        if self.screen.view.locator(CONTROL_BAR).count():
            super().expect_no_deleting(name, text)
        else:
            self.expect_none(self.messages, "message outside the room")

    def close(self) -> None:
        self.press(self.root.locator(".lk-chat-toggle"), "the cross that closes the chat")
        self.expect_gone(self.root, "chat after closing it")


class LiveKitStatusMessages(StatusMessages):
    """The line over the room that shows the state of the connection."""

    root = ByCss(".lk-toast")


class LiveKitComponentsPlaces(Places):
    """The page objects that differ; parts that the room lacks are looked for as in any room."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.getting_ready: GettingReady = (form := LiveKitPreJoin(screen))
        self.toolbar: Toolbar = (tools := LiveKitToolbar(screen, form))
        self._tools = tools
        self.entry = LiveKitEntry(screen, form, tools)
        self.stage = LiveKitStage(screen)
        self.chat = LiveKitChat(screen)
        self.status_messages = LiveKitStatusMessages(screen)

    def join_stage(self) -> None:
        """Join the stage; do nothing if the person is in the room, and so on stage already."""
        if not self._tools.in_room.is_visible():
            super().join_stage()
