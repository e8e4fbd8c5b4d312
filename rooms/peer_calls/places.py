"""Where things stand on the screen of Peer Calls.

Its toolbar, its tiles and its form bear neither roles nor names, and the buttons are pictures alone, so that they have
to be found by their CSS classes. That this is a barrier for others is for the rules about barriers to say.
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
from pages.news import News
from pages.places import Places
from pages.screen import Screen
from pages.stage import Stage
from pages.toolbar import Toolbar
from rooms.peer_calls import CONDUCTS

LIT = re.compile(r"(^|\s)on(\s|$)")
"""The class of a button for a device while that is switched off."""
CHOICES = {"Microphone": "audio-input", "Camera": "video-input"}
SWITCHES = {"Microphone": ".mute-audio", "Camera": ".mute-video"}
NONE = {"Microphone": "No Audio", "Camera": "No Video"}
DEFAULT = {"Microphone": "Default Audio", "Camera": "Default Video"}


class TheForm(GettingReady):
    """The form with which every call begins: a name, a camera, a microphone, and the button that leads in."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("form.media")

    def choice(self, device: Device) -> Locator:
        return self.root.locator(f'select[name="{CHOICES[device]}"]')

    def expect_choices(self, device: Device, at_least: int) -> None:
        """Two of the options are no devices: none at all, and whichever is the browser's own choice."""
        super().expect_choices(device, at_least + 2)

    def switch(self, device: Device, on: bool) -> None:
        """Switched off is what is chosen to be none."""
        with self.screen.expecting(f"the {device.lower()} to switch {'on' if on else 'off'}", self.root):
            self.screen.hands.choose(self.choice(device), (DEFAULT if on else NONE)[device])


class Door(Entry):
    """The way into a call leads through the same form.

    An attendee stops in front of it, with a name filled in, as long as no step says that they join: this is as near as
    one comes to a call without being on stage. Whoever conducts it goes in at once, since there would be nobody in the
    call otherwise, and nothing to be seen from outside.
    """

    def __init__(self, screen: Screen, form: TheForm) -> None:
        super().__init__(screen)
        self._form = form

    def enter_as(self, name: str) -> None:
        self.expect_there(self.name, 'the field "Nickname"')
        self.screen.hands.write(self.name, name)
        if urlsplit(self.screen.view.url).fragment == CONDUCTS:
            self._form.go_live()

    def knock(self, name: str) -> None:
        """Nobody is turned away."""
        self.enter_as(name)


class Tools(Toolbar):
    """The row of round buttons at the left edge."""

    def __init__(self, screen: Screen, form: TheForm) -> None:
        super().__init__(screen)
        self._form = form

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".toolbar")

    @property
    def hang_up(self) -> Locator:
        """There as long as one is in the call."""
        return self.root.locator(".hangup")

    def button(self, word: str, name: str = "") -> Locator:
        """The way on stage is not on the toolbar but in the form, wherever on the screen that stands."""
        if word == "Join stage":
            return self._form.button(word)
        return self.root.locator(SWITCHES[word]) if word in SWITCHES else super().button(word, name)

    def press_button(self, word: str) -> None:
        """The form that the documented button "Join stage" would open is open from the beginning."""
        if word == "Join stage":
            self._form.expect_open()
        else:
            super().press_button(word)

    def expect_switched(self, locator: Locator, on: bool, what: str) -> None:
        with self.screen.expecting(f"{what} to be {'on' if on else 'off'}", self.root):
            expect(locator).to_be_visible(timeout=APPEARANCE)
            if on:
                expect(locator).not_to_have_class(LIT, timeout=APPEARANCE)
            else:
                expect(locator).to_have_class(LIT, timeout=APPEARANCE)


class Pictures(Stage):
    """The grid of pictures, each with a name under it; one's own name can be edited there."""

    def __init__(self, screen: Screen, toolbar: Tools) -> None:
        super().__init__(screen)
        self._toolbar = toolbar

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".videos-grid")

    def tile(self, name: str) -> Locator:
        """One's own empty frame, which stands there before the call and after it, is no tile."""
        view, shown = self.screen.view, self.words.shown(name)
        mine = view.locator(f"input.nickname[value={json.dumps(shown)}]")
        others = view.locator("span.nickname").get_by_text(shown, exact=True)
        in_call = view.locator(".app:has(.toolbar .hangup) .videos-grid .video-container")
        return in_call.filter(has=mine.or_(others))

    def expect_no_way_off(self) -> None:
        super().expect_no_way_off()
        with self.screen.expecting('no "Hang Up" to leave the stage by'):
            expect(self._toolbar.hang_up).to_have_count(0, timeout=APPEARANCE)


class Nothing(Absence):
    """Buttons bear their names in hints that show on pointing at them; what is absent must not be hinted at either."""

    def expect_of(self, what: str) -> None:
        super().expect_of(what)
        for word in NAMES[what]:
            with self.screen.expecting(f'no hint of "{word}", since the room does not offer {what}'):
                expect(self.root.get_by_text(self.words(word))).to_have_count(0, timeout=LOOK)


class Talk(Chat):
    """The chat, at the right edge once its button is pressed. In its midst stand the program's own messages."""

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
        """The author's name and the time stand side by side without a space, so that it is no word of its own."""
        author = self.screen.view.locator(".message-user-name").get_by_text(self.words.shown(name), exact=True)
        written = self.screen.view.locator(".message-text").get_by_text(text, exact=True)
        return self.messages.filter(has=author).filter(has=written)

    def close(self) -> None:
        self.press(self.root.locator(".chat-close"), "the arrow that closes the chat")
        self.expect_gone(self.root, "chat after closing it")


class Notes(News):
    """Lines at the upper edge, the newest on top."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".notification, .alert")

    @property
    def _lost(self) -> Locator:
        """No word of it is taken back: a newer line takes its place, and only the newest is to be seen."""
        return super()._lost.and_(self.screen.view.locator(".notification:first-child"))


class PeerCallsPlaces(Places):
    """The places that differ; what a call does not have is looked for where rooms are documented to have it."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.getting_ready: GettingReady = (form := TheForm(screen))
        self.toolbar: Toolbar = (tools := Tools(screen, form))
        self.stage = Pictures(screen, tools)
        self.entry = Door(screen, form)
        self.chat = Talk(screen)
        self.news = Notes(screen)
        self.absence = Nothing(screen, self.participants)
        self._tools = tools

    def join_stage(self) -> None:
        """Whoever has gone into the call is on stage already."""
        if not self._tools.hang_up.is_visible():
            super().join_stage()
