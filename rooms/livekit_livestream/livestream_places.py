"""The page objects of the livestream sample; its room file locates what has no role.

Most of what people do is in the dialog "Who's here", in the row of a person: asking, answering, inviting, removing.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import Locator

from pages.absence import Absence
from pages.chat import Chat
from pages.invitation import Invitation
from pages.moderator_controls import ModeratorControls
from pages.participants import Participants
from pages.places import Places
from pages.reactions import Reactions
from pages.requests import Requests
from pages.screen import Place, Screen
from pages.stage import Stage
from pages.toolbar import WAYS_ON_STAGE, Toolbar


class WhosHere(Participants):
    """The dialog "Who's here", behind the number of people; a person's actions are buttons in their row."""

    @contextmanager
    def menu_of(self, name: str) -> Iterator[Locator]:
        """Open the dialog; the person's row serves as the menu."""
        with self.open():
            self._menu = self.item_of(name)
            self.expect_there(self._menu, f"{name} in the list")
            yield self._menu

    def menu_item(self, action: str) -> Locator:
        return self._menu.get_by_role("button", name=self.words(action), exact=True)


class InWhosHere(Place):
    """A part of the dialog, which is opened for it."""

    def __init__(self, screen: Screen, whos_here: WhosHere) -> None:
        super().__init__(screen)
        self.list = whos_here

    def in_view(self) -> AbstractContextManager[None]:
        return self.list.open()


class LivestreamRequests(InWhosHere, Requests):
    """The rows of people whose hand is raised, on the host's screen."""


class LivestreamInvitation(InWhosHere, Invitation):
    """Two buttons in the person's own row; a dot at the number of people points there."""


class LivestreamToolbar(InWhosHere, Toolbar):
    """The bar at the top; the buttons to join the stage are in the person's own row of the dialog."""

    def stage_buttons_in_view(self) -> AbstractContextManager[None]:
        return self.list.open()

    def stage_buttons_if_present(self) -> AbstractContextManager[None]:
        return self.list.open_if_present()

    def button(self, word: str, name: str = "") -> Locator:
        if word not in WAYS_ON_STAGE:
            return super().button(word, name)
        own_row = self.list.item_of(self.screen.owner)
        return own_row.get_by_role("button", name=self.words(word, name), exact=True)


class LivestreamStage(Stage):
    """The grid of videos, each with its person's name in a corner."""

    def tile(self, name: str) -> Locator:
        badge = self.screen.view.get_by_text(re.compile(rf"^{re.escape(self.words.shown(name))}( \(you\))?$"))
        return self.tiles.filter(has=badge)


class LivestreamReactions(Reactions):
    """The buttons below the stage.

    A reaction flies over the stage without a name, and is in the chat with one.
    """

    def react(self, reaction: str) -> None:
        self.choose(reaction)

    def of(self, reaction: str, name: str) -> Locator:
        return Chat(self.screen).message(name, self.words(reaction))


class LivestreamPlaces(Places):
    """The page objects that differ; parts that the sample lacks are looked for as in any room."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.participants: Participants = (whos_here := WhosHere(screen))
        self.moderator_controls = ModeratorControls(screen, whos_here)
        self.absence = Absence(screen, whos_here)
        self.toolbar = LivestreamToolbar(screen, whos_here)
        self.requests = LivestreamRequests(screen, whos_here)
        self.invitation = LivestreamInvitation(screen, whos_here)
        self.reactions = LivestreamReactions(screen)
        self.stage = LivestreamStage(screen)
