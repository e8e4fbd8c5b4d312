"""The profile of a room under test: words, entry steps, and capabilities that it declares absent."""

import time
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
PARTS = (
    "entry",
    "toolbar",
    "getting_ready",
    "invitation",
    "requests",
    "stage",
    "participants",
    "chat",
    "settings",
    "removed",
)
"""The parts of the screen in which a room may have another word than elsewhere: ``[words.PART]`` in a room file."""
PART_END = ": "
"""Separates part and word in a key such as ``chat: Send``."""
TOGGLE_BUTTONS = ("Microphone", "Camera", "Raise hand")
LOCATORS: Mapping[str, tuple[str, ...]] = {
    "entry": ("room", "Your name"),
    "toolbar": ("root", "Join stage", "Ask to join stage", "Cancel request", *TOGGLE_BUTTONS),
    "toolbar.on": TOGGLE_BUTTONS,
    "toolbar.off": TOGGLE_BUTTONS,
    "getting_ready": ("root", "Microphone", "Camera", "Microphone on", "Camera on", "Join stage", "Cancel"),
    "invitation": ("root", "Join stage"),
    "requests": ("root", "item"),
    "stage": ("root", "tile", "name", "own", "Leave stage"),
    "participants": ("root", "opener", "closer", "item", "On stage", "Raised hands", "Viewers", "menu", "menu_button"),
    "chat": ("root", "opener", "closer", "log", "message", "author", "text", "Message", "Send"),
    "status_messages": ("message",),
    "moderator_controls": ("control",),
}
"""The elements that a room file can locate by a CSS selector: ``[locators.PART]``. Documented names are capitalised."""


def in_part(part: str, word: str) -> str:
    """Return the key of a word or locator of one part of the screen; an empty ``part`` means everywhere."""
    return f"{part}{PART_END}{word}" if part else word


@dataclass(frozen=True)
class EntryStep:
    """One step of entering: fill the field ``target`` with ``text``, click ``target``, or enter the frame."""

    action: Literal["fill", "click", "frame"]
    target: str
    text: str = ""


@dataclass
class Meeting:
    """A running meeting, the only session of its room.

    ``access``: its stage access, None until it is found; ``visit``: the number of the current scenario, which is part
    of people's names; ``people``: the names of the people of the previous scenario.
    """

    access: Access | None = None
    visit: int = field(default_factory=lambda: int(time.time()) % 900 + 100)
    people: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RoomProfile:
    """Where a room differs from the documented one.

    ``words``: its own words, by the documented ones or the keys of `in_part`; ``entry_steps``: the steps of entering
    beyond following the link; ``frame``: the name of the frame that contains the room; ``adapter``: its
    page objects, "package.module:ClassName"; ``lacks``: names of the capabilities that it declares absent; ``people``:
    full names of the cast, by first name; ``meeting``: the running meeting that is its only session; ``locators``: CSS
    selectors of elements without a documented role or name, by the keys of `in_part`; ``hides_idle_controls``: whether
    it hides controls while the mouse rests.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    entry_steps: tuple[EntryStep, ...] = ()
    frame: str | None = None
    adapter: str | None = None
    lacks: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)
    meeting: Meeting | None = None
    locators: Mapping[str, str] = field(default_factory=dict)
    hides_idle_controls: bool = False

    def offers_access(self, access: Access) -> bool:
        """Return whether the room offers this stage access, by its declaration; a meeting has only one."""
        if self.meeting is not None and self.meeting.access is not None:
            return access == self.meeting.access
        return f"access_{access}" not in self.lacks
