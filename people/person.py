"""One person at one device, in one session."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error, Page

from conformance.room_profile import RoomProfile
from conformance.time_limits import DESCRIPTION, LOADING
from pages.places import Places
from pages.screen import Screen
from pages.way_in import WayIn
from people.senses import Senses
from people.windows import Window
from people.witness import Witness

REFUSED = 400
"""The least HTTP status by which a server says no."""
QUIET = "Nothing was logged."
"""What is kept of a console that said nothing, so that nobody takes the file for a broken one."""


class OlderTab:
    """A tab of somebody who has opened the room again in a newer one."""

    def __init__(self, screen: Screen, places: Places) -> None:
        self.name = screen.owner
        self.device = screen.device
        self.screen = screen
        self.witness = Witness(screen)
        self._places = places

    @property
    def page(self) -> Page:
        return self.screen.page

    def expect_taken_over(self) -> None:
        """It says that the person is here in another tab or window, and offers nothing of the room any more."""
        self._places.news.expect_told("another")
        self._places.toolbar.expect_gone(self._places.toolbar.root, "toolbar of the room")
        self.screen.worth_a_look()


class Person:
    """Somebody in the scenario: what they see and touch, what reaches them, and what their browser does.

    ``sent``: messages to the server, by occasion; ``chosen``: the names of devices chosen, by kind.
    """

    def __init__(self, window: Window, screen: Screen, places: Places, profile: RoomProfile) -> None:
        self.name = screen.owner
        self.device = screen.device
        self.screen = screen
        self.places = places
        self.senses = Senses(screen, places.stage)
        self.witness = Witness(screen)
        self.sent: dict[str, list[str]] = {}
        self.chosen: dict[str, str] = {}
        self._older_tab: OlderTab | None = None
        self._doors: list[Screen | None] = []
        self.window = window
        self._way_in = WayIn(screen, places.entry, profile.way_in, profile.frame)

    @property
    def page(self) -> Page:
        return self.screen.page

    def open(self, link: str) -> None:
        """Follow the link to the door."""
        self._way_in.open(link)

    def go_in(self) -> None:
        """Give one's name where it is asked for, and come into the room."""
        self._way_in.go_in(self.screen.words.shown(self.name), self.name.lower())

    def reload(self) -> None:
        """Load the page anew, as the browser's own button does."""
        with self.screen.expecting("the page to load anew"):
            self.page.reload(timeout=LOADING)
        self.places.entry.enter_as(self.screen.words.shown(self.name))

    def open_again(self, link: str) -> None:
        """Open the link in one more tab of the same browser; from then on the person sits at that one."""
        older = self.screen.left_behind(f"{self.name}, older tab", self.window.context.new_page())
        self._older_tab = OlderTab(older, type(self.places)(older))
        self.open(link)
        self.go_in()

    @property
    def tabs(self) -> "list[Person | OlderTab]":
        """Where something of the room is to be seen: before the person, and in a tab that they have left behind."""
        return [self, self._older_tab] if self._older_tab else [self]

    @property
    def older_tab(self) -> "OlderTab":
        if self._older_tab is None:
            raise LookupError(f"{self.name} has opened the link only once")
        return self._older_tab

    def lose_network(self) -> None:
        self.window.context.set_offline(True)

    def regain_network(self) -> None:
        self.window.context.set_offline(False)

    def tries(self, links: list[str]) -> None:
        """Open each of the links in a tab of its own, as somebody who hopes that one of them opens a door."""
        self._doors = [self._try(link.replace("{name}", quote(self.name))) for link in links]

    def _try(self, link: str) -> Screen | None:
        """The tab in which the link led somewhere; None where the server refused it outright."""
        tab = Screen(f"{self.name} at {link}", self.device, self.window.context.new_page(), self.screen.words)
        with tab.expecting("an answer"):
            answer = tab.page.goto(link, timeout=LOADING)
        return None if answer is not None and answer.status >= REFUSED else tab

    def expect_no_door_opened(self) -> None:
        """None of the links tried led to what a moderator has."""
        if not self._doors:
            raise LookupError(f"{self.name} has not tried any link")
        for screen in filter(None, self._doors):
            places = type(self.places)(screen)
            places.entry.knock(self.screen.words.shown(self.name))
            places.moderating.expect_impossible()

    @contextmanager
    def keeping_what_is_sent(self, occasion: str) -> Iterator[None]:
        """Keep the messages that this browser sends to the server meanwhile, under ``sent[occasion]``."""
        mark = self.witness.mark()
        yield
        self.sent[occasion] = self.witness.sent_since(mark)

    def leave(self) -> None:
        """Close the window, as a person would."""
        self.page.close(run_before_unload=False)

    def keep_evidence(self, folder: Path) -> None:
        """Write screenshot, console and trace, named by the person; what cannot be had is said in the console file."""
        stem = folder / f"{self.name}-{self.device}"
        try:
            self.page.screenshot(path=f"{stem}.png", timeout=DESCRIPTION)
        except Error as error:
            self.window.console.append(f"no screenshot: {error}")
        self.window.save_trace(f"{stem}-trace.zip")
        Path(f"{stem}-console.txt").write_text("\n".join(self.window.console or [QUIET]) + "\n")
