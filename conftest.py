"""Options and fixtures: which room, which devices, which people."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from conformance.capabilities import offers
from conformance.catalogue import requirements
from conformance.errors import NotReached
from conformance.levels import LEVELS, Level
from conformance.plugins.declarations_plugin import Declarations
from conformance.plugins.verdicts_plugin import run_verdicts
from conformance.run_verdicts import RunVerdicts
from conformance.time_limits import factor
from living_docs.record.messages import CONFIRMATION
from living_docs.recording.hooks import Evidence, Watched
from pages.documented import WORDS
from pages.places import places_of
from people.browsers import Browsers
from people.cast import CAST
from people.devices import DEFAULTS, KINDS, Kind, expect_known
from people.films import NoFilms, prepare_films
from people.scene import Scene, descriptors_for
from rooms.reference import ReferenceRoom
from rooms.room import Room
from rooms.room_file import BadRoomFile, RoomFile
from rooms.run_metadata import run_facts
from rooms.under_test import room_file_of, start_room

ROOT = Path(__file__).parent
EVIDENCE = ROOT / "build" / "failures"
LOGS = ROOT / "build" / "logs"
ROOM_FILE = pytest.StashKey[RoomFile | None]()

pytest_plugins = [
    "conformance.plugins.selection_plugin",
    "conformance.plugins.pausing_plugin",
    "steps.latest_action",
    "conformance.plugins.failures_plugin",
    "conformance.plugins.feature_files_plugin",
    "steps.sessions",
    "steps.joining",
    "steps.asking",
    "steps.inviting",
    "steps.watching",
    "steps.telling",
    "steps.leaving",
    "steps.chatting",
    "steps.raising_hands",
    "steps.devices",
    "steps.moderating",
    "steps.steadiness",
    "steps.at_once",
    "steps.for_everybody",
    "steps.trespassing",
    "steps.asked",
    "steps.offering",
    "steps.polling",
    "steps.quizzing",
    "steps.not_offering",
    "conformance.plugins.catalogue_tags_plugin",
    "conformance.plugins.ambiguous_steps_plugin",
    "conformance.plugins.verdicts_plugin",
    "living_docs.recording.load_plugin",
    "conformance.plugins.summary_plugin",
    "conformance.plugins.confirmation.confirmation_plugin",
    "living_docs.recording.recording_plugin",
    "tools.processors_plugin",
    "tools.progress.progress_plugin",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("stagedoor")
    kinds = ",".join(KINDS)
    group.addoption("--people", default=kinds, help=f"devices the attendees have, of {kinds} (default: both)")
    for kind in KINDS:
        text = f"Playwright's descriptor of the {kind} (default: {DEFAULTS[kind]})"
        group.addoption(f"--{kind}", default=DEFAULTS[kind], metavar="DEVICE", help=text)
    help_ = "the room under test: its room file, or its address (default: the reference room)"
    group.addoption("--room", metavar="FILE_OR_URL", help=help_)
    help_ = "where to keep what everybody saw of scenarios that fail (default: build/failures, emptied first)"
    group.addoption("--evidence", metavar="FOLDER", help=help_)
    help_ = "the weakest rules whose failing makes the run fail (default: must; counts with --room)"
    group.addoption("--level", choices=LEVELS, default="must", help=help_)
    help_ = "open a new browser window for every person of every scenario, instead of resetting those of the last one"
    group.addoption("--fresh-windows", action="store_true", help=help_)


def pytest_configure(config: pytest.Config) -> None:
    _kinds(config)
    _patience()
    file = config.stash[ROOM_FILE] = _room_file(config.getoption("--room"))
    config.pluginmanager.register(_declarations(file, _level(config), run_verdicts(config)), "declarations")
    if hasattr(config, "workerinput"):
        return
    _expect_devices(config)
    _prepare_films(config)
    if config.getoption("--evidence") is None and not config.getoption("--confirming"):
        config.pluginmanager.register(OldEvidence(), "old-evidence")
    # Told to end, as CI does with a run that is cancelled, it clears away and writes its record as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _prepare_films(config: pytest.Config) -> None:
    if config.getoption("--video") == "off":
        return
    try:
        prepare_films()
    except NoFilms as error:
        raise pytest.UsageError(str(error)) from error


class OldEvidence:
    """What was kept of earlier runs goes when a scenario runs, not when somebody only looks what there is to run."""

    def __init__(self) -> None:
        self._there = True

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if self._there and ".feature::" in nodeid:
            self._there = False
            shutil.rmtree(EVIDENCE, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "attendees_on" in metafunc.fixturenames:
        metafunc.parametrize("attendees_on", _kinds(metafunc.config))


def _kinds(config: pytest.Config) -> list[Kind]:
    asked = [kind.strip() for kind in config.getoption("--people").split(",")]
    unknown = [kind for kind in asked if kind not in KINDS]
    if unknown:
        raise pytest.UsageError(f"--people: {', '.join(unknown)} is none of {', '.join(KINDS)}")
    return [kind for kind in KINDS if kind in asked]


def _device_names(config: pytest.Config) -> dict[Kind, str]:
    return {kind: config.getoption(f"--{kind}") for kind in KINDS}


def _expect_devices(config: pytest.Config) -> None:
    try:
        expect_known(_device_names(config))
    except LookupError as error:
        raise pytest.UsageError(str(error.args[0])) from error


def _patience() -> float:
    try:
        return factor()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from error


def _room_file(room: str | None) -> RoomFile | None:
    """What is known of the room to test; None for the reference room."""
    try:
        file = room_file_of(room, requirements(), offers(), CAST, WORDS)
        places_of(file.adapter if file else None)
    except (BadRoomFile, LookupError) as error:
        raise pytest.UsageError(str(error.args[0])) from error
    return file


def _level(config: pytest.Config) -> Level:
    """The weakest rules that must hold for the run to succeed; the reference room keeps all."""
    level: Level = config.getoption("--level") if config.stash[ROOM_FILE] else "may"
    return level


def _declarations(file: RoomFile | None, level: Level, verdicts: RunVerdicts) -> Declarations:
    levels = {one.id: one.level.lower() for one in requirements().values()}
    return Declarations(file, levels, {one.name: one.what for one in offers().values()}, level, verdicts)


@pytest.fixture(scope="session")
def room(worker_id: str, pytestconfig: pytest.Config) -> Iterator[Room]:
    """The room under test; each worker of a parallel run starts a server of its own."""
    log = CONFIRMATION if pytestconfig.getoption("--confirming") else worker_id
    room = start_room(pytestconfig.stash[ROOM_FILE], LOGS, log)
    yield room
    room.close()


@pytest.fixture(scope="session")
def descriptors(
    playwright: Playwright, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> dict[Kind, dict[str, Any]]:
    """For each kind of device, the options of a browser context."""
    known = descriptors_for(playwright.devices, _device_names(pytestconfig))
    if pytestconfig.getoption("--video") == "off":
        return known
    films = {"record_video_dir": tmp_path_factory.mktemp("films")}
    return {kind: options | films for kind, options in known.items()}


@pytest.fixture(scope="session")
def browsers(
    playwright: Playwright,
    pytestconfig: pytest.Config,
    browser_type_launch_args: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browsers]:
    """The people's browsers, kept for the run."""
    browsers = Browsers(
        playwright.chromium,
        browser_type_launch_args,
        tmp_path_factory.mktemp("devices"),
        reuse_windows=not pytestconfig.getoption("--fresh-windows"),
        trace=pytestconfig.getoption("--tracing") != "off",
    )
    yield browsers
    browsers.close()


