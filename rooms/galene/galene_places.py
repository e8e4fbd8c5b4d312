"""Galene's page objects, which override only what differs from the documented screens.

Galene's page gives few of its elements a role or a name: people, tiles and messages are plain elements, and the menu is
a list. Elements are found by role where they have one, otherwise by the ids and classes of galene.html and galene.js.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.chat import Chat
from pages.entry import Entry
from pages.moderator_controls import ModeratorControls
from pages.participants import Participants, Section
from pages.places import Places
from pages.screen import Screen, await_state
from pages.stage import Stage
from pages.status_messages import StatusMessages
from pages.toolbar import Toolbar
from pages.words import whole_word

OPERATOR = re.compile(r"\bop(erator)?\b")
MUTED = re.compile(r"\bmuted\b")
RAISED = re.compile(r"\buser-status-raisehand\b")
PUBLISHING = ".user-status-camera, .user-status-microphone"
"""The classes of people who publish, in the list of people."""
IN_SECTION: dict[Section, str] = {
    "On stage": f".user-p:is({PUBLISHING})",
    "Raised hands": ".user-p.user-status-raisehand",
    "Viewers": f".user-p:not({PUBLISHING})",
}


class GaleneEntry(Entry):
    """The login form, whose words are in the room file; a person has entered once the list of people has entries."""

    @property
    def _toolbar(self) -> Locator:
        return self.screen.view.locator("body:has(#users > .user-p)")


class GaleneParticipants(Participants):
    """One list of everyone, sorted by name, oneself first; icons mark people who publish or have raised a hand."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("#left-sidebar")

    @property
    def opener(self) -> Locator:
        return self.screen.view.locator("#sidebarCollapse")

    @property
    def own(self) -> Locator:
        return self.root.locator(".user-p").first

    def person(self, section: Section, name: str) -> Locator:
        return self.root.locator(IN_SECTION[section]).filter(has_text=whole_word(self.words.shown(name)))

    def anywhere(self, name: str) -> Locator:
        return self.root.locator(".user-p").filter(has_text=whole_word(self.words.shown(name))).first

    def expect_unlisted(self, name: str, patience: int = APPEARANCE) -> None:
        with self.screen.expecting(f"no {name} among the participants", self.root):
            expect(self.anywhere(name)).to_have_count(0, timeout=patience)

    def expect_hands(self, names: list[str]) -> None:
        hands = self.root.locator(IN_SECTION["Raised hands"])
        wanted = " and ".join(names) or "nobody"
        with self.screen.expecting(f"hands raised, in this order: {wanted}", self.root):
            expect(hands).to_have_text([whole_word(self.words.shown(name)) for name in names], timeout=APPEARANCE)

    @contextmanager
    def menu_of(self, name: str) -> Iterator[Locator]:
        with self.menu_at(self.anywhere(name), name) as menu:
            yield menu

    @contextmanager
    def menu_at(self, entry: Locator, name: str) -> Iterator[Locator]:
        """Open the menu of an entry in the list, and close it by a click beside it where nothing was chosen."""
        with self.open():
            self.press(entry, f"{name} in the list of people")
            self.expect_there(self.menu, f"the menu of {name}")
            yield self.menu
            if self.menu.is_visible():
                self.press(self.screen.view.locator("#title"), "the title, to close the menu")
            self.expect_gone(self.menu, f"menu of {name}")

    @property
    def menu(self) -> Locator:
        return self.screen.view.locator("ul.contextualMenu")

    def menu_item(self, action: str) -> Locator:
        return self.menu.locator(".contextualMenuItem", has_text=whole(self.words(action)))

    def menu_button(self, name: str) -> Locator:
        return self.anywhere(name)

    def _is_shown_without_opening(self) -> bool:
        """On a small screen the list is outside the viewport until it is opened."""
        with self.screen.expecting("the list of people"):
            await_state(self.root, "attached")
        box = self.root.bounding_box()
        return box is not None and box["x"] >= 0 and box["width"] > 0

    @contextmanager
    def open(self) -> Iterator[None]:
        showing = self._is_shown_without_opening()
        if not showing:
            self.press(self.opener, "the button that opens the list of people")
        yield
        if not showing and self._is_shown_without_opening():
            self.press(self.opener, "the button that closes the list of people")


