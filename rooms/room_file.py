"""The room file: a TOML file that describes a room under test."""

import os
import re
import tomllib
from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from conformance.deviations import Deviation
from conformance.room_profile import (
    ACCESS_NAMES,
    LOCATORS,
    PART_END,
    PARTS,
    Access,
    EntryStep,
    Meeting,
    RoomProfile,
    in_part,
)
from rooms.selector_faults import find_fault
from rooms.started_server import program_on_path
from rooms.toml_lines import line_of

Loc = tuple[int | str, ...]
SENT_BY_ENTER = "Send"
"""The only word that may be empty: the Enter key sends messages, and there is no button for it."""
SECRET = re.compile(r"\{env:(\w+)\}")


class BadRoomFile(ValueError):
    """Faults in a room file, or in the options that give a room; the message has one line for each.

    Each line has the file, with the line number if known, or the option; the fault; and what to do.
    """


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _expect_web_address(address: str) -> str:
    """Return the address; raise ValueError unless it begins with http:// or https:// and a host.

    With file:///, the suite would read local files.
    """
    if not re.match(r"https?://[^/]", address):
        raise ValueError(f"must begin with http:// or https:// and a host, but is {address!r}")
    return address


WebAddress = Annotated[str, AfterValidator(_expect_web_address)]


class FixedLinks(_Table):
    """A session opened by hand; ``{name}`` in a link is replaced by the person's name."""

    moderator: str
    attendee: str


class MeetingLinks(FixedLinks):
    """The links of a running meeting.

    If ``access`` is not given, the stage access is found on the screens of an attendee and a moderator.
    """

    access: Access | None = None


class SessionLinks(FixedLinks):
    """Links that create a session when somebody follows them.

    ``{session}`` is a new name for each session, ``{access}`` its stage access.
    """

    @field_validator("moderator", "attendee")
    @classmethod
    def _expect_session_placeholder(cls, link: str) -> str:
        if "{session}" not in link:
            raise ValueError("must contain {session}, which is a new name for each session")
        return link


