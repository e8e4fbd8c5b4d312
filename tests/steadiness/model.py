"""A small account of what a session must be, written without a look at the room's own code.

The test of random sessions asks it what has to come of each message, and what everybody has to know afterwards.
"""

from dataclasses import dataclass, field
from typing import Any

Known = dict[str, Any]


@dataclass
class Somebody:
    """One person of the session; `place` is where they stand: viewer, asking, invited or on_stage."""

    name: str
    moderator: bool
    place: str = "viewer"
    microphone: bool = True
    camera: bool = True
    here: bool = True


@dataclass
class Model:
    """A session: its people in order of entry, and who asks, is invited or is on stage, in order of coming there."""

    access: str
    limit: int
    people: dict[str, Somebody] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def enters(self, name: str, moderator: bool) -> None:
        self.people[name] = Somebody(name, moderator)

    def does(self, who: str, message: str, payload: Known) -> bool:
        """Whether the message must be followed; if so, it has been."""
        if not self.would(who, message, payload):
            return False
        getattr(self, f"_{message}")(self.people[who], payload)
        return True

    def would(self, who: str, message: str, payload: Known) -> bool:
        """Whether the message would be followed now."""
        return self._may(self.people[who], message, payload)

    def known_to(self, who: str) -> Known:
        """What this person has to know."""
        known: Known = {
            "access": self.access,
            "you": self.people[who].place,
            "people": [self._as_others_see(one) for one in self.people.values()],
            "stage": self.at("on_stage"),
        }
        if self.people[who].moderator:
            known |= {"requests": self.at("asking"), "invitations": self.at("invited")}
        return known

    def at(self, place: str) -> list[str]:
        """Who stands there, in order of coming there."""
        return [name for name in self.order if self.people[name].place == place]

    def _as_others_see(self, one: Somebody) -> tuple[object, ...]:
        on_stage = one.place == "on_stage"
        devices = (on_stage and one.microphone, on_stage and one.camera)
        return one.name, one.moderator, "on_stage" if on_stage else "viewer", *devices, one.here

    def _may(self, one: Somebody, message: str, payload: Known) -> bool:
        if message == "set_access":
            return one.moderator
        if "person" in payload:
            return one.moderator and self._may_with(self.people[payload["person"]], message)
        return {
            "ask": not one.moderator and one.place == "viewer" and self.access == "request",
            "cancel_request": one.place == "asking",
            "decline_invitation": one.place == "invited",
            "join": self._has_a_right(one) and len(self.at("on_stage")) < self.limit,
            "devices": one.place == "on_stage",
        }[message]

    def _has_a_right(self, one: Somebody) -> bool:
        freely = one.moderator or self.access == "everyone"
        return one.place == "invited" or (one.place == "viewer" and freely)

    def _may_with(self, whom: Somebody, message: str) -> bool:
        invitable = not whom.moderator and whom.place in ("viewer", "asking") and self.access != "nobody"
        fitting = {"approve": "asking", "decline": "asking", "revoke": "invited", "remove": "on_stage"}
        return invitable if message == "invite" else whom.place == fitting[message]

    def _moves(self, one: Somebody, place: str) -> None:
        one.place = place
        self.order = [name for name in self.order if name != one.name] + [one.name]

    def _ask(self, one: Somebody, _payload: Known) -> None:
        self._moves(one, "asking")

    def _cancel_request(self, one: Somebody, _payload: Known) -> None:
        self._moves(one, "viewer")

    def _decline_invitation(self, one: Somebody, _payload: Known) -> None:
        self._moves(one, "viewer")

    def _join(self, one: Somebody, payload: Known) -> None:
        self._devices(one, payload)
        self._moves(one, "on_stage")

    def _devices(self, one: Somebody, payload: Known) -> None:
        one.microphone, one.camera = payload["microphone"], payload["camera"]

    def _approve(self, _by: Somebody, payload: Known) -> None:
        self._moves(self.people[payload["person"]], "invited")

    def _invite(self, _by: Somebody, payload: Known) -> None:
        self._moves(self.people[payload["person"]], "invited")

    def _decline(self, _by: Somebody, payload: Known) -> None:
        self._moves(self.people[payload["person"]], "viewer")

    def _revoke(self, _by: Somebody, payload: Known) -> None:
        self._moves(self.people[payload["person"]], "viewer")

    def _remove(self, _by: Somebody, payload: Known) -> None:
        self._moves(self.people[payload["person"]], "viewer")

    def _set_access(self, _by: Somebody, payload: Known) -> None:
        if payload["access"] == self.access:
            return
        self.access = payload["access"]
        closed = ["asking", "invited"] if self.access == "nobody" else ["asking"]
        for one in [one for one in self.people.values() if one.place in closed]:
            self._moves(one, "viewer")
