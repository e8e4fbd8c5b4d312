"""A scenario's scene: a session of the room under test, and its people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from conformance.errors import NotReached, Refused
from conformance.room_profile import Access, Meeting
from conformance.time_limits import CONNECTION
from pages.places import places_of
from pages.screen import NotAsDocumented, Screen
from pages.words import Words
from people.browsers import Browsers, Equipment
from people.cast import CAST, cast_member
from people.devices import Kind, context_options, other_kind
from people.person import Person
from rooms.forged_links import forged_links
from rooms.room import Links, Room, SessionRequest

DEFAULT_REQUEST = SessionRequest("everyone")


class Scene:
    """The session of a scenario and its people, by name.

    ``attendees_on``: the attendees' kind of device in this run; moderators have laptops. ``descriptors``: the options
    of a browser context for each kind of device. ``removed``: the people whom a moderator removed from the session.
    """

    def __init__(
        self, room: Room, browsers: Browsers, attendees_on: Kind, descriptors: Mapping[Kind, dict[str, Any]]
    ) -> None:
        self.room = room
        self.attendees_on = attendees_on
        self.people: dict[str, Person] = {}
        self.moderators: list[str] = []
        self.removed: set[str] = set()
        self._browsers = browsers
        self._descriptors = descriptors
        self._places = places_of(room.profile.adapter)
        self._links: Links | None = None
        self._access: Access | None = None
        self._departed_people: list[Person] = []
        self._personal_links: dict[str, str] = {}
        self._meeting = room.profile.meeting
        self._shown_names: dict[str, str] = dict(room.profile.people) or _meeting_names(self._meeting)

    def open_session(self, session_request: SessionRequest) -> None:
        self._links = self.room.open_session(session_request)
        self._access = session_request.access

    def open_one_of(self, accesses: Sequence[Access], session_request: SessionRequest = DEFAULT_REQUEST) -> None:
        """Open the session with the first of these stage accesses that the room offers."""
        offered = [access for access in accesses if self.room.profile.offers_access(access)]
        if not offered:
            raise NotReached(
                f"{self.room.name} declares that it offers none of these stage accesses: {', '.join(accesses)}."
            )
        self.open_session(replace(session_request, access=offered[0]))

    def note_stage_access(self, access: Access) -> None:
        """Store the stage access to which a moderator has changed the session, for `joins_directly`."""
        self._access = access

    def expect_refusal(self, access: Access) -> None:
        """Expect that the room refuses to open a session of this stage access."""
        try:
            self.room.open_session(SessionRequest(access))
        except Refused:
            return
        raise NotAsDocumented(
            f"{self.room.name}: expected no session with stage access “{access}”, since the room declares that it does "
            f"not offer access_{access}; it opened one."
        )

    def offers(self, capability: str) -> bool:
        """Return whether the room offers this capability, by its declaration."""
        return capability not in self.room.profile.lacks

    def joins_directly(self, name: str) -> bool:
        """Return whether this person can join the stage without a request or an invitation."""
        return name in self.moderators or self._access == "everyone"

    def is_on_stage_as_moderator(self, name: str) -> bool:
        """Return whether this person is on stage from their arrival, since the room puts all moderators there."""
        return name in self.moderators and not self.offers("moderators_as_viewers")

    @property
    def first_moderator(self) -> Person:
        return self[self.moderators[0]]

    def moderators_arrive(self, *names: str) -> None:
        """Add these moderators, all at the same time to save time."""
        self.moderators += names
        link = self._session.moderator
        self._enter_room([self._create_person(name, link, "laptop", Equipment.OWN) for name in names])
        if self._meeting is not None:
            self._await_departure(self._meeting)

    def _await_departure(self, meeting: Meeting) -> None:
        """Wait until the people of the previous scenario are gone from the meeting."""
        for name in meeting.people if self.offers("participants") else ():
            try:
                self.first_moderator.places.participants.expect_unlisted(name, CONNECTION)
            except NotAsDocumented as error:
                raise NotReached(f"{name} of the previous scenario is still in the meeting. {error}") from error
        meeting.people.clear()

    def moderator_arrives(self, name: str) -> Person:
        self.moderators_arrive(name)
        return self[name]

    def attendees_arrive(self, *names: str) -> None:
        """Add these attendees, all at the same time, on the run's kind of device."""
        link = self._session.attendee
        self._enter_room([self._create_person(name, link, self.attendees_on, Equipment.OWN) for name in names])

    def attendee_arrives(
        self, name: str, *, equipment: Equipment = Equipment.OWN, on_the_other_device: bool = False
    ) -> Person:
        kind = other_kind(self.attendees_on) if on_the_other_device else self.attendees_on
        self._enter_room([self._create_person(name, self._session.attendee, kind, equipment)])
        return self[name]

    def attendee_tries_to_enter(self, name: str) -> None:
        """Add this attendee unless the room refuses them, for example because of their name."""
        person = self._create_person(name, self._session.attendee, self.attendees_on, Equipment.OWN)
        person.open(self._personal_links[name])
        if not person.try_to_enter():
            self._departed_people.append(self.people.pop(name))

    def follow_link_again(self, name: str) -> None:
        """Follow the person's own link again in the same tab; the room may refuse them."""
        self[name].open(self._personal_links[name])
        self[name].try_to_enter()

    def shown_name(self, name: str) -> str:
        """Return the name that the room shows for a member of the cast."""
        return self._shown_names.get(name, name)

    def set_shown_name(self, name: str, other: str) -> None:
        """Give the person another name before they arrive.

        The room file's addition, such as a surname, remains.
        """
        usual = self.room.profile.people.get(name, name)
        self._shown_names[name] = usual.replace(name, other) if name in usual else other

    def __getitem__(self, name: str) -> Person:
        if name not in self.people:
            raise KeyError(f"{name} is not in this scenario; its people: {', '.join(self.people) or 'nobody'}")
        return self.people[name]

    @property
    def in_session(self) -> list[Person]:
        """Everyone except the people whom a moderator removed from the session."""
        return [person for person in self.people.values() if person.name not in self.removed]

    def others_in_session(self, name: str) -> list[Person]:
        """Return everyone in the session except this person; a removed person sees no stage and no list."""
        return [person for person in self.in_session if person.name != name]

    def leave(self, name: str) -> None:
        person = self.people.pop(name)
        self._departed_people.append(person)
        person.leave()

    def open_link_again(self, name: str) -> None:
        """Open the person's own link in another tab."""
        self[name].open_again(self._personal_links[name])

    def save_evidence(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for person in self.people.values():
            person.save_evidence(folder)

    def close(self) -> None:
        self.room.recover()
        if self._meeting is not None:
            people = (*self.people.values(), *self._departed_people)
            self._meeting.people += [person.screen.words.shown(person.name) for person in people]
            self._meeting.visit += 1
        for person in (*self.people.values(), *self._departed_people):
            self._browsers.give_back(person.window)

    def forge_moderator_links(self, name: str) -> list[str]:
        """Return variants of the attendees' link that resemble the moderators'.

        They are built from what this attendee can know. If both have the same link, return only that link.
        """
        own, target = self._session.attendee, self._session.moderator
        return forged_links(target, own, self[name].probe.received_text()) if own != target else [own]

    def try_address_of(self, name: str, other: str) -> None:
        """Let the person open variants of their page's address that resemble the other person's address.

        The variants are built from what this person can know. If both addresses are equal, only this one is opened.
        """
        own, target = self[name].screen.view.url, self[other].screen.view.url
        received = self[name].probe.received_text()
        addresses = forged_links(target, own, received) if own != target else [own]
        self[name].try_addresses(addresses, self._personal_links[name])

    @property
    def moderators_link(self) -> str:
        return self._session.moderator

    @property
    def _session(self) -> Links:
        if self._links is None:
            raise LookupError("no session has been opened in this scenario yet")
        return self._links

    def _enter_room(self, people: Sequence[Person]) -> None:
        for person in people:
            person.open(self._personal_links[person.name])
        for person in people:
            person.enter()

    def _create_person(self, name: str, link: str, kind: Kind, equipment: Equipment) -> Person:
        """Create the person in a window of their browser, before they follow the link."""
        profile = self.room.profile
        window = self._browsers.window(
            cast_member(name), equipment, self._descriptors[kind], moves_pointer=profile.hides_idle_controls
        )
        screen = Screen(name, kind, window.page, Words(profile.words, self._shown_names), profile.locators)
        person = self.people[name] = Person(window, screen, self._places(screen), profile)
        self._personal_links[name] = link.replace("{name}", quote(screen.words.shown(name), safe=""))
        return person


def _meeting_names(meeting: Meeting | None) -> dict[str, str]:
    """Return the names of the cast in a running meeting, which differ in each scenario, such as "Ada 417"."""
    return {name: f"{name} {meeting.visit}" for name in CAST} if meeting else {}


def descriptors_for(playwright_devices: dict[str, Any], names: Mapping[Kind, str]) -> dict[Kind, dict[str, Any]]:
    """Return the context options of each kind of device, by the names of Playwright's descriptors."""
    return {kind: context_options(playwright_devices, name) for kind, name in names.items()}