class SessionSource(_Table):
    """How sessions are opened, in exactly one of these ways.

    ``post``: a request to this address; ``command``: a program; ``fixed``: sessions created by hand; ``links``: links
    that create a session when somebody follows them; ``meeting``: one running meeting.
    """

    post: WebAddress | None = None
    command: list[str] | None = None
    fixed: dict[Access, FixedLinks] | None = None
    links: SessionLinks | None = None
    meeting: MeetingLinks | None = None

    @model_validator(mode="after")
    def _expect_one_source(self) -> Self:
        sources = ("post", "command", "fixed", "links", "meeting")
        given = [name for name in sources if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(
                f"needs one of post, command, fixed, links and meeting, but has {' and '.join(given) or 'none'}"
            )
        return self

    @property
    def is_shared(self) -> bool:
        """Return whether scenarios share sessions, so that they must run one after the other."""
        return self.fixed is not None or self.meeting is not None


class ServerStart(_Table):
    """A server to start for the run; ``{port}`` is a free port, here and in all of ``[session]``.

    ``address``: the URL at which it answers once it is ready; ``needs``: the programs and the environment variables (in
    capitals) that it requires, each with a text that says how to get it.
    """

    command: list[str] = Field(min_length=1)
    address: WebAddress = "http://127.0.0.1:{port}/"
    needs: dict[str, str] = Field(default_factory=dict)


class DeclaredEntryStep(_Table):
    """A step of entering the room.

    It is one of these: ``fill`` a field ``with_`` text, ``click`` a control, or enter a ``frame``. Each is identified
    by its accessible name. In the text, ``{name}`` is the person's name, ``{user}`` the name of their account, and
    ``{env:SECRET}`` the environment variable SECRET.
    """

    fill: str | None = None
    with_: str | None = Field(default=None, alias="with")
    click: str | None = None
    frame: str | None = None

    @model_validator(mode="after")
    def _expect_one_action(self) -> Self:
        given = [name for name in ("fill", "click", "frame") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"needs one of fill, click and frame, but has {' and '.join(given) or 'none'}")
        if (self.fill is None) != (self.with_ is None):
            raise ValueError("needs fill and with together")
        return self

    @property
    def unset_variables(self) -> list[str]:
        """Return the environment variables in the text that are not set."""
        return [name for name in SECRET.findall(self.with_ or "") if name not in os.environ]

    @property
    def entry_step(self) -> EntryStep:
        """Return the step for the suite, with secrets filled in."""
        if self.fill is not None:
            text = SECRET.sub(lambda match: os.environ.get(match[1], ""), self.with_ or "")
            return EntryStep("fill", self.fill, text)
        return EntryStep("click", self.click) if self.click is not None else EntryStep("frame", self.frame or "")


class EntryTable(_Table):
    """The table ``[entry]``: what entering requires beyond following the link."""

    steps: list[DeclaredEntryStep] = Field(default_factory=list)


class DeclaredDeviation(Deviation):
    """A declared deviation from one rule, which is an error once it no longer occurs."""

    model_config = ConfigDict(strict=True)

    requirement: str


class RoomFile(_Table):
    """The contents of a room file: how sessions are created, and what the room declares.

    ``people``: the full names that the room shows for members of the cast; ``hides_idle_controls``: whether it hides
    controls while the mouse rests.
    """

    name: str
    session: SessionSource
    server: ServerStart | None = None
    adapter: str | None = None
    frame: str | None = None
    hides_idle_controls: bool = False
    entry: EntryTable = Field(default_factory=EntryTable)
    words: dict[str, str] = Field(default_factory=dict)
    locators: dict[str, str] = Field(default_factory=dict)
    people: dict[str, str] = Field(default_factory=dict)
    offers: dict[str, bool] = Field(default_factory=dict)
    deviation: list[DeclaredDeviation] = Field(default_factory=list)

    @field_validator("words", mode="before")
    @classmethod
    def _flatten_words(cls, words: Any) -> Any:
        """Return the words of ``[words.invitation]`` and the like under keys such as "invitation: Join stage"."""
        if not isinstance(words, dict):
            return words
        flat: dict[str, Any] = {}
        for key, own in words.items():
            flat |= {in_part(key, word): value for word, value in own.items()} if isinstance(own, dict) else {key: own}
        return flat

    @field_validator("locators", mode="before")
    @classmethod
    def _locators_of_parts(cls, locators: Any) -> Any:
        """Return the locators of ``[locators.chat]`` and the like under keys such as "chat: log"."""
        return dict(_flat(locators)) if isinstance(locators, dict) else locators

    @field_validator("adapter")
    @classmethod
    def _expect_module_and_class(cls, adapter: str | None) -> str | None:
        if adapter is not None and not re.fullmatch(r"[\w.]+:\w+", adapter):
            raise ValueError("must be written as package.module:ClassName")
        return adapter

    @property
    def lacks(self) -> frozenset[str]:
        """Return the capabilities that the room declares absent."""
        return frozenset(name for name, offered in self.offers.items() if not offered)

    @property
    def profile(self) -> RoomProfile:
        """Return the room's profile: where its screens differ from the documented ones."""
        entry_steps = tuple(step.entry_step for step in self.entry.steps)
        meeting = Meeting(self.session.meeting.access) if self.session.meeting else None
        return RoomProfile(
            self.words,
            entry_steps,
            self.frame,
            self.adapter,
            self.lacks,
            self.people,
            meeting,
            self.locators,
            self.hides_idle_controls,
        )


def _flat(locators: dict[str, Any], part: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each locator in nested tables, with the dotted name of its table in its key.

    An example of a key is "toolbar.on: Camera".
    """
    for key, value in locators.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{part}.{key}" if part else key)
        else:
            yield in_part(part, key), value


def read_room_file(
    path: Path,
    requirements: Collection[str],
    capabilities: Collection[str],
    today: date,
    cast: Collection[str] = (),
    words: Collection[str] = (),
) -> RoomFile:
    """Return the room file at ``path``, checked against the known rules, capabilities, people and words.

    ``cast``: names of the cast; without it, ``[people]`` is not checked. ``words``: the documented words; only a near
    miss of one is an error, since adapters may have words of their own.

    Raises BadRoomFile with a line for each fault.
    """
    text = _read_text(path)
    tables = _parse(path, text)
    _expect_filled_in(path, text, tables)
    try:
        room = RoomFile.model_validate(tables)
    except ValidationError as error:
        faults = [(_location_of(fault), _message_of(fault)) for fault in error.errors()]
        raise _create_error(path, text, faults) from error
    faults = [*_find_faults(room, requirements, capabilities, today), *_find_faults_of_people(room, cast)]
    faults += _find_faults_of_entry_steps(room)
    faults += [*_find_faults_of_words(room, words), *_find_faults_of_locators(room)]
    if faults:
        raise _create_error(path, text, faults)
    return room


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        what_to_do = "Give the path of a room file, or the address of a room."
        raise BadRoomFile(f"{path}: {error.strerror}. {what_to_do}") from error
    except UnicodeDecodeError as error:
        raise BadRoomFile(f"{path}: this is not UTF-8 text. Save it as UTF-8.") from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRoomFile(f"{path}: this is not TOML: {error}.") from error


def _expect_filled_in(path: Path, text: str, tables: dict[str, Any]) -> None:
    """Raise BadRoomFile if placeholders, written as ``<what belongs here>``, have not been replaced."""
    blanks = [(loc, value) for loc, value in _strings(tables) if re.fullmatch(r"<.+>", value)]
    if blanks:
        (loc, value), count = blanks[0], len(blanks)
        what = f"{count} placeholders are not filled in" if count > 1 else "this placeholder is not filled in"
        raise _create_error(path, text, [(loc, f"{what}: {value}. Replace the text in < >.")])


def _strings(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield every text in nested tables, with its location."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(inner, (*loc, key))


def _find_faults(
    room: RoomFile, requirements: Collection[str], capabilities: Collection[str], today: date
) -> Iterator[tuple[Loc, str]]:
    yield from _find_faults_of_deviations(room, requirements, today)
    for name in room.offers:
        if name not in capabilities:
            yield ("offers", name), _describe_unknown("capability", name, capabilities)
    for program, remedy in (room.server.needs if room.server else {}).items():
        if lack := describe_lack(program):
            yield ("server", "needs", program), f"the room's server needs {program}, which is {lack}. {remedy}"
    yield from _find_faults_of_accesses(room)


def _find_faults_of_deviations(room: RoomFile, requirements: Collection[str], today: date) -> Iterator[tuple[Loc, str]]:
    for number, deviation in enumerate(room.deviation):
        if deviation.requirement not in requirements:
            yield (
                ("deviation", number, "requirement"),
                _describe_unknown("requirement", deviation.requirement, requirements),
            )
        if deviation.until and deviation.until < today:
            what = f"deviation for {deviation.requirement} expired on {deviation.until}; "
            yield ("deviation", number, "until"), what + 'remove it or set a later "until".'


def _find_faults_of_entry_steps(room: RoomFile) -> Iterator[tuple[Loc, str]]:
    for number, step in enumerate(room.entry.steps):
        for name in step.unset_variables:
            yield ("entry", "steps", number), f"the environment variable {name} is not set; export {name}=…"


def _find_faults_of_people(room: RoomFile, cast: Collection[str]) -> Iterator[tuple[Loc, str]]:
    for name in room.people:
        if cast and name not in cast:
            yield ("people", name), _describe_unknown("member of the cast", name, cast)


def _find_faults_of_words(room: RoomFile, words: Collection[str]) -> Iterator[tuple[Loc, str]]:
    for key, own in room.words.items():
        part, _, word = key.rpartition(PART_END)
        loc = ("words", *([part] if part else []), word)
        if part and part not in PARTS:
            yield ("words", part), _describe_unknown("part of the screen", part, PARTS)
        if words and word not in words and get_close_matches(word, words, n=1, cutoff=0.75):
            yield loc, _describe_unknown("documented word", word, words)
        if not own.strip() and word != SENT_BY_ENTER:
            yield loc, f"words.{word} must not be empty; declare what the room lacks under [offers]."


def _find_faults_of_locators(room: RoomFile) -> Iterator[tuple[Loc, str]]:
    for key, selector in room.locators.items():
        part, _, element = key.rpartition(PART_END)
        loc = ("locators", *(part.split(".") if part else ()), element)
        if not part:
            yield loc, f"locators.{element} should be in the table of a part, such as [locators.chat]."
        elif part not in LOCATORS:
            yield loc[:-1], _describe_unknown("part of the screen", part, LOCATORS)
        elif element not in LOCATORS[part]:
            yield loc, _describe_unknown(f"locator of {part}", element, LOCATORS[part])
        elif fault := find_fault(selector):
            yield loc, f"locators.{part}.{element} is not a selector: {fault}."


def _find_faults_of_accesses(room: RoomFile) -> Iterator[tuple[Loc, str]]:
    """Yield the faults of stage accesses: none is offered, or an absent one has a fixed session."""
    lacking = [access for access in ACCESS_NAMES.values() if not room.profile.offers_access(access)]
    if len(lacking) == len(ACCESS_NAMES):
        yield ("offers",), "[offers] declares all four stage accesses absent. Remove those that the room has."
    for access in lacking:
        if access in (room.session.fixed or {}):
            what = f"[session.fixed.{access}] has a session, but access_{access} is declared absent."
            yield ("session", "fixed", access), f"{what} Remove one of the two."


def describe_lack(need: str) -> str:
    """Return why a need of the room's server is not met, such as "not installed"; "" if it is met.

    A name in capitals is that of an environment variable, any other that of a program.
    """
    if need.isupper():
        return "" if os.environ.get(need) else "not set"
    return "" if program_on_path(need) else "not installed"


def _describe_unknown(what: str, name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The known ones are {', '.join(known)}."
    return f"{name!r} is not a {what}. {hint}"


def _create_error(path: Path, text: str, faults: list[tuple[Loc, str]]) -> BadRoomFile:
    lines = sorted({(line_of(text, loc), what) for loc, what in faults})
    return BadRoomFile("\n".join(f"{path}:{line}: {what}" for line, what in lines))


def _location_of(fault: Any) -> Loc:
    loc: Loc = fault["loc"]
    # The words and locators of a part of the screen are in a table of their own.
    if loc[0] not in ("words", "locators") or len(loc) == 1:
        return loc
    part, _, key = str(loc[1]).rpartition(PART_END)
    return (loc[0], *(part.split(".") if part else ()), key)


def _message_of(fault: Any) -> str:
    """Return the message for a fault that pydantic found."""
    key = ".".join(str(part) for part in _location_of(fault) if not isinstance(part, int))
    if fault["type"] == "missing":
        return f"{key} is missing. Add it."
    if fault["type"] == "extra_forbidden":
        return f"{key} is not a key of a room file. Remove it, or correct its spelling."
    if fault["type"] == "value_error":
        return f"[{key}] {fault['ctx']['error']}."
    wanted = fault["msg"].removeprefix("Input should be ").removeprefix("String should ")
    return f"{key} should be {wanted}, but is {fault['input']!r}."
