"""The profile of a room under test: words, entry steps, and capabilities that it declares absent."""

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
    """One step of entering: fill the field ``target`` with ``text``, click ``target``, or enter the frame."""

    action: Literal["fill", "click", "frame"]
    target: str
    text: str = ""


@dataclass(frozen=True)
class RoomProfile:
    """Where a room differs from the documented one.

    ``words``: its own words, by the documented ones; ``entry_steps``: the steps of entering beyond following the link;
    ``frame``: the name of the frame that contains the room; ``adapter``: its page objects, "package.module:ClassName";
    ``lacks``: names of the capabilities that it declares absent; ``people``: full names of the cast, by first name.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    entry_steps: tuple[EntryStep, ...] = ()
    frame: str | None = None
    adapter: str | None = None
    lacks: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)

    def gives(self, access: Access) -> bool:
        """Return whether the room offers this stage access, by its declaration."""
        return f"access_{access}" not in self.lacks
