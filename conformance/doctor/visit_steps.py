"""The kinds of steps of which a visit to a room is made: to lookup for something, to do something, to go inside."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from playwright.sync_api import Locator

from conformance.doctor.screen_elements import filled, with_placeholders
from conformance.room_profile import Access
from pages.places import Places
from people.person import Person
from rooms.room import SessionRequest

Actor = Literal["moderator", "attendee"]
WORD = "WORD"


@dataclass(frozen=True)
class Lookup:
    """A place that is looked for on one person's screen.

    ``place``: the part of the contract; ``word``: the documented word that names it, "" where its role alone does;
    ``find``: where the page objects would lookup; ``shape``: the whole name, where it is more than the word;
    ``values``: what stands for NAME and the like; ``attribute``: one that it must have; ``needs``: the feature by whose
    offering alone it has to be there; ``told``: it is a text that has to contain the word.
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
    told: bool = False
    state: Literal["visible", "attached"] = "visible"

    @property
    def what(self) -> str:
        """Role and name as the contract has them."""
        if not self.word:
            return self.role
        name = self.shape.replace(WORD, self.word)
        return f"{self.role} with “{name}”" if self.told else f'{self.role} "{name}"'

    def name(self, own: Callable[[str], str]) -> str:
        """Its name in this room; ``own`` says what the room has for a documented word, as far as is known."""
        return filled(self.shape.replace(WORD, own(self.word)), self.values)

    @property
    def documented(self) -> str:
        return filled(self.shape.replace(WORD, self.word), self.values)

    def word_in(self, name: str) -> str | None:
        """What the room says for the word, where this is the whole name; None where the name is of another shape."""
        before, _, after = filled(self.shape, self.values).partition(WORD)
        inner = name[len(before) : len(name) - len(after)]
        matches = name.startswith(before) and name.endswith(after) and inner
        return with_placeholders(inner, self.values) if matches else None


@dataclass(frozen=True)
class Action:
    """Something that has to be done to come further; ``what``: a sentence about it."""

    actor: Actor
    what: str
    do: Callable[[Person], Any]
    needs: str = ""


@dataclass(frozen=True)
class WhileOpen:
    """Steps that take place while a panel, a window or a menu is open."""

    actor: Actor
    what: str
    enter: Callable[[Places], AbstractContextManager[Any]]
    steps: "Sequence[Step]"
    needs: str = ""


Step = Lookup | Action | WhileOpen


@dataclass(frozen=True)
class Visit:
    """A session with one moderator and one attendee.

    ``accesses``: the first of these that the room gives; ``chapters``: what is done in it; where one cannot be gone on
    with, the next is begun; ``needs``: the feature without which there is nothing to visit, polls or quizzes.
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
    """All places that these steps lookup for."""
    found: list[Lookup] = []
    for step in steps:
        if isinstance(step, Lookup):
            found.append(step)
        elif isinstance(step, WhileOpen):
            found += [replace(one, needs=one.needs or step.needs) for one in lookups_in(step.steps)]
    return found
