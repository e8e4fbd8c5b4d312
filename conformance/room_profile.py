"""What is known of a room under test: its words, its way in, and the capabilities that it declares absent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Access = Literal["everyone", "request", "invite", "nobody"]

ACCESS_NAMES: Mapping[str, Access] = {
    "Everyone on stage": "everyone",
    "Join by request": "request",
    "Invite only": "invite",
    "No stage access": "nobody",
}
"""The documented names of the four stage accesses."""


@dataclass(frozen=True)
class EntryStep:
    """One action on the way in: fill the field ``target`` with ``text``, click ``target``, or enter the frame."""

    action: Literal["fill", "click", "frame"]
    target: str
    text: str = ""


@dataclass(frozen=True)
class RoomProfile:
    """Where a room differs from the documented one.

    ``words``: its own for the documented words; ``way_in``: the actions that entering takes beyond following the link;
    ``frame``: the name of the frame that holds the room; ``adapter``: page objects of its own, "package.module:Class";
    ``lacks``: names of the capabilities that it declares absent; ``people``: full names of the cast, by first name.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    way_in: tuple[EntryStep, ...] = ()
    frame: str | None = None
    adapter: str | None = None
    lacks: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)

    def gives(self, access: Access) -> bool:
        """Return whether the room has sessions of this stage access, by its declaration."""
        return f"access_{access}" not in self.lacks
