"""A small model of a session, independent of the room's code.

The test of random sessions compares the room with the model: which messages it accepts, and each person's view.
"""

from dataclasses import dataclass, field
from typing import Any

ModelView = dict[str, Any]


@dataclass
class ModelPerson:
    """A person in the session; ``place`` is viewer, asking, invited or on_stage."""

    name: str
    moderator: bool
    place: str = "viewer"
    microphone: bool = True
    camera: bool = True
    connected: bool = True


@dataclass
class Model:
    """A session. ``people`` has the order of entry, ``order`` the order in which they reached their places."""

    access: str
    limit: int
    people: dict[str, ModelPerson] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def enter(self, name: str, moderator: bool) -> None:
        self.people[name] = ModelPerson(name, moderator)

    def apply(self, name: str, message: str, payload: ModelView) -> bool:
        """Apply the message if the rules allow it; return whether they do."""
        if not self.allows(name, message, payload):
            return False
        getattr(self, f"_{message}")(self.people[name], payload)
        return True

    def allows(self, name: str, message: str, payload: ModelView) -> bool:
        """Return whether the rules allow the message in this state."""
        return self._is_allowed(self.people[name], message, payload)

    def view_of(self, name: str) -> ModelView:
        """Return the part of the session's state that the person's page must receive."""
        view: ModelView = {
            "access": self.access,
            "you": self.people[name].place,
            "people": [self._as_others_see(person) for person in self.people.values()],
            "stage": self.at("on_stage"),
        }
        if self.people[name].moderator:
            view |= {"requests": self.at("asking"), "invitations": self.at("invited")}
        return view

    def at(self, place: str) -> list[str]:
        """Return the names of the people in this place, in the order in which they reached it."""
        return [name for name in self.order if self.people[name].place == place]

    def _as_others_see(self, person: ModelPerson) -> tuple[object, ...]:
        on_stage = person.place == "on_stage"
        devices = (on_stage and person.microphone, on_stage and person.camera)
        return person.name, person.moderator, "on_stage" if on_stage else "viewer", *devices, person.connected

    def _is_allowed(self, person: ModelPerson, message: str, payload: ModelView) -> bool:
        if message == "set_access":
            return person.moderator
        if "person" in payload:
            return person.moderator and self._is_allowed_with(self.people[payload["person"]], message)
        return {
            "ask": not person.moderator and person.place == "viewer" and self.access == "request",
            "cancel_request": person.place == "asking",
            "decline_invitation": person.place == "invited",
            "join": self._is_joining_allowed(person) and len(self.at("on_stage")) < self.limit,
            "devices": person.place == "on_stage",
        }[message]

    def _is_joining_allowed(self, person: ModelPerson) -> bool:
        is_open = person.moderator or self.access == "everyone"
        return person.place == "invited" or (person.place == "viewer" and is_open)

    def _is_allowed_with(self, other: ModelPerson, message: str) -> bool:
        invitable = not other.moderator and other.place in ("viewer", "asking") and self.access != "nobody"
        required = {"approve": "asking", "decline": "asking", "revoke": "invited", "remove": "on_stage"}
        return invitable if message == "invite" else other.place == required[message]

    def _move(self, person: ModelPerson, place: str) -> None:
        person.place = place
        self.order = [name for name in self.order if name != person.name] + [person.name]

    def _ask(self, person: ModelPerson, _payload: ModelView) -> None:
        self._move(person, "asking")

    def _cancel_request(self, person: ModelPerson, _payload: ModelView) -> None:
        self._move(person, "viewer")

    def _decline_invitation(self, person: ModelPerson, _payload: ModelView) -> None:
        self._move(person, "viewer")

    def _join(self, person: ModelPerson, payload: ModelView) -> None:
        self._devices(person, payload)
        self._move(person, "on_stage")

    def _devices(self, person: ModelPerson, payload: ModelView) -> None:
        person.microphone, person.camera = payload["microphone"], payload["camera"]

    def _approve(self, _moderator: ModelPerson, payload: ModelView) -> None:
        self._move(self.people[payload["person"]], "invited")

    def _invite(self, _moderator: ModelPerson, payload: ModelView) -> None:
        self._move(self.people[payload["person"]], "invited")

    def _decline(self, _moderator: ModelPerson, payload: ModelView) -> None:
        self._move(self.people[payload["person"]], "viewer")

    def _revoke(self, _moderator: ModelPerson, payload: ModelView) -> None:
        self._move(self.people[payload["person"]], "viewer")

    def _remove(self, _moderator: ModelPerson, payload: ModelView) -> None:
        self._move(self.people[payload["person"]], "viewer")

    def _set_access(self, _moderator: ModelPerson, payload: ModelView) -> None:
        if payload["access"] == self.access:
            return
        self.access = payload["access"]
        closed = ["asking", "invited"] if self.access == "nobody" else ["asking"]
        for person in [person for person in self.people.values() if person.place in closed]:
            self._move(person, "viewer")
