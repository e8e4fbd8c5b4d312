"""A session that must have the same state before and after its server is killed and restarted."""

import time
from dataclasses import dataclass, replace

from playwright.sync_api import Locator, expect

from people.media_analysis import MediaExpectation
from people.person import Person
from people.scene import Scene
from steps.recovering import expect_all_notified_of_loss, expect_all_reconnected
from tests.reference_server.clients import PageClient, View
from tests.steadiness.browser_room import CATCH_UP, PRESS_SCRIPT, ServerAsRoom, evaluate_everywhere
from tests.steadiness.comparable_views import ComparableView, comparable_view
from tests.steadiness.stage_screen import StageScreen, expected_stage_screen, read_stage_screen
from tests.steadiness.whole_screen import SCRIPT, WholeScreen, expect_whole_screen, read_whole_screen

READ_ANNOUNCEMENTS = "() => stagedoorProbe.announced"
LOSS_ALERT = "Connection lost"


@dataclass(frozen=True)
class RecordedState:
    """A moderator's view of the session, and for each person the screen and the announcements so far."""

    comparable_view: ComparableView
    screens: dict[str, WholeScreen]
    announcements: dict[str, list[str]]


class RestartScene:
    """Maya as moderator, Ada on a phone, and Ben, each in a browser; Marc moderates without a browser.

    Marc's view has the server's state and newest revision; `catch_up` waits until all pages have received it.
    """

    def __init__(self, scene: Scene, room: ServerAsRoom) -> None:
        assert room.session is not None
        self.scene = scene
        self.server = room.server
        self._session = room.session
        for person in self.people:
            self.prepare_page(person)
        self.marc: PageClient = self._session.enter("Marc")

    @property
    def people(self) -> list[Person]:
        return list(self.scene.people.values())

    def prepare_page(self, person: Person) -> None:
        """Run the test's scripts in a page after it was loaded."""
        for script in (PRESS_SCRIPT, SCRIPT):
            person.page.evaluate(script)

    def catch_up(self) -> View:
        """Wait until all are connected and every page has the newest revision; return Marc's view of it.

        Marc connects again, since every page receives that change; attendees do not receive a draft, for example.
        """
        self.marc = self._session.enter("Marc", page=self.marc.page)
        view = self.marc.wait_until(lambda view: all(person["page"] for person in view["people"]))
        evaluate_everywhere(self.scene, CATCH_UP, view["revision"])
        return view

    def read_state(self) -> RecordedState:
        """Return the current state."""
        view = comparable_view(self.catch_up())
        screens = {person.name: read_whole_screen(person) for person in self.people}
        return RecordedState(view, screens, {person.name: read_announcements(person) for person in self.people})

    def kill_and_restart(self) -> float:
        """Kill the server, start it again, and wait until all have reconnected; return the seconds taken."""
        began = time.monotonic()
        self.scene.room.stop()
        self.restart()
        return time.monotonic() - began

    def restart(self) -> None:
        """Start the killed server again, and wait until every page has reconnected."""
        expect_all_notified_of_loss(self.scene)
        for person in self.people:
            expect(visible_alerts(person).filter(has_text=LOSS_ALERT)).to_be_visible()
        self.scene.room.recover()
        expect_all_reconnected(self.scene)
        self.catch_up()

    def expect_unchanged(self, before: RecordedState, when: str) -> None:
        """Expect the same server state, screens and media as before, and only the loss announced."""
        self.expect_server_state(before, when)
        for person in self.people:
            expect_whole_screen(person, before.screens[person.name], when)
        self.expect_same_state(when)
        self.expect_media()
        for person in self.people:
            added = read_announcements(person)[len(before.announcements[person.name]) :]
            assert all(LOSS_ALERT in text for text in added), f"{person.name}'s page, {when}, announced again: {added}"

    def expect_server_state(self, before: RecordedState, when: str) -> None:
        """Expect the server to have the same state as before."""
        assert comparable_view(self.catch_up()) == before.comparable_view, when

    def expect_same_state(self, when: str) -> View:
        """Expect every screen to show the server's state; return Marc's view of it."""
        view = self.catch_up()
        for person in self.people:
            actual = visible_part(read_stage_screen(person.page), person)
            assert actual == visible_part(expected_stage_screen(person.name, view), person), (
                f"{person.name}'s screen, {when}"
            )
        return view

    def expect_media(self) -> None:
        """Expect everyone to see and hear those on stage, and no device in use off stage without preview."""
        for person in self.people:
            self._expect_media_of(person)

    def _expect_media_of(self, person: Person) -> None:
        expected = expected_media(person.name, self.marc.view)
        if expected:
            person.media.expect(expected)
        if person.places.getting_ready.root.is_visible():
            person.media.expect_preview(person.places.getting_ready.preview)
        elif person.name not in expected:
            person.probe.expect_not_capturing()


def visible_alerts(person: Person) -> Locator:
    """Return the alerts in the open dialog, which covers all others, or else those of the page."""
    dialog = person.page.get_by_role("dialog")
    return (dialog if dialog.count() else person.page).get_by_role("alert")


def read_announcements(person: Person) -> list[str]:
    """Return the texts that a screen reader has announced so far."""
    texts: list[str] = person.page.evaluate(READ_ANNOUNCEMENTS)
    return texts


def visible_part(screen: StageScreen, person: Person) -> StageScreen:
    """Return the screen without the invitation, and without the lists of a closed panel."""
    is_list_open = person.places.participants.root.is_visible()
    return replace(screen, invited=False) if is_list_open else replace(screen, invited=False, on_stage=[], viewers=[])


def expected_media(name: str, view: View) -> dict[str, MediaExpectation]:
    """Return what the person should see and hear of each person on stage, themselves included.

    None means not measured: the absence of video or audio is measurable only while another person's is present.
    """
    on_stage = [person for person in view["people"] if person["id"] in view["stage"]]
    sees = any(person["camera"] for person in on_stage)
    hears = any(person["microphone"] for person in on_stage if person["name"] != name)
    return {
        person["name"]: MediaExpectation(
            person["camera"] if sees else None,
            person["microphone"] if hears and person["name"] != name else None,
        )
        for person in on_stage
    }
