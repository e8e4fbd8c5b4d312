"""Everybody in a session before and after its server was killed: how things stand, and whether they stand so again."""

import time
from dataclasses import dataclass, replace

from playwright.sync_api import Locator, expect

from people.media_analysis import MediaExpectation
from people.person import Person
from people.scene import Scene
from steps.recovering import all_back, all_notified
from tests.reference_server.clients import Live, View
from tests.steadiness.comparable_views import ComparableView, comparable_view
from tests.steadiness.sight import Sight, due_to, seen_on
from tests.steadiness.whole_screen import SCRIPT, WholeScreen, expect_whole_screen, whole_screen
from tests.steadiness.with_browsers import CAUGHT_UP, RACING, RoomOf, evaluate_everywhere

ANNOUNCED = "() => stagedoorProbe.announced"
LOST = "Connection lost"


@dataclass(frozen=True)
class KnownState:
    """The view of the session, and by person the screen and the announcements so far."""

    comparable_view: ComparableView
    screens: dict[str, WholeScreen]
    announced: dict[str, list[str]]


class Everybody:
    """Maya, who moderates, Ada on a phone, and Ben, each in a browser; Marc moderates on the wire.

    Marc tells when everybody has been told everything, and how things stand with the server.
    """

    def __init__(self, scene: Scene, room: RoomOf) -> None:
        assert room.session is not None
        self.scene = scene
        self.server = room.server
        self._session = room.session
        for person in self.people:
            self.has_come_anew(person)
        self.marc: Live = self._session.comes("Marc")

    @property
    def people(self) -> list[Person]:
        return list(self.scene.people.values())

    def has_come_anew(self, person: Person) -> None:
        """Somebody has loaded the page, which has to be told how it is to be watched."""
        for script in (RACING, SCRIPT):
            person.page.evaluate(script)

    def catches_up(self) -> View:
        """Wait until all are there, and every page shows how things stand now; answers what Marc was told of it.

        Marc comes anew, of which everybody is told; of a poll's draft, for one, attendees would not be.
        """
        self.marc = self._session.comes("Marc", page=self.marc.page)
        view = self.marc.waits(lambda view: all(one["page"] for one in view["people"]))
        evaluate_everywhere(self.scene, CAUGHT_UP, view["revision"])
        return view

    def stand(self) -> KnownState:
        """How things stand at this moment."""
        known = comparable_view(self.catches_up())
        screens = {person.name: whole_screen(person) for person in self.people}
        return KnownState(known, screens, {person.name: announced(person) for person in self.people})

    def are_cut_off_and_back(self) -> float:
        """Kill the server, start it again, and wait until everybody is back; how many seconds that took."""
        began = time.monotonic()
        self.scene.room.stop()
        self.come_back()
        return time.monotonic() - began

    def come_back(self) -> None:
        """Start the server again that was killed, and wait until everybody is back by themselves."""
        all_notified(self.scene)
        for person in self.people:
            expect(warnings(person).filter(has_text=LOST)).to_be_visible()
        self.scene.room.recover()
        all_back(self.scene)
        self.catches_up()

    def expect_to_stand(self, before: KnownState, when: str) -> None:
        """Everything is as it was, on the server and before everybody's eyes and ears, and nobody did anything."""
        self.expect_knowledge(before, when)
        for person in self.people:
            expect_whole_screen(person, before.screens[person.name], when)
        self.expect_agreement(when)
        self.expect_media()
        for person in self.people:
            news = announced(person)[len(before.announced[person.name]) :]
            assert all(LOST in text for text in news), f"{person.name}, {when}, is told again: {news}"

    def expect_knowledge(self, before: KnownState, when: str) -> None:
        """The server knows what it knew."""
        assert comparable_view(self.catches_up()) == before.comparable_view, when

    def expect_agreement(self, when: str) -> View:
        """Everybody's screen shows how things stand."""
        view = self.catches_up()
        for person in self.people:
            found, wanted = (shown(sight, person) for sight in (seen_on(person.page), due_to(person.name, view)))
            assert found == wanted, f"{person.name}'s screen, {when}"
        return view

    def expect_media(self) -> None:
        """What is seen and heard, and which devices are in use, is as it ought to be."""
        for person in self.people:
            self._expect_media_of(person)

    def _expect_media_of(self, person: Person) -> None:
        """Seen and heard are those on stage with what they have switched on; whoever is not there uses no device."""
        wanted = due_to_senses(person.name, self.marc.view)
        if wanted:
            person.media.expect(wanted)
        if person.places.getting_ready.root.is_visible():
            person.media.expect_preview(person.places.getting_ready.preview)
        elif person.name not in wanted:
            person.probe.expect_not_capturing()


def warnings(person: Person) -> Locator:
    """What goes wrong, where it can be read: in the open window, if there is one, since that hides all else."""
    window = person.page.get_by_role("dialog")
    return (window if window.count() else person.page).get_by_role("alert")


def announced(person: Person) -> list[str]:
    """What a screen reader has read out so far."""
    texts: list[str] = person.page.evaluate(ANNOUNCED)
    return texts


def shown(sight: Sight, person: Person) -> Sight:
    """Without the lists while their panel is closed, and without the pop-up, which may have been put aside."""
    listed = person.places.participants.root.is_visible()
    return replace(sight, invited=False) if listed else replace(sight, invited=False, on_stage=[], viewers=[])


def due_to_senses(name: str, view: View) -> dict[str, MediaExpectation]:
    """Whom somebody ought to see and hear, their own picture included; by whom this can be told from nothing at all."""
    on_stage = [one for one in view["people"] if one["id"] in view["stage"]]
    sees = any(one["camera"] for one in on_stage)
    hears = any(one["microphone"] for one in on_stage if one["name"] != name)
    return {
        one["name"]: MediaExpectation(
            one["camera"] if sees else None, one["microphone"] if hears and one["name"] != name else None
        )
        for one in on_stage
    }
