"""The page objects of Peer Calls.

Its toolbar, tiles and form have neither roles nor names, and its buttons are icons, so they are found by CSS classes.
The rules about accessibility do not use these page objects for that, so they fail.
"""

import json
import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE, LOOK
from pages.absence import NAMES, Absence
from pages.chat import Chat
from pages.entry import Entry
from pages.getting_ready import Device, GettingReady
from pages.places import Places
from pages.screen import Screen
from pages.stage import Stage
from pages.status_messages import StatusMessages
from pages.toolbar import Toolbar
from rooms.peer_calls import MODERATOR_FRAGMENT

SWITCHED_OFF_CLASS = re.compile(r"(^|\s)on(\s|$)")
"""The class of a device's button while the device is off."""
SELECT_NAMES = {"Microphone": "audio-input", "Camera": "video-input"}
DEVICE_BUTTONS = {"Microphone": ".mute-audio", "Camera": ".mute-video"}
HANG_UP = ".toolbar .hangup"
"""The button that leaves the call, visible during the call."""
NO_DEVICE = {"Microphone": "No Audio", "Camera": "No Video"}
DEFAULT_DEVICE = {"Microphone": "Default Audio", "Camera": "Default Video"}


class PeerCallsForm(GettingReady):
    """The form at the start of every call: name, camera, microphone, and the button to join."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("form.media")

    def choice(self, device: Device) -> Locator:
        return self.root.locator(f'select[name="{SELECT_NAMES[device]}"]')

    def expect_choices(self, device: Device, at_least: int) -> None:
        """Expect two more options: none, and the browser's default."""
        super().expect_choices(device, at_least + 2)

    def switch(self, device: Device, on: bool) -> None:
        """Switch the device by choosing the default or none."""
        with self.screen.expecting(f"the {device.lower()} to switch {'on' if on else 'off'}", self.root):
            self.screen.input.choose(self.choice(device), (DEFAULT_DEVICE if on else NO_DEVICE)[device])


class PeerCallsEntry(Entry):
    """The field for the name, which is in the form at the start.

    An attendee stays at the form until a step joins the stage. A moderator joins at once, since otherwise nobody would
    be in the call.
    """

    def __init__(self, screen: Screen, form: PeerCallsForm) -> None:
        super().__init__(screen)
        self._form = form

    def enter_as(self, name: str) -> None:
        self.expect_there(self.name, 'the field "Nickname"')
        self.screen.input.write(self.name, name)
        if urlsplit(self.screen.view.url).fragment == MODERATOR_FRAGMENT:
            self._form.go_live()

    def try_to_enter(self, name: str) -> bool:
        """Enter, and return True, since a call refuses nobody."""
        self.enter_as(name)
        return True


class PeerCallsToolbar(Toolbar):
    """The row of round buttons at the left edge."""

    def __init__(self, screen: Screen, form: PeerCallsForm) -> None:
        super().__init__(screen)
        self._form = form

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".toolbar")

    @property
    def hang_up(self) -> Locator:
        return self.screen.view.locator(HANG_UP)

    def button(self, word: str, name: str = "") -> Locator:
        """Return the button, which for "Join stage" is in the form and not on the toolbar."""
        if word == "Join stage":
            return self._form.button(word)
        return self.root.locator(DEVICE_BUTTONS[word]) if word in DEVICE_BUTTONS else super().button(word, name)

    def press_button(self, word: str) -> None:
        """Press the button; the form that "Join stage" would open is open from the start."""
        if word == "Join stage":
            self._form.expect_open()
        else:
            super().press_button(word)

    def expect_switched(self, locator: Locator, on: bool, what: str) -> None:
        with self.screen.expecting(f"{what} to be {'on' if on else 'off'}", self.root):
            expect(locator).to_be_visible(timeout=APPEARANCE)
            if on:
                expect(locator).not_to_have_class(SWITCHED_OFF_CLASS, timeout=APPEARANCE)
            else:
                expect(locator).to_have_class(SWITCHED_OFF_CLASS, timeout=APPEARANCE)