class GaleneToolbar(Toolbar):
    """The buttons at the top; to raise a hand is an entry in one's own menu in the list of people."""

    own: ClassVar[dict[str, str]] = {"Join stage": "#presentbutton", "Microphone": "#mutebutton"}

    def __init__(self, screen: Screen, participants: GaleneParticipants) -> None:
        super().__init__(screen)
        self._participants = participants

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("ul.nav-menu")

    @property
    def disable_button(self) -> Locator:
        """The button "Disable", which ends one's own publishing."""
        return self.root.locator("#unpresentbutton")

    def button(self, word: str, name: str = "") -> Locator:
        own = self.own.get(word)
        return self.root.locator(own) if own else super().button(word, name)

    def expect_own_devices(self) -> None:
        """Expect the button "Disable"; that there is no camera button is found by `expect_device`."""
        self.expect_there(self.disable_button, 'the button "Disable"')

    def expect_no_own_devices(self) -> None:
        """Expect no button "Disable"; "Mute" is also there before, for people who may publish."""
        self.expect_there(self.root, "the buttons at the top")
        self.expect_gone(self.disable_button, 'button "Disable"')

    def switch(self, word: str, on: bool) -> None:
        if word == "Raise hand":
            self._choose_of_own("Raise hand" if on else "Unraise hand")
        else:
            self.expect_device(word, not on)
            self.press_button(word)
        self.expect_device(word, on)

    def expect_device(self, word: str, on: bool) -> None:
        """Expect the microphone's "muted" mark; nothing shows the state of the camera."""
        if word == "Raise hand":
            self._expect_marked(self._participants.own, RAISED, on, "one's own hand")
        elif word == "Microphone":
            self._expect_marked(self.button(word), MUTED, not on, "the mark of a muted microphone")
        else:
            super().expect_device(word, on)

    def _choose_of_own(self, label: str) -> None:
        with self._participants.menu_at(self._participants.own, "oneself"):
            self.press(self._participants.menu_item(label), f'"{label}" in the menu of oneself')

    def _expect_marked(self, locator: Locator, mark: re.Pattern[str], marked: bool, what: str) -> None:
        with self.screen.expecting(f"{what} to be {'there' if marked else 'gone'}", self.root):
            await_state(locator, "attached")
            expectation = expect(locator)
            (expectation.to_have_class if marked else expectation.not_to_have_class)(mark, timeout=APPEARANCE)


class GaleneStage(Stage):
    """The pane of videos, each labelled with the publisher's name."""

    def __init__(self, screen: Screen, toolbar: GaleneToolbar) -> None:
        super().__init__(screen)
        self._toolbar = toolbar

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("#right")

    def tile(self, name: str) -> Locator:
        label = self.screen.view.locator(".label", has_text=whole(self.words.shown(name)))
        return self.root.locator(".peer").filter(has=label)

    def expect_no_leave_control(self) -> None:
        """Expect no button "Disable" either: its name does not mention the stage, but it leaves it."""
        super().expect_no_leave_control()
        self._toolbar.expect_gone(self._toolbar.disable_button, 'button "Disable", which leaves the stage')


class GaleneModeratorControls(ModeratorControls):
    """Operators' own controls have no role; the side menu shows the permissions beside the name."""

    def expect_possible(self) -> None:
        with self.screen.expecting("the role of operator in the side menu"):
            await_state(self._controls, "attached")

    @property
    def _controls(self) -> Locator:
        return self.root.locator("#permspan", has_text=OPERATOR)


class GaleneStatusMessages(StatusMessages):
    """Messages that appear for four seconds, as plain elements that screen readers do not announce."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator(".toastify")


class GaleneChat(Chat):
    """The pane in the middle; on a small screen, behind the button with a speech bubble."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("#left")

    @property
    def opener(self) -> Locator:
        return self.screen.view.locator("#show-chat:visible, #collapse-video:visible")

    @property
    def messages(self) -> Locator:
        return self.root.locator(".message-row")

    def message(self, name: str, text: str) -> Locator:
        """Find the author alone, since author and time follow each other without a space."""
        author = self.screen.view.locator(".message-user", has_text=whole(self.words.shown(name)))
        body = self.screen.view.locator(".message-content").get_by_text(text, exact=True)
        return self.messages.filter(has=author).filter(has=body)

    @property
    def box(self) -> Locator:
        return self.root.locator("#input")

    def button(self, word: str, name: str = "") -> Locator:
        return self.root.locator("#inputbutton") if word == "Send" else super().button(word, name)

    def close(self) -> None:
        self.press(self.root.locator("#close-chat"), "the button that closes the chat")


class GalenePlaces(Places):
    """The page objects of Galene's page; parts that it lacks stay the documented ones, and are not found."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.entry = GaleneEntry(screen)
        self.participants = GaleneParticipants(screen)
        self.toolbar = self._toolbar = GaleneToolbar(screen, self.participants)
        self.stage = GaleneStage(screen, self.toolbar)
        self.moderator_controls = GaleneModeratorControls(screen, self.participants)
        self.status_messages = GaleneStatusMessages(screen)
        self.chat = GaleneChat(screen)

    def join_stage(self) -> None:
        """Join the stage directly: "Enable" publishes camera and microphone at once."""
        self.toolbar.press_button("Join stage")
        self._toolbar.expect_own_devices()


def whole(text: str) -> re.Pattern[str]:
    """Return a pattern of exactly this text, with any spaces around it."""
    return re.compile(rf"^\s*{re.escape(text)}\s*$")
