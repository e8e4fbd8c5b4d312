"""The room under test: its options, its room file, its declarations, and the fixture ``room``."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from conformance.levels import LEVELS, Level
from conformance.plugins.declarations_plugin import Declarations
from conformance.plugins.verdicts_plugin import run_verdicts
from conformance.time_limits import factor
from living_docs.record.record_messages import CONFIRMATION
from pages.documented_words import WORDS
from pages.places import places_of
from people.cast import CAST
from rooms.room import Room
from rooms.room_file import BadRoomFile, RoomFile
from rooms.room_under_test import read_declared_room, read_meeting, start_room

LOGS = Path(__file__).parents[2] / "build" / "logs"
ROOM_FILE = pytest.StashKey[RoomFile | None]()
"""The room file of the room under test; None for the reference room."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("stagedoor")
    help_ = "the room under test: its room file, or its URL (default: the reference room)"
    group.addoption("--room", metavar="FILE_OR_URL", help=help_)
    for role, whom in (("moderator", "a moderator"), ("attendee", "attendees")):
        help_ = f"the link for {whom} of a running meeting, which takes the place of --room; both links are needed"
        group.addoption(f"--{role}", metavar="URL", help=help_)
    help_ = (
        "the weakest level whose failures make the run fail (default: must); the reference room must keep all levels"
    )
    group.addoption("--level", choices=LEVELS, default="must", help=help_)


def pytest_configure(config: pytest.Config) -> None:
    _expect_patience()
    config.stash[ROOM_FILE] = _read_room_file(config)
    config.pluginmanager.register(_declarations(config), "declarations")


def binding_level(config: pytest.Config) -> Level:
    """Return the weakest level that must hold for the run to succeed; the reference room must keep all."""
    level: Level = config.getoption("--level") if config.stash[ROOM_FILE] else "may"
    return level


def _expect_patience() -> None:
    try:
        factor()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from error


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run scenarios one after the other if they share sessions, even if several workers were requested.

    This hook runs before pytest_configure, which reports errors in the room file.
    """
    if not getattr(config.option, "numprocesses", None):
        return
    with suppress(pytest.UsageError):
        file = _read_room_file(config)
        if file and file.session.is_shared:
            config.option.numprocesses = 0


def _read_room_file(config: pytest.Config) -> RoomFile | None:
    room = config.getoption("--room")
    try:
        meeting = read_meeting(config.getoption("--moderator"), config.getoption("--attendee"), room)
        file = meeting or read_declared_room(room, requirements(), capabilities(), CAST, WORDS)
        places_of(file.adapter if file else None)
    except (BadRoomFile, LookupError) as error:
        raise pytest.UsageError(str(error.args[0])) from error
    return file


def _declarations(config: pytest.Config) -> Declarations:
    levels = {rule.id: rule.level.lower() for rule in requirements().values()}
    descriptions = {capability.name: capability.what for capability in capabilities().values()}
    return Declarations(config.stash[ROOM_FILE], levels, descriptions, binding_level(config), run_verdicts(config))


@pytest.fixture(scope="session")
def room(worker_id: str, pytestconfig: pytest.Config) -> Iterator[Room]:
    """The room under test; if the suite starts its server, each worker of a parallel run starts its own."""
    log = CONFIRMATION if pytestconfig.getoption("--confirming") else worker_id
    room = start_room(pytestconfig.stash[ROOM_FILE], LOGS, log)
    yield room
    room.close()
