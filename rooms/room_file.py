"""The room file: one page of TOML by which the maker of a room puts it under test."""

import os
import re
import tomllib
from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from shutil import which
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from conformance.deviations import Deviation
from conformance.room_profile import ACCESS_NAMES, Access, EntryStep, RoomProfile
from rooms.toml_lines import line_of

Loc = tuple[int | str, ...]
SECRET = re.compile(r"\{env:(\w+)\}")


class BadRoomFile(ValueError):
    """Something in a room file is not as it must be; the message gives file, line and remedy, one line each."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FixedLinks(_Part):
    """A session made by hand. ``{name}`` in a link stands for the person's name."""

    moderator: str
    attendee: str


class SessionSource(_Part):
    """How a session comes to be: ``post`` an address, ``command`` a program with arguments, or ``fixed`` by access."""

    post: str | None = None
    command: list[str] | None = None
    fixed: dict[Access, FixedLinks] | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        given = [name for name in ("post", "command", "fixed") if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"needs one of post, command and fixed, and has {' and '.join(given) or 'none'}")
        return self


class ServerStart(_Part):
    """A server to start for the run: ``{port}`` stands for a free port, here and in all of ``[session]``.

    ``address``: where it answers once it is ready; ``needs``: the programs it takes, each with how to come by it.
    """

    command: list[str] = Field(min_length=1)
    address: str = "http://127.0.0.1:{port}/"
    needs: dict[str, str] = Field(default_factory=dict)


class Step(_Part):
    """One thing to do on the way in: ``fill`` a field ``with_`` text, ``click`` a button or link, or enter a ``frame``.

    Each is named as a person or a screen reader meets it. In the text ``{name}`` stands for the person's name,
    ``{user}`` for that of their account, and ``{env:SECRET}`` for what the environment holds under SECRET.
    """

    fill: str | None = None
    with_: str | None = Field(default=None, alias="with")
    click: str | None = None
    frame: str | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = [name for name in ("fill", "click", "frame") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"needs one of fill, click and frame, and has {' and '.join(given) or 'none'}")
        if (self.fill is None) != (self.with_ is None):
            raise ValueError("needs fill and with together")
        return self

    @property
    def unknown_secrets(self) -> list[str]:
        """What the text takes from the environment, and is not there."""
        return [name for name in SECRET.findall(self.with_ or "") if name not in os.environ]

    @property
    def plain(self) -> EntryStep:
        """The step as the suite takes it."""
        if self.fill is not None:
            text = SECRET.sub(lambda found: os.environ.get(found[1], ""), self.with_ or "")
            return EntryStep("fill", self.fill, text)
        return EntryStep("click", self.click) if self.click is not None else EntryStep("frame", self.frame or "")


class Entry(_Part):
    """What getting in takes beyond following the link."""

    steps: list[Step] = Field(default_factory=list)


class DeclaredDeviation(Deviation):
    """A deviation from one rule: reported as such, and an error once it no longer occurs."""

    model_config = ConfigDict(strict=True)

    requirement: str


class RoomFile(_Part):
    """All that a room declares of itself: ``words`` in the documented ones' stead, ``offers`` that it does not have.

    ``people``: the full names under which the room shows members of the cast, by their own.
    """

    name: str
    session: SessionSource
    server: ServerStart | None = None
    adapter: str | None = None
    frame: str | None = None
    entry: Entry = Field(default_factory=Entry)
    words: dict[str, str] = Field(default_factory=dict)
    people: dict[str, str] = Field(default_factory=dict)
    offers: dict[str, bool] = Field(default_factory=dict)
    deviation: list[DeclaredDeviation] = Field(default_factory=list)

    @field_validator("adapter")
    @classmethod
    def _module_and_class(cls, adapter: str | None) -> str | None:
        if adapter is not None and not re.fullmatch(r"[\w.]+:\w+", adapter):
            raise ValueError("must be written as package.module:ClassName")
        return adapter

    @property
    def lacks(self) -> frozenset[str]:
        """The features that the room declares not to offer."""
        return frozenset(name for name, offered in self.offers.items() if not offered)

    @property
    def profile(self) -> RoomProfile:
        """Where the room's screens differ from the documented ones."""
        way_in = tuple(step.plain for step in self.entry.steps)
        return RoomProfile(self.words, way_in, self.frame, self.adapter, self.lacks, self.people)


