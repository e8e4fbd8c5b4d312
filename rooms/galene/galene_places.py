"""Galene's page objects, which override only what differs from the documented screens.

Galene's page gives few of its elements a role or a name: people, tiles, messages and menus are plain elements, which
are found by the ids and classes of galene.html and galene.js.
"""

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.by_css import ByCss
from pages.chat import Chat
from pages.entry import Entry
from pages.getting_ready import Device, GettingReady
from pages.invitation import Invitation
from pages.moderator_controls import ModeratorControls
from pages.participants import Participants, Section
from pages.places import Places
from pages.requests import Requests
from pages.screen import Screen, await_state
from pages.stage import Stage
from pages.status_messages import StatusMessages
from pages.toolbar import Toolbar

RAISED_HAND, PUBLISHING = ".user-status-raisehand", ":is(.user-status-camera, .user-status-microphone)"
SECTIONS: dict[Section, str] = {"On stage": PUBLISHING, "Raised hands": RAISED_HAND, "Viewers": f":not({PUBLISHING})"}
AUTHOR = "xpath=(self::*|preceding-sibling::*)[.//*[@class='message-user']][last()]"
"""XPath from a message to the message that shows its author: itself, or the nearest one before it."""
OWN_ENTRY = "#users > .user-p:first-child"
MAY_NOT_PRESENT = "body:has(#presentbutton.invisible):has(#unpresentbutton.invisible)"
BUTTONS = {
    "Ask to join stage": f"{MAY_NOT_PRESENT} {OWN_ENTRY}:not({RAISED_HAND})",
    "Cancel request": f"{MAY_NOT_PRESENT} {OWN_ENTRY}{RAISED_HAND}",
    "Raise hand": OWN_ENTRY,
    "Join stage": "#presentbutton",
    "Microphone": "#mutebutton",
    "Camera": f"{OWN_ENTRY}.user-status-camera",
}
MARK_CLASSES = {"hand": "user-status-raisehand", "camera": "user-status-camera", "microphone": "muted"}
"""The CSS classes that show whether a hand is raised, a camera published, or the microphone muted."""


class GaleneEntry(Entry):
    """The login form; a person has entered once the list of people has entries."""

    _toolbar = ByCss("body:has(#users > .user-p)")


class GaleneParticipants(Participants):
    """One list of all people, with the person's own entry first; each entry opens a menu.

    Icons mark people who publish or have raised a hand.
    """

    opener = ByCss("#sidebarCollapse", visible=True)
    menu = ByCss("ul.contextualMenu")

    @property
    def root(self) -> Locator:
        """The list, only while it is visible: its class "active" hides it on a wide screen, and shows it on others."""
        is_narrow = (self.screen.page.viewport_size or {"width": 0})["width"] <= 1024
        return self.screen.view.locator(f"#left-sidebar{'.active' if is_narrow else ':not(.active)'}")

    def section(self, section: Section) -> Locator:  # noqa: ARG002 (all sections are in one list)
        return self.root

    def items(self, section: Section | None = None) -> Locator:
        return self.root.locator(".user-p" + (SECTIONS[section] if section else ""))

    def menu_button(self, name: str) -> Locator:
        return self.item_of(name)

    def menu_item(self, action: str) -> Locator:
        return self.menu.get_by_text(self.words(action), exact=True)

    def close_menu(self) -> None:
        self.press(self.screen.view.locator("#title"), "the title, to close the menu")

    def remove_from_session(self, name: str) -> None:
        """Choose "Kick out", which asks for no confirmation."""
        self.choose_action(name, "Remove from session")

    def raise_hand(self, up: bool) -> None:
        """Raise or lower the hand; lower a hand first that is still raised after a permission to present."""
        if up and self.screen.view.locator(OWN_ENTRY + RAISED_HAND).count():
            self.choose_action(self.screen.owner, "Unraise hand")
        self.choose_action(self.screen.owner, "Raise hand" if up else "Unraise hand")

    def close(self) -> None:
        self.press(self.opener, "the button that closes the list of people")


class GaleneToolbar(Toolbar):
    """The buttons at the top. People ask for the stage by raising a hand, in the menu of their list entry."""

    root = ByCss("ul.nav-menu")

    def button(self, word: str, name: str = "") -> Locator:
        return self.screen.view.locator(BUTTONS[word]) if word in BUTTONS else super().button(word, name)

    def press_button(self, word: str) -> None:
        """Press the button; asking raises the hand, cancelling lowers it, and joining opens the side menu first."""
        if word in ("Ask to join stage", "Cancel request"):
            GaleneParticipants(self.screen).raise_hand(word == "Ask to join stage")
        elif word == "Join stage":
            self.press(self.root.locator("#openside"), "the button that opens the side menu, to choose devices")
        else:
            super().press_button(word)

    def switch(self, word: str, on: bool) -> None:
        """Switch the microphone by "Mute", the camera in the side menu, the hand in the menu of the person's entry."""
        if word == "Microphone":
            return super().switch(word, on)
        if word == "Camera":
            self.press_button("Join stage")
            GaleneSideMenu(self.screen).switch("Camera", on)
            GaleneSideMenu(self.screen).cancel()
        else:
            GaleneParticipants(self.screen).raise_hand(on)
        return self.expect_device(word, on)

    def expect_own_devices(self) -> None:
        self.expect_there(self.root.locator("#unpresentbutton"), 'the button "Disable", which ends publishing')

    def expect_switched(self, locator: Locator, on: bool, what: str) -> None:
        """Expect that a CSS class shows this state of the hand, the camera or the microphone."""
        device, mark = next((device, mark) for device, mark in MARK_CLASSES.items() if device in what.lower())
        with self.screen.expecting(f"{what} to be {'on' if on else 'off'}, by its mark", self.root):
            element = locator if device == "microphone" else self.screen.view.locator(OWN_ENTRY)
            await_state(element, "attached")
            is_marked, expectation = on == (device != "microphone"), expect(element)
            (expectation.to_contain_class if is_marked else expectation.not_to_contain_class)(mark, timeout=APPEARANCE)


