"""A scenario's scene: a session of the room under test, and the people who are in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from conformance.errors import NotReached, Refused
from conformance.room_profile import Access
from pages.places import places_of
from pages.screen import NotAsDocumented, Screen
from pages.words import Words
from people.browsers import Browsers, Equipment
from people.cast import member
from people.devices import Kind, context_options, other
from people.person import Person
from rooms.forging import forged
from rooms.room import Links, Room, SessionWish

ANY = SessionWish("everyone")


class Scene:
    """Opens the session, seats the people, and remembers who is who.

    ``attendees_on``: the kind of device the run gives to attendees; moderators sit at laptops.
    ``descriptors``: for each kind of device, the options of a browser context.
    """

    def __init__(
        self, room: Room, browsers: Browsers, attendees_on: Kind, descriptors: Mapping[Kind, dict[str, Any]]
    ) -> None:
        self.room = room
        self.attendees_on = attendees_on
        self.people: dict[str, Person] = {}
        self.moderators: list[str] = []
        self._browsers = browsers
        self._descriptors = descriptors
        self._places = places_of(room.profile.adapter)
        self._links: Links | None = None
        self._access: Access | None = None
        self._left: list[Person] = []
        self._entered_by: dict[str, str] = {}
        self._called: dict[str, str] = dict(room.profile.people)

    def open_session(self, wish: SessionWish) -> None:
        self._links = self.room.open_session(wish)
        self._access = wish.access

    def open_one_of(self, accesses: Sequence[Access], wish: SessionWish = ANY) -> None:
        """The session that is wished for, with the first of these stage accesses that the room offers."""
        given = [access for access in accesses if self.room.profile.gives(access)]
        if not given:
            raise NotReached(f"{self.room.name} declares to offer none of these stage accesses: {', '.join(accesses)}.")
        self.open_session(replace(wish, access=given[0]))

    def stage_access_is(self, access: Access) -> None:
        """From now on, as somebody has changed it."""
        self._access = access

    def expect_refusal(self, access: Access) -> None:
        """The room gives no session of this stage access, and says so."""
        try:
            self.room.open_session(SessionWish(access))
        except Refused:
            return
        raise NotAsDocumented(
            f"{self.room.name}: expected no session with stage access “{access}”, since the room declares that it does "
            f"not offer access_{access}; asked for one, it gave one."
        )

    def offers(self, feature: str) -> bool:
        """Whether the room has this feature, of those that a room need not have."""
        return feature not in self.room.profile.lacks

    def joins_directly(self, name: str) -> bool:
        """Whether this person comes on stage without being asked or asking, by the session's stage access."""
        return name in self.moderators or self._access == "everyone"

    @property
    def first_moderator(self) -> Person:
        return self[self.moderators[0]]

    def moderators_arrive(self, *names: str) -> None:
        """All at the same time, which takes less than one after the other."""
        self.moderators += names
        link = self._session.moderator
        self._go_in([self._at_the_door(name, link, "laptop", Equipment.OWN) for name in names])

    def moderator_arrives(self, name: str) -> Person:
        self.moderators_arrive(name)
        return self[name]

    def attendees_arrive(self, *names: str) -> None:
        """All at the same time, at the kind of device that the run gives them."""
        link = self._session.attendee
        self._go_in([self._at_the_door(name, link, self.attendees_on, Equipment.OWN) for name in names])

    def attendee_arrives(
        self, name: str, *, equipment: Equipment = Equipment.OWN, on_the_other_device: bool = False
    ) -> Person:
        kind = other(self.attendees_on) if on_the_other_device else self.attendees_on
        self._go_in([self._at_the_door(name, self._session.attendee, kind, equipment)])
        return self[name]

    def goes_by(self, name: str, shown: str) -> None:
        """From their arrival on, everybody finds the person under this other name."""
        self._called[name] = shown

    def __getitem__(self, name: str) -> Person:
        if name not in self.people:
            raise KeyError(f"{name} is not in this scenario; {', '.join(self.people) or 'nobody'} is")
        return self.people[name]

    def others(self, name: str) -> list[Person]:
        """Everybody in the session but this person."""
        return [person for person in self.people.values() if person.name != name]

    def leave(self, name: str) -> None:
        person = self.people.pop(name)
        self._left.append(person)
        person.leave()

    def open_link_again(self, name: str) -> None:
        """The person opens their own link in one more tab."""
        self[name].open_again(self._entered_by[name])

    def keep_evidence(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for person in self.people.values():
            person.keep_evidence(folder)

    def close(self) -> None:
        self.room.recover()
        for person in (*self.people.values(), *self._left):
            self._browsers.give_back(person.window)

    def links_edited_towards(self, role: str) -> list[str]:
        """What somebody could try who has the attendee's link and knows what a moderator's looks like."""
        return forged(getattr(self._session, role), self._session.attendee)

    @property
    def moderators_link(self) -> str:
        return self._session.moderator

    @property
    def _session(self) -> Links:
        if self._links is None:
            raise LookupError("the scenario has not said yet what session there is")
        return self._links

    def _go_in(self, people: Sequence[Person]) -> None:
        for person in people:
            person.open(self._entered_by[person.name])
        for person in people:
            person.go_in()

    def _at_the_door(self, name: str, link: str, kind: Kind, equipment: Equipment) -> Person:
        """The person at a window of their browser, before they follow the link."""
        window = self._browsers.window(member(name), equipment, self._descriptors[kind])
        screen = Screen(name, kind, window.page, Words(self.room.profile.words, self._called))
        person = self.people[name] = Person(window, screen, self._places(screen), self.room.profile)
        self._entered_by[name] = link.replace("{name}", quote(screen.words.shown(name), safe=""))
        return person


def descriptors_for(playwright_devices: dict[str, Any], names: Mapping[Kind, str]) -> dict[Kind, dict[str, Any]]:
    """The context options of each kind of device, by the descriptor's name that was asked for."""
    return {kind: context_options(playwright_devices, name) for kind, name in names.items()}