@pytest.fixture
def scene(
    request: pytest.FixtureRequest,
    room: Room,
    browsers: Browsers,
    descriptors: dict[Kind, dict[str, Any]],
    attendees_on: Kind,
) -> Iterator[Scene]:
    """The session of this scenario and the people in it."""
    scene = Scene(room, browsers, attendees_on, descriptors)
    request.node.stash[SCENE] = scene
    yield scene
    scene.close()


SCENE = pytest.StashKey[Scene]()
KEPT = pytest.StashKey[Path]()
HAS_FAILED = pytest.StashKey[bool]()
FILMS = pytest.StashKey[list[Evidence]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what everybody saw when a scenario fails, and name the folder in the failure message."""
    report = yield
    scene = item.stash.get(SCENE, None)
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    if report.when == "call" and scene is not None:
        item.stash[FILMS] = _films(scene)
    if report.when == "call" and scene is not None and (report.failed or item.config.getoption("--tracing") == "on"):
        kept = Path(item.config.getoption("--evidence") or EVIDENCE)
        folder = kept / re.sub(r"[^\w.-]+", "-", item.nodeid.removeprefix("features/")).strip("-")
        if item.config.getoption("--confirming"):
            folder = folder.with_name(f"{folder.name}-{CONFIRMATION}")
        scene.keep_evidence(folder)
        if report.failed:
            (folder / "message.txt").write_text(f"{report.longreprtext}\n")
        item.stash[KEPT] = folder
        report.sections.append(("What everybody saw", f"{os.path.relpath(folder, ROOT)}/"))
    if report.when == "call" and scene is not None and report.failed:
        _tell_of_death(scene.room, report)
    return report


def _tell_of_death(room: Room, report: pytest.TestReport) -> None:
    """A server that has ended by itself explains the failure, and puts no rule to the test."""
    try:
        room.expect_alive()
    except NotReached as error:
        told = str(error)
        report.user_properties.append(("verdict", {"verdict": "not reached", "reason": told.splitlines()[0]}))
        report.sections.append(("Why nothing was reached", told))


def pytest_living_docs_run(config: pytest.Config) -> dict[str, Any]:
    file = config.stash[ROOM_FILE]
    return run_facts(file, file.name if file else ReferenceRoom.name, _level(config), KINDS)


def pytest_living_docs_people(item: pytest.Item) -> list[Watched] | None:
    scene = item.stash.get(SCENE, None)
    return None if scene is None else list(scene.people.values())


def pytest_living_docs_glimpses(item: pytest.Item, look: Callable[[Watched], None]) -> None:
    scene = item.stash.get(SCENE, None)
    tabs = [tab for person in scene.people.values() for tab in person.tabs] if scene else []
    for tab in tabs:
        tab.screen.worth_a_look = partial(look, tab)


def pytest_living_docs_facts(item: pytest.Item) -> dict[str, str] | None:
    scene = item.stash.get(SCENE, None)
    used = [person.page.context.browser for person in scene.people.values()] if scene else []
    if scene is None or not used:
        return None
    browsers = {f"{one.browser_type.name.capitalize()} {one.version}" for one in used if one}
    devices: dict[str, str] = {kind: str(item.config.getoption(kind)) for kind in KINDS}
    return {"room": scene.room.name, "browser": ", ".join(sorted(browsers)), **devices}


def pytest_living_docs_evidence(item: pytest.Item) -> list[Evidence] | None:
    """The traces where they were kept, and the videos where they are wanted (Playwright's ``--video``)."""
    scene, folder = item.stash.get(SCENE, None), item.stash.get(KEPT, None)
    people = list(scene.people.values()) if scene and folder else []
    traces = [Evidence(one.name, one.device, folder / f"{one.name}-{one.device}-trace.zip") for one in people if folder]
    wanted = item.config.getoption("--video") == "on" or item.stash.get(HAS_FAILED, False)
    return [*traces, *(item.stash.get(FILMS, []) if wanted else [])]


def _films(scene: Scene) -> list[Evidence]:
    """Asked for while the people are there; Playwright writes the films when they leave."""
    people = [(one, one.page.video) for one in scene.people.values()]
    return [Evidence(one.name, one.device, Path(video.path())) for one, video in people if video]
