"""A person in a session, with their device, window and page objects."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error, Page

from conformance.room_profile import RoomProfile
from conformance.time_limits import DESCRIPTION, LOADING
from pages.entry_flow import EntryFlow
from pages.places import Places
from pages.screen import NotAsDocumented, Screen
from people.media_analysis import MediaAnalysis
from people.probe import Probe
from people.windows import Window

FIRST_ERROR_STATUS = 400
"""The lowest HTTP status of an error."""
EMPTY_CONSOLE = "Nothing was logged."
"""The content of the console file if nothing was logged, so that the file does not seem broken."""


class OlderTab:
    """The older tab of a person who has opened the room in a newer one."""

    def __init__(self, screen: Screen, places: Places) -> None:
        self.name = screen.owner
        self.device = screen.device
        self.screen = screen
        self.probe = Probe(screen)
        self._places = places

    @property
    def page(self) -> Page:
        return self.screen.page

    def expect_taken_over(self) -> None:
        """Expect a message that the room is open in another tab, and no toolbar."""
        self._places.status_messages.expect_shown("another")
        self._places.toolbar.expect_gone(self._places.toolbar.root, "toolbar of the room")
        self.screen.notify_recorder()


class Person:
    """A person of the scenario: screen, page objects, media analysis and probe.

    ``sent_messages``: text messages to the server, by occasion; ``work_seconds``: processor seconds, by occasion;
    ``chosen_devices``: the names of the devices that the person has chosen, by kind.
    """

    def __init__(self, window: Window, screen: Screen, places: Places, profile: RoomProfile) -> None:
        self.name = screen.owner
        self.device = screen.device
        self.screen = screen
        self.places = places
        self.media = MediaAnalysis(screen, places.stage)
        self.probe = Probe(screen)
        self.sent_messages: dict[str, list[str]] = {}
        self.work_seconds: dict[str, float] = {}
        self.chosen_devices: dict[str, str] = {}
        self._older_tab: OlderTab | None = None
        self._tried_tabs: list[Screen | None] = []
        self.window = window
        self._profile = profile
        self._entry_flow = self._create_entry_flow(screen, places)

    def _create_entry_flow(self, screen: Screen, places: Places) -> EntryFlow:
        return EntryFlow(screen, places.entry, self._profile.entry_steps, self._profile.frame)

    @property
    def page(self) -> Page:
        return self.screen.page

    def open(self, link: str) -> None:
        """Follow the link, without waiting for the page to load."""
        self._entry_flow.open(link)

    def enter(self) -> None:
        """Enter the name if the page asks for it, and wait for the room."""
        self._entry_flow.enter(*self._name_and_account)

    def try_to_enter(self) -> bool:
        """Try to enter a room that may refuse the person; return whether they are in the room."""
        return self._entry_flow.try_to_enter(*self._name_and_account)

    @property
    def _name_and_account(self) -> tuple[str, str]:
        return self.screen.words.shown(self.name), self.name.lower()

    def reload(self) -> None:
        """Reload the page, and enter the room again."""
        with self.screen.expecting("the page to reload"):
            self.page.reload(timeout=LOADING)
        self.screen.leave_frames()
        self.enter()

    def open_again(self, link: str) -> None:
        """Open the link in another tab of the same browser, which becomes the person's tab."""
        older = self.screen.switch_page(f"{self.name}, older tab", self.window.context.new_page())
        self._older_tab = OlderTab(older, type(self.places)(older))
        self.open(link)
        self.enter()

    @property
    def tabs(self) -> "list[Person | OlderTab]":
        """The tabs that show the room: the person's own, and the older one if there is one."""
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

    def try_links(self, links: list[str]) -> None:
        """Open each of the links in a separate tab, as an attempt to become a moderator."""
        self._tried_tabs = [self._open_in_new_tab(link.replace("{name}", quote(self.name))) for link in links]

    def try_addresses(self, addresses: list[str], link: str) -> None:
        """Open each address in a tab; if the room is in a frame, in that frame, on the page of ``link``."""
        if self.screen.is_in_frame:
            self._tried_tabs = [self._open_in_frame(link, address) for address in addresses]
        else:
            self.try_links(addresses)

    def _open_in_frame(self, link: str, address: str) -> Screen | None:
        tab = self._create_tab(address)
        flow = self._create_entry_flow(tab, type(self.places)(tab))
        flow.open(link)
        flow.enter(*self._name_and_account)
        with tab.expecting("a response"):
            response = tab.view.goto(address, timeout=LOADING)
        return None if response is not None and response.status >= FIRST_ERROR_STATUS else tab

    def _open_in_new_tab(self, link: str) -> Screen | None:
        """Return the tab of the link; None if the server answered with an error."""
        tab = self._create_tab(link)
        with tab.expecting("a response"):
            response = tab.page.goto(link, timeout=LOADING)
        return None if response is not None and response.status >= FIRST_ERROR_STATUS else tab

    def _create_tab(self, address: str) -> Screen:
        """Return the screen of a new tab, on which the room file's words and locators find elements."""
        page = self.window.context.new_page()
        return Screen(f"{self.name} at {address}", self.device, page, self.screen.words, self.screen.locators)

    def expect_no_link_made_moderator(self) -> None:
        """Expect no moderator's control in any of the tabs that `try_links` or `try_addresses` has opened."""
        if not self._tried_tabs:
            raise LookupError(f"{self.name} has not tried any link")
        for screen in filter(None, self._tried_tabs):
            places = type(self.places)(screen)
            if screen.is_in_frame:
                places.entry.try_to_enter(self.screen.words.shown(self.name))
            else:
                self._create_entry_flow(screen, places).try_to_enter(*self._name_and_account)
            places.moderator_controls.expect_absent()

    @contextmanager
    def recording_sent_messages(self, occasion: str) -> Iterator[None]:
        """Store the messages that this browser sends within the context under ``sent_messages[occasion]``."""
        mark = self.probe.mark()
        yield
        self.sent_messages[occasion] = self.probe.sent_since(mark)

    @contextmanager
    def measuring_work(self, occasion: str) -> Iterator[None]:
        """Store the processor seconds that this page uses in the context, as ``work_seconds[occasion]``."""
        with self.window.measuring_work(self.screen.view) as seconds:
            yield
            self.work_seconds[occasion] = seconds()

    def expect_similar_work(self, occasion: str, ordinary: str, factor: float) -> None:
        """Expect the page to have worked at most ``factor`` times as long as on the ordinary occasion."""
        if not {occasion, ordinary} <= self.work_seconds.keys():
            raise NotAsDocumented(
                f"{self.screen}: expected {ordinary} and {occasion} messages, but not both were written"
            )
        work, ordinary_work = self.work_seconds[occasion], self.work_seconds[ordinary]
        if work > factor * ordinary_work:
            raise NotAsDocumented(
                f"{self.screen}: expected the page to work at most {factor:g} times as long as with ordinary messages,"
                f" which took {ordinary_work:.2f} s of processor time; it took {work:.2f} s"
            )

    def leave(self) -> None:
        """Close the page without its ``beforeunload`` handlers, which could ask for confirmation."""
        self.page.close(run_before_unload=False)

    def save_evidence(self, folder: Path) -> None:
        """Write screenshot, console log and trace, named by person and device.

        The console log also says why there is no screenshot.
        """
        stem = folder / f"{self.name}-{self.device}"
        try:
            self.page.screenshot(path=f"{stem}.png", timeout=DESCRIPTION)
        except Error as error:
            self.window.console.append(f"no screenshot: {error}")
        self.window.save_trace(f"{stem}-trace.zip")
        console = "\n".join(self.window.console or [EMPTY_CONSOLE]) + "\n"
        Path(f"{stem}-console.txt").write_text(console, encoding="utf-8")
