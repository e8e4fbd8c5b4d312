"""A small model of a session, independent of the room's code.

The test of random sessions compares the room with it: which messages are accepted, and what each person then sees.
"""

from dataclasses import dataclass, field
from typing import Any

Known = dict[str, Any]


@dataclass
class ModelPerson:
    """A person of the session; `place` is viewer, asking, invited or on_stage."""

    name: str
    moderator: bool
    place: str = "viewer"
    microphone: bool = True
    camera: bool = True
    here: bool = True


@dataclass
class Model:
    """A session: its people in order of entry, and the order in which they reached their present places."""

    access: str
    limit: int
    people: dict[str, ModelPerson] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def enter(self, name: str, moderator: bool) -> None:
        self.people[name] = ModelPerson(name, moderator)

    def apply(self, name: str, message: str, payload: Known) -> bool:
        """Apply the message if the rules allow it; return whether they do."""
        if not self.allows(name, message, payload):
            return False
        getattr(self, f"_{message}")(self.people[name], payload)
        return True

    def allows(self, name: str, message: str, payload: Known) -> bool:
        """Return whether the rules allow the message in this state."""
        return self._may(self.people[name], message, payload)

    def known_to(self, name: str) -> Known:
        """Return what the person's page must know."""
        known: Known = {
            "access": self.access,
            "you": self.people[name].place,
            "people": [self._as_others_see(person) for person in self.people.values()],
            "stage": self.at("on_stage"),
        }
        if self.people[name].moderator:
            known |= {"requests": self.at("asking"), "invitations": self.at("invited")}
        return known

    def at(self, place: str) -> list[str]:
        """Return the names of the people in this place, in the order in which they reached it."""
        return [name for name in self.order if self.people[name].place == place]

    def _as_others_see(self, person: ModelPerson) -> tuple[object, ...]:
        on_stage = person.place == "on_stage"
        devices = (on_stage and person.microphone, on_stage and person.camera)
        return person.name, person.moderator, "on_stage" if on_stage else "viewer", *devices, person.here

    def _may(self, person: ModelPerson, message: str, payload: Known) -> bool:
        if message == "set_access":
            return person.moderator
        if "person" in payload:
            return person.moderator and self._may_with(self.people[payload["person"]], message)
        return {
            "ask": not person.moderator and person.place == "viewer" and self.access == "request",
            "cancel_request": person.place == "asking",
            "decline_invitation": person.place == "invited",
            "join": self._may_join(person) and len(self.at("on_stage")) < self.limit,
            "devices": person.place == "on_stage",
        }[message]

    def _may_join(self, person: ModelPerson) -> bool:
        is_open = person.moderator or self.access == "everyone"
        return person.place == "invited" or (person.place == "viewer" and is_open)

    def _may_with(self, other: ModelPerson, message: str) -> bool:
        invitable = not other.moderator and other.place in ("viewer", "asking") and self.access != "nobody"
        required = {"approve": "asking", "decline": "asking", "revoke": "invited", "remove": "on_stage"}
        return invitable if message == "invite" else other.place == required[message]

    def _move(self, person: ModelPerson, place: str) -> None:
        person.place = place
        self.order = [name for name in self.order if name != person.name] + [person.name]

    def _ask(self, person: ModelPerson, _payload: Known) -> None:
        self._move(person, "asking")

    def _cancel_request(self, person: ModelPerson, _payload: Known) -> None:
        self._move(person, "viewer")

    def _decline_invitation(self, person: ModelPerson, _payload: Known) -> None:
        self._move(person, "viewer")

    def _join(self, person: ModelPerson, payload: Known) -> None:
        self._devices(person, payload)
        self._move(person, "on_stage")

    def _devices(self, person: ModelPerson, payload: Known) -> None:
        person.microphone, person.camera = payload["microphone"], payload["camera"]

    def _approve(self, _by: ModelPerson, payload: Known) -> None:
        self._move(self.people[payload["person"]], "invited")

    def _invite(self, _by: ModelPerson, payload: Known) -> None:
        self._move(self.people[payload["person"]], "invited")

    def _decline(self, _by: ModelPerson, payload: Known) -> None:
        self._move(self.people[payload["person"]], "viewer")

    def _revoke(self, _by: ModelPerson, payload: Known) -> None:
        self._move(self.people[payload["person"]], "viewer")

    def _remove(self, _by: ModelPerson, payload: Known) -> None:
        self._move(self.people[payload["person"]], "viewer")

    def _set_access(self, _by: ModelPerson, payload: Known) -> None:
        if payload["access"] == self.access:
            return
        self.access = payload["access"]
        closed = ["asking", "invited"] if self.access == "nobody" else ["asking"]
        for person in [person for person in self.people.values() if person.place in closed]:
            self._move(person, "viewer")
