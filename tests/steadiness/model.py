"""A small model of a session, independent of the room's code.

The test of random sessions compares the room with the model: which messages it accepts, and each person's view.
"""

from dataclasses import dataclass, field
from typing import Any

ModelView = dict[str, Any]
Payload = dict[str, Any]


@dataclass
class ModelPerson:
    """A person in the session; ``standing`` is viewer, asking, invited or on_stage."""

    name: str
    is_moderator: bool
    standing: str = "viewer"
    microphone: bool = True
    camera: bool = True
    is_connected: bool = True


@dataclass
class Model:
    """A session.

    ``people`` is in the order of entry, ``order`` in the order of the latest changes of standing.
    """

    access: str
    limit: int
    people: dict[str, ModelPerson] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def enter(self, name: str, is_moderator: bool) -> None:
        self.people[name] = ModelPerson(name, is_moderator)

    def apply(self, name: str, message: str, payload: Payload) -> bool:
        """Apply the message if the rules allow it; return whether they do."""
        if not self.allows(name, message, payload):
            return False
        getattr(self, f"_{message}")(self.people[name], payload)
        return True

    def allows(self, name: str, message: str, payload: Payload) -> bool:
        """Return whether the rules allow the message in this state."""
        return self._is_allowed(self.people[name], message, payload)

    def view_of(self, name: str) -> ModelView:
        """Return the view that the person's page must receive."""
        view: ModelView = {
            "access": self.access,
            "you": self.people[name].standing,
            "people": [self._public_part(person) for person in self.people.values()],
            "stage": self.names_with("on_stage"),
        }
        if self.people[name].is_moderator:
            view |= {"requests": self.names_with("asking"), "invitations": self.names_with("invited")}
        return view

    def names_with(self, standing: str) -> list[str]:
        """Return the names of the people with this standing, in the order in which they got it."""
        return [name for name in self.order if self.people[name].standing == standing]

    def _public_part(self, person: ModelPerson) -> tuple[object, ...]:
        on_stage = person.standing == "on_stage"
        devices = (on_stage and person.microphone, on_stage and person.camera)
        return person.name, person.is_moderator, "on_stage" if on_stage else "viewer", *devices, person.is_connected

    def _is_allowed(self, person: ModelPerson, message: str, payload: Payload) -> bool:
        if message == "set_access":
            return person.is_moderator
        if "person" in payload:
            return person.is_moderator and self._is_allowed_about(self.people[payload["person"]], message)
        return {
            "ask": not person.is_moderator and person.standing == "viewer" and self.access == "request",
            "cancel_request": person.standing == "asking",
            "decline_invitation": person.standing == "invited",
            "join": self._is_joining_allowed(person) and len(self.names_with("on_stage")) < self.limit,
            "devices": person.standing == "on_stage",
        }[message]

    def _is_joining_allowed(self, person: ModelPerson) -> bool:
        is_open = person.is_moderator or self.access == "everyone"
        return person.standing == "invited" or (person.standing == "viewer" and is_open)

    def _is_allowed_about(self, other: ModelPerson, message: str) -> bool:
        is_invitable = not other.is_moderator and other.standing in ("viewer", "asking") and self.access != "nobody"
        required_standing = {"approve": "asking", "decline": "asking", "revoke": "invited", "remove": "on_stage"}
        return is_invitable if message == "invite" else other.standing == required_standing[message]

    def _change_standing(self, person: ModelPerson, standing: str) -> None:
        person.standing = standing
        self.order = [name for name in self.order if name != person.name] + [person.name]

    def _ask(self, person: ModelPerson, _payload: Payload) -> None:
        self._change_standing(person, "asking")

    def _cancel_request(self, person: ModelPerson, _payload: Payload) -> None:
        self._change_standing(person, "viewer")

    def _decline_invitation(self, person: ModelPerson, _payload: Payload) -> None:
        self._change_standing(person, "viewer")

    def _join(self, person: ModelPerson, payload: Payload) -> None:
        self._devices(person, payload)
        self._change_standing(person, "on_stage")

    def _devices(self, person: ModelPerson, payload: Payload) -> None:
        person.microphone, person.camera = payload["microphone"], payload["camera"]

    def _approve(self, _moderator: ModelPerson, payload: Payload) -> None:
        self._change_standing(self.people[payload["person"]], "invited")

    def _invite(self, _moderator: ModelPerson, payload: Payload) -> None:
        self._change_standing(self.people[payload["person"]], "invited")

    def _decline(self, _moderator: ModelPerson, payload: Payload) -> None:
        self._change_standing(self.people[payload["person"]], "viewer")

    def _revoke(self, _moderator: ModelPerson, payload: Payload) -> None:
        self._change_standing(self.people[payload["person"]], "viewer")

    def _remove(self, _moderator: ModelPerson, payload: Payload) -> None:
        self._change_standing(self.people[payload["person"]], "viewer")

    def _set_access(self, _moderator: ModelPerson, payload: Payload) -> None:
        if payload["access"] == self.access:
            return
        self.access = payload["access"]
        ended = ["asking", "invited"] if self.access == "nobody" else ["asking"]
        for person in [person for person in self.people.values() if person.standing in ended]:
            self._change_standing(person, "viewer")
