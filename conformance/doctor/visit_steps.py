"""The steps of a visit: looking for an element, acting, and steps while something is open."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from playwright.sync_api import Locator

from conformance.doctor.screen_elements import fill_placeholders, restore_placeholders
from conformance.room_profile import Access
from pages.places import Places
from people.person import Person
from rooms.room import SessionRequest

Actor = Literal["moderator", "attendee"]
ElementState = Literal["visible", "attached"]
WORD = "WORD"
Target = Callable[[Places], Locator]
"""Returns the element on a screen that an action needs."""


@dataclass(frozen=True)
class Lookup:
    """An element that is looked for on one person's screen.

    ``place``: the part of the contract; ``word``: the documented word in its name, "" where the role suffices;
    ``role``: the ARIA role, or a description of an element without ``word``; ``find``: returns the page objects'
    locator; ``shape``: the whole name if it is more than the word; ``values``: values of placeholders such as NAME;
    ``attribute``: one that the element must have; ``needs``: the capability without which the element may be absent;
    ``in_message``: the word is part of a message's text; ``state``: the state to wait for; ``holds``: a text in the
    element, by which it is recognised if its name is in another language.
    """

    actor: Actor
    place: str
    role: str
    word: str
    find: Callable[[Places], Locator]
    shape: str = WORD
    values: Mapping[str, str] = field(default_factory=dict)
    attribute: str = ""
    needs: str = ""
    in_message: bool = False
    state: ElementState = "visible"
    holds: str = ""

    @property
    def what(self) -> str:
        """The element as reports name it: its role and documented name, or ``role`` alone if it has no word."""
        if not self.word:
            return self.role
        name = self.shape.replace(WORD, self.word)
        return f"{self.role} with “{name}”" if self.in_message else f'{self.role} "{name}"'

    def name(self, own: Callable[[str], str]) -> str:
        """Return the element's name in this room; ``own`` returns the room's word for a documented one."""
        return fill_placeholders(self.shape.replace(WORD, own(self.word)), self.values)

    @property
    def documented_name(self) -> str:
        return fill_placeholders(self.shape.replace(WORD, self.word), self.values)

    def word_in(self, name: str) -> str | None:
        """Return the room's word within an element's name; None where the name has another shape."""
        before, _, after = fill_placeholders(self.shape, self.values).partition(WORD)
        inner = name[len(before) : len(name) - len(after)]
        matches = name.startswith(before) and name.endswith(after) and inner
        return restore_placeholders(inner, self.values) if matches else None


@dataclass(frozen=True)
class Action:
    """An action that the visit needs; ``what`` describes it, ``target`` is the element to use first."""

    actor: Actor
    what: str
    do: Callable[[Person], Any]
    needs: str = ""
    target: Target | None = None


@dataclass(frozen=True)
class WhileOpen:
    """Steps to take while a panel, a dialog or a menu is open; ``target`` is it, or what opens it."""

    actor: Actor
    what: str
    enter: Callable[[Places], AbstractContextManager[Any]]
    steps: "Sequence[Step]"
    needs: str = ""
    target: Target | None = None


@dataclass(frozen=True)
class Observation:
    """An observation of how the room works.

    ``look`` returns "" if the room works as documented, otherwise a text that says how it differs. Such a text shows
    that ``subject`` is absent (the id of a capability) or broken (the id of a rule).
    """

    actor: Actor
    subject: str
    look: Callable[[Person], str]


Step = Lookup | Action | WhileOpen | Observation


@dataclass(frozen=True)
class Visit:
    """A session with one moderator and one attendee.

    ``accesses``: the stage accesses that suit the visit, in order of preference; ``chapters``: groups of steps, each of
    which can begin after another has failed; ``needs``: the capability that the visit needs, polls or quizzes.
    """

    title: str
    accesses: Sequence[Access]
    chapters: "Sequence[Sequence[Step]]"
    needs: str = ""

    @property
    def lookups(self) -> list[Lookup]:
        return [lookup for chapter in self.chapters for lookup in lookups_in(chapter)]

    def session_request(self, access: Access) -> SessionRequest:
        return SessionRequest(access, polls=self.needs == "polls", quizzes=self.needs == "quizzes")


def lookups_in(steps: Sequence[Step]) -> list[Lookup]:
    """Return the lookups in these steps."""
    found: list[Lookup] = []
    for step in steps:
        if isinstance(step, Lookup):
            found.append(step)
        elif isinstance(step, WhileOpen):
            found += [replace(lookup, needs=lookup.needs or step.needs) for lookup in lookups_in(step.steps)]
    return found