class PeerCallsStage(Stage):
    """The grid of videos, each with a name below it; the person's own name is an editable field."""

    def __init__(self, screen: Screen, toolbar: PeerCallsToolbar) -> None:
        super().__init__(screen)
        self._toolbar = toolbar

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".videos-grid")

    def tile(self, name: str) -> Locator:
        """Return the tile. The person's own empty frame, which is shown before and after the call, is no tile."""
        view, shown = self.screen.view, self.words.shown(name)
        own = view.locator(f"input.nickname[value={json.dumps(shown)}]")
        others = view.locator("span.nickname").get_by_text(shown, exact=True)
        in_call = view.locator(f".app:has({HANG_UP}) .videos-grid .video-container")
        return in_call.filter(has=own.or_(others))

    def expect_no_leave_control(self) -> None:
        super().expect_no_leave_control()
        with self.screen.expecting('no "Hang Up" to leave the stage by'):
            expect(self._toolbar.hang_up).to_have_count(0, timeout=APPEARANCE)


class PeerCallsAbsence(Absence):
    """Buttons are named by tooltips, so an absent capability must not be in a tooltip either."""

    def expect_of(self, what: str) -> None:
        super().expect_of(what)
        for word in NAMES[what]:
            with self.screen.expecting(f'no tooltip "{word}", since the room does not offer {what}'):
                expect(self.root.get_by_text(self.words(word))).to_have_count(0, timeout=LOOK)


class PeerCallsChat(Chat):
    """The chat, at the right edge once its button is pressed. The program adds messages of its own."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".chat-container.show")

    @property
    def opener(self) -> Locator:
        return self.screen.view.locator(".toolbar .chat")

    @property
    def log(self) -> Locator:
        return self.root.locator(".chat-history")

    @property
    def messages(self) -> Locator:
        by_the_program = self.screen.view.get_by_text("[PeerCalls]", exact=True)
        return self.log.locator(".chat-item").filter(has_not=by_the_program)

    def message(self, name: str, text: str) -> Locator:
        """Look for the author in its own element, since name and time follow each other without a space."""
        author = self.screen.view.locator(".message-user-name").get_by_text(self.words.shown(name), exact=True)
        body = self.screen.view.locator(".message-text").get_by_text(text, exact=True)
        return self.messages.filter(has=author).filter(has=body)

    def expect_no_deleting(self, name: str, text: str) -> None:
        """Expect no button that deletes the message, which reaches only people in the call."""
        if self.screen.view.locator(HANG_UP).count():
            super().expect_no_deleting(name, text)
        else:
            self.expect_none(self.messages, "message outside the call")

    def close(self) -> None:
        self.press(self.root.locator(".chat-close"), "the arrow that closes the chat")
        self.expect_gone(self.root, "chat after closing it")


class PeerCallsStatusMessages(StatusMessages):
    """Messages at the upper edge, the newest on top."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".notification, .alert")

    @property
    def _connection_lost_message(self) -> Locator:
        """Return only the newest message: older ones are not removed when the connection is restored."""
        return super()._connection_lost_message.and_(self.screen.view.locator(".notification:first-child"))


class PeerCallsPlaces(Places):
    """The page objects that differ; parts that a call lacks are looked for as in any room."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.getting_ready: GettingReady = (form := PeerCallsForm(screen))
        self.toolbar: Toolbar = (tools := PeerCallsToolbar(screen, form))
        self.stage = PeerCallsStage(screen, tools)
        self.entry = PeerCallsEntry(screen, form)
        self.chat = PeerCallsChat(screen)
        self.status_messages = PeerCallsStatusMessages(screen)
        self.absence = PeerCallsAbsence(screen, self.participants)
        self._tools = tools

    def join_stage(self) -> None:
        """Join the stage; do nothing if the person is in the call, and so on stage already."""
        if not self._tools.hang_up.is_visible():
            super().join_stage()