def read_room_file(
    path: Path,
    requirements: Collection[str],
    offers: Collection[str],
    today: date,
    cast: Collection[str] = (),
    words: Collection[str] = (),
) -> RoomFile:
    """The room file at ``path``, checked against the ids, features and people that there are.

    ``cast``: the people of the features, by name; where it is left out, the file's ``[people]`` are not checked.
    ``words``: the documented ones; what is written nearly so is taken for a slip, while adapters may have others.

    Raises BadRoomFile with a line for each fault: file, line number, what is wrong, what to do.
    """
    text = _text(path)
    tables = _tables(path, text)
    _expect_filled_in(path, text, tables)
    try:
        room = RoomFile.model_validate(tables)
    except ValidationError as error:
        faults = [(_loc(fault), _what(fault)) for fault in error.errors()]
        raise _bad(path, text, faults) from error
    faults = [*_faults(room, requirements, offers, today), *_faults_of_people(room, cast)]
    faults += _faults_of_words(room, words)
    if faults:
        raise _bad(path, text, faults)
    return room


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        what_to_do = "Give the path of a room file, or the address of a room."
        raise BadRoomFile(f"{path}: {error.strerror}. {what_to_do}") from error
    except UnicodeDecodeError as error:
        raise BadRoomFile(f"{path}: this is not text in UTF-8.") from error


def _tables(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRoomFile(f"{path}: this is not TOML: {error}.") from error


def _expect_filled_in(path: Path, text: str, tables: dict[str, Any]) -> None:
    """Room files may come with blanks, written as ``<what belongs here>``, which their users have to fill in."""
    blanks = [(loc, value) for loc, value in _strings(tables) if re.fullmatch(r"<.+>", value)]
    if blanks:
        (loc, value), count = blanks[0], len(blanks)
        what = f"{count} places are still to be filled in" if count > 1 else "this place is still to be filled in"
        raise _bad(path, text, [(loc, f"{what}, beginning with {value}. Replace what stands in < >.")])


def _strings(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text in tables of tables, with its place."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(inner, (*loc, key))


def _faults(
    room: RoomFile, requirements: Collection[str], offers: Collection[str], today: date
) -> Iterator[tuple[Loc, str]]:
    for number, deviation in enumerate(room.deviation):
        if deviation.requirement not in requirements:
            yield ("deviation", number, "requirement"), _unknown("requirement", deviation.requirement, requirements)
        if deviation.until and deviation.until < today:
            what = f"the deviation from {deviation.requirement} was to end by {deviation.until}. "
            yield ("deviation", number, "until"), what + "Remove it, or give it a later date."
    for name in room.offers:
        if name not in offers:
            yield ("offers", name), _unknown("feature", name, offers)
    for program, remedy in (room.server.needs if room.server else {}).items():
        if which(program) is None:
            yield ("server", "needs", program), f"the room's server needs {program}, which is not here. {remedy}"
    yield from _faults_of_accesses(room)


def _faults_of_people(room: RoomFile, cast: Collection[str]) -> Iterator[tuple[Loc, str]]:
    for number, step in enumerate(room.entry.steps):
        for name in step.unknown_secrets:
            yield ("entry", "steps", number), f"the environment holds nothing under {name}. Set it: export {name}=…"
    for name in room.people:
        if cast and name not in cast:
            yield ("people", name), _unknown("member of the cast", name, cast)


def _faults_of_words(room: RoomFile, words: Collection[str]) -> Iterator[tuple[Loc, str]]:
    for word in room.words:
        if word not in words and get_close_matches(word, words, n=1, cutoff=0.75):
            yield ("words", word), _unknown("documented word", word, words)


def _faults_of_accesses(room: RoomFile) -> Iterator[tuple[Loc, str]]:
    """A room has some stage access at least, and gives no session of one that it declares not to offer."""
    lacking = [access for access in ACCESS_NAMES.values() if not room.profile.gives(access)]
    if len(lacking) == len(ACCESS_NAMES):
        yield ("offers",), "[offers] declares no stage access of any kind. Leave out those that the room has."
    for access in lacking:
        if access in (room.session.fixed or {}):
            what = f"[session.fixed.{access}] is a session made by hand, though access_{access} is declared absent."
            yield ("session", "fixed", access), f"{what} Remove one of the two."


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}."
    return f"{name!r} is not a {what}. {hint}"


def _bad(path: Path, text: str, faults: list[tuple[Loc, str]]) -> BadRoomFile:
    lines = sorted({(line_of(text, loc), what) for loc, what in faults})
    return BadRoomFile("\n".join(f"{path}:{line}: {what}" for line, what in lines))


def _loc(fault: Any) -> Loc:
    loc: Loc = fault["loc"]
    return loc


def _what(fault: Any) -> str:
    """A fault as the checker found it, in words for whoever wrote the file."""
    key = ".".join(str(part) for part in fault["loc"] if not isinstance(part, int))
    if fault["type"] == "missing":
        return f"{key} is missing. Add it."
    if fault["type"] == "extra_forbidden":
        return f"{key} is not a key of a room file. Remove it, or mend its spelling."
    if fault["type"] == "value_error":
        return f"[{key}] {fault['ctx']['error']}."
    wanted = fault["msg"].removeprefix("Input should be ").removeprefix("String should ")
    return f"{key} should be {wanted}, and is {fault['input']!r}."