class GaleneSideMenu(GettingReady):
    """The side menu with the devices, which people who may present can open before they press "Enable"."""

    root = ByCss("#sidebarnav")

    def choice(self, device: Device) -> Locator:
        return self.root.locator("#videoselect" if device == "Camera" else "#audioselect")

    def switch(self, device: Device, on: bool) -> None:
        """Switch the microphone by "Mute", which also works before "Enable"; choose the first camera, or "off"."""
        if device == "Microphone":
            self.cancel()
            self.press(self.screen.view.locator(BUTTONS[device]), 'the button "Mute", which the side menu covers')
            return GaleneToolbar(self.screen).press_button("Join stage")
        label = self.choice(device).locator("option").nth(1 if on else 0).inner_text()
        with self.screen.expecting(f"{label} to choose as the {device.lower()}", self.root):
            return self.screen.input.choose(self.choice(device), label)

    def cancel(self) -> None:
        self.press(self.root.locator(".closebtn"), "the cross that closes the side menu")
        self.expect_closed()

    def press_join(self) -> None:
        self.cancel()
        self.press(self.screen.view.locator("#presentbutton"), 'the button "Enable"')


class GaleneInvitation(Invitation):
    """The button "Enable", which appears once an operator allows the person to present."""

    root = ByCss("#presentbutton")

    def expect_open(self) -> None:
        self.expect_there(self.root, 'the button "Enable"')

    def accept(self) -> None:
        self.press(self.screen.view.locator("#openside"), "the button that opens the side menu, to choose devices")


class GaleneRequests(Requests):
    """The raised hands in the list of people.

    "Allow presenting" does not lower the hand, and there is no button to decline.
    """

    root = ByCss("#users")
    items = ByCss(f"#users > {RAISED_HAND}")

    def answer(self, name: str, word: str) -> None:
        GaleneParticipants(self.screen).choose_action(name, word)


class GaleneStage(Stage):
    """The pane of videos, each labelled with the publisher's name.

    The person's own video has a button that stops it.
    """

    root = ByCss("#mainrow")

    def tile(self, name: str) -> Locator:
        label = self.screen.view.locator(".label").get_by_text(self.words.shown(name), exact=True)
        own = self.screen.view.locator(".video-stop")
        return self.root.locator(".peer").filter(has=own if name == self.screen.owner else label)


class GaleneModeratorControls(ModeratorControls):
    """The permissions beside the name in the side menu, since the controls of operators have no role."""

    _controls = ByCss("#permspan:text-matches('^\\\\(?op')")


class GaleneStatusMessages(StatusMessages):
    """Messages that are shown for four seconds, in elements that screen readers do not announce."""

    root = ByCss(".toastify")


class GaleneChat(Chat):
    """The pane in the middle; on a small screen, the videos cover it until the speech bubble is pressed.

    Of several messages in a row, only the first has the author's name.
    """

    root = ByCss("body:not(:has(#collapse-video:not(.invisible))) #left")
    opener = ByCss("#show-chat, #collapse-video", visible=True)
    closer = ByCss("#close-chat, #show-video", visible=True)
    log = ByCss("#box")
    box = ByCss("#input")

    def message(self, name: str, text: str) -> Locator:
        written = self.messages.filter(has=self.screen.view.get_by_text(text, exact=True))
        author = self.screen.view.get_by_text(self.words.shown(name), exact=True)
        return written.filter(has=self.screen.view.locator(AUTHOR).filter(has=author))

    def close(self) -> None:
        self.press(self.closer, "the button that closes the chat, or shows the videos over it")


class GalenePlaces(Places):
    """The page objects that differ; for parts that Galene lacks, the documented page objects find nothing."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.participants = participants = GaleneParticipants(screen)
        self.entry, self.toolbar = GaleneEntry(screen), GaleneToolbar(screen)
        self.getting_ready, self.invitation = GaleneSideMenu(screen), GaleneInvitation(screen)
        self.requests, self.stage = GaleneRequests(screen), GaleneStage(screen)
        self.chat, self.status_messages = GaleneChat(screen), GaleneStatusMessages(screen)
        self.moderator_controls = GaleneModeratorControls(screen, participants)

    def join_stage(self) -> None:
        """Join the stage directly: "Enable" publishes camera and microphone at once."""
        self.toolbar.press(self.toolbar.button("Join stage"), 'the button "Enable"')
        self.toolbar.expect_own_devices()
