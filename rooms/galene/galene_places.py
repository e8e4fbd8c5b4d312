"""Galene's page objects for what people do in another way; its room file locates the rest."""

from playwright.sync_api import Locator

from pages.absence import Absence
from pages.getting_ready import Device, GettingReady
from pages.invitation import Invitation
from pages.moderator_controls import ModeratorControls
from pages.participants import Participants
from pages.places import Places
from pages.requests import Requests
from pages.screen import Screen
from pages.toolbar import REQUEST_BUTTONS, Toolbar


class GaleneParticipants(Participants):
    """One list of everyone, with the person first.

    Icons mark people who publish or have raised a hand, and entries open menus.
    """

    @property
    def root(self) -> Locator:
        """Return the list while it is shown.

        Its class hides it on a wide screen, and shows it on a narrow one.
        """
        is_narrow = (self.screen.page.viewport_size or {"width": 0})["width"] <= 1024
        return self.screen.view.locator(f"#left-sidebar{'.active' if is_narrow else ':not(.active)'}")

    def menu_item(self, action: str) -> Locator:
        return self.menu.get_by_text(self.words(action), exact=True)

    def close_menu(self) -> None:
        self.press(self.screen.view.locator("#title"), "the title, to close the menu")

    def remove_from_session(self, name: str) -> None:
        """Choose "Kick out", which asks for no confirmation."""
        self.choose_action(name, "Remove from session")

    def raise_hand(self, up: bool) -> None:
        """Raise or lower the hand, after lowering one that an earlier permission to present left up."""
        raised = self.screen.located("toolbar.on", "Raise hand")
        if up and raised and raised.count():
            self.choose_action(self.screen.owner, "Unraise hand")
        self.choose_action(self.screen.owner, "Raise hand" if up else "Unraise hand")


class GaleneToolbar(Toolbar):
    """The buttons at the top. People ask for the stage by raising a hand, in the menu of their list entry."""

    def press_button(self, word: str) -> None:
        """Raise or lower the hand, to ask; open the side menu, to get ready; or press a button at the top."""
        if word in REQUEST_BUTTONS:
            GaleneParticipants(self.screen).raise_hand(word == "Ask to join stage")
        elif word == "Join stage":
            self.press(self.root.locator("#openside"), "the button that opens the side menu, to choose devices")
        else:
            super().press_button(word)

    def switch(self, word: str, on: bool) -> None:
        """Press "Mute", choose the camera in the side menu, or raise or lower the hand in the person's menu."""
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


class GaleneSideMenu(GettingReady):
    """The side menu with the devices, which people who may present can open before they press "Enable"."""

    def switch(self, device: Device, on: bool) -> None:
        """Press "Mute" for the microphone, which works before "Enable" too; choose the first camera, or "off"."""
        if device == "Microphone":
            self.cancel()
            toolbar = GaleneToolbar(self.screen)
            self.press(toolbar.button(device), 'the button "Mute", which the side menu covers')
            return toolbar.press_button("Join stage")
        label = self.choice(device).locator("option").nth(1 if on else 0).inner_text()
        with self.screen.expecting(f"{label} to choose as the {device.lower()}", self.root):
            return self.screen.input.choose(self.choice(device), label)

    def press_join(self) -> None:
        self.cancel()
        super().press_join()


class GaleneInvitation(Invitation):
    """Only the button "Enable", which appears once an operator allows a person to present."""

    def expect_open(self) -> None:
        self.expect_there(self.root, 'the button "Enable"')


class GaleneRequests(Requests):
    """The raised hands in the list of people.

    "Allow presenting" leaves the hand up; there is no button to decline.
    """

    def answer(self, name: str, word: str) -> None:
        GaleneParticipants(self.screen).choose_action(name, word)


class GalenePlaces(Places):
    """The page objects of Galene's page; for parts that it lacks, the documented ones, which find nothing."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.participants = participants = GaleneParticipants(screen)
        self.toolbar, self.getting_ready = GaleneToolbar(screen), GaleneSideMenu(screen)
        self.invitation, self.requests = GaleneInvitation(screen), GaleneRequests(screen)
        self.moderator_controls = ModeratorControls(screen, participants)
        self.absence = Absence(screen, participants)

    def join_stage(self) -> None:
        """Join the stage directly: "Enable" publishes camera and microphone at once."""
        self.toolbar.press(self.toolbar.button("Join stage"), 'the button "Enable"')
        self.toolbar.expect_own_devices()
