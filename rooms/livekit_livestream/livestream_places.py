"""The page objects of the livestream sample.

Most of what people do is in the dialog "Who's here": asking, answering, inviting, removing. Its rows, the tiles and the
chat have no roles, so they are found by their texts and by the classes of the sample's style sheet.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.absence import Absence
from pages.by_css import ByCss
from pages.chat import Chat
from pages.entry import Entry
from pages.invitation import Invitation
from pages.moderator_controls import ModeratorControls
from pages.participants import Participants, Section
from pages.places import Places
from pages.reactions import Reactions
from pages.requests import Requests
from pages.screen import Place, Screen
from pages.stage import Stage
from pages.status_messages import StatusMessages
from pages.toolbar import WAYS_ON_STAGE, Toolbar

TOP_BAR = "div.absolute.top-0.w-full"
"""The bar at the top."""
HEADINGS: dict[Section, str] = {"On stage": "^(Host|Co-Hosts)$", "Viewers": "^Viewers$"}
OWN_DEVICES = {"Microphone": "^Mic (On|Off)$", "Camera": "^Cam (On|Off)$"}


class WhosHere(Participants):
    """The dialog "Who's here", which the number of people opens; a person's actions are buttons in their row."""

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("dialog", name=self.words(self.word), exact=True)

    @property
    def opener(self) -> Locator:
        return self.screen.view.get_by_role("button", name=re.compile(r"^\d+$"))

    def section(self, section: Section) -> Locator:
        return self.root.get_by_text(re.compile(HEADINGS[section])).locator("xpath=..")

    def items(self, section: Section | None = None) -> Locator:
        return (self.section(section) if section else self.root).locator(".rt-Flex:has(> .rt-Flex > .rt-AvatarRoot)")

    @contextmanager
    def menu_of(self, name: str) -> Iterator[Locator]:
        """Open the dialog; the person's row serves as the menu."""
        with self.open():
            self._menu = self.item_of(name)
            self.expect_there(self._menu, f"{name} in the list")
            yield self._menu

    def menu_item(self, action: str) -> Locator:
        return self._menu.get_by_role("button", name=self.words(action), exact=True)

    def menu_button(self, name: str) -> Locator:
        return self.item_of(name)


class InWhosHere(Place):
    """A part of the dialog "Who's here", which must be open."""

    def __init__(self, screen: Screen, whos_here: WhosHere) -> None:
        super().__init__(screen)
        self.whos_here = whos_here

    def in_view(self) -> AbstractContextManager[None]:
        return self.whos_here.open()

    @property
    def own_row(self) -> Locator:
        """The person's own row."""
        return self.whos_here.item_of(self.screen.owner)

    def with_answer_buttons(self, rows: Locator) -> Locator:
        """Return the rows with "Accept" and "Reject"."""
        reject = self.screen.view.get_by_role("button", name=self.words("Decline invitation"), exact=True)
        return rows.filter(has=reject)


class LivestreamRequests(InWhosHere, Requests):
    """The rows of people whose hand is raised, on the host's screen."""

    @property
    def root(self) -> Locator:
        return self.whos_here.root

    @property
    def items(self) -> Locator:
        return self.with_answer_buttons(self.whos_here.items())


class LivestreamInvitation(InWhosHere, Invitation):
    """Two buttons in the person's own row; while there are any, a dot is at the number of people."""

    @property
    def root(self) -> Locator:
        return self.with_answer_buttons(self.own_row)


class LivestreamToolbar(InWhosHere, Toolbar):
    """The bar at the top; the buttons to join the stage are in the person's own row of the dialog."""

    root = ByCss(TOP_BAR)

    def ways_in_view(self) -> AbstractContextManager[None]:
        return self.whos_here.open()

    def button(self, word: str, name: str = "") -> Locator:
        if word in OWN_DEVICES:
            return self.root.get_by_role("button", name=re.compile(OWN_DEVICES[word]))
        container = self.own_row if word in WAYS_ON_STAGE else self.root
        return container.get_by_role("button", name=self.words(word, name), exact=True)

    def expect_switched(self, locator: Locator, on: bool, what: str) -> None:
        with self.screen.expecting(f"{what} to be {'on' if on else 'off'}", self.root):
            expect(locator).to_have_text(re.compile(" On$" if on else " Off$"), timeout=APPEARANCE)


class LivestreamStage(Stage):
    """The grid of videos, each with its person's name in a corner."""

    root = ByCss("div.relative.bg-black")

    def tile(self, name: str) -> Locator:
        badge = self.screen.view.get_by_text(re.compile(rf"^{re.escape(self.words.shown(name))}( \(you\))?$"))
        return self.root.locator("div.relative:has(> video)").filter(has=badge)


class LivestreamChat(Chat):
    """The column at the right."""

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_text("Live Chat", exact=True).locator("xpath=../..")

    @property
    def messages(self) -> Locator:
        return self.root.locator(".break-words")

    def button(self, word: str, name: str = "") -> Locator:
        return self.root.get_by_role("button") if word == "Send" else super().button(word, name)


class LivestreamReactions(Reactions):
    """The buttons below the stage.

    A reaction moves over the stage without a name, and is in the chat with one, where this class looks for it.
    """

    def react(self, reaction: str) -> None:
        self.choose(reaction)

    def of(self, reaction: str, name: str) -> Locator:
        return LivestreamChat(self.screen).message(name, self.words(reaction))


class LivestreamStatusMessages(StatusMessages):
    """Status messages and alerts; without a connection, the bar has "Loading..." in place of the stream's name."""

    @property
    def root(self) -> Locator:
        return super().root.or_(self.screen.view.locator(TOP_BAR))


class LivestreamEntry(InWhosHere, Entry):
    """The form that asks viewers for their name; the host's link leads past it."""

    @property
    def _toolbar(self) -> Locator:
        """The number of people, which is visible once the page is connected."""
        return self.whos_here.opener


class LivestreamPlaces(Places):
    """The page objects that differ; parts that the sample lacks are looked for as in any room."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.participants: Participants = (whos_here := WhosHere(screen))
        self.moderator_controls = ModeratorControls(screen, whos_here)
        self.absence = Absence(screen, whos_here)
        self.toolbar = LivestreamToolbar(screen, whos_here)
        self.entry = LivestreamEntry(screen, whos_here)
        self.requests = LivestreamRequests(screen, whos_here)
        self.invitation = LivestreamInvitation(screen, whos_here)
        self.chat = LivestreamChat(screen)
        self.reactions = LivestreamReactions(screen)
        self.stage = LivestreamStage(screen)
        self.status_messages = LivestreamStatusMessages(screen)
