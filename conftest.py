"""Options and fixtures: which room, which devices, which people."""

import re
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from living_docs.recording.hooks import Evidence, Watched
from people.browsers import Browsers
from people.devices import DEFAULTS, KINDS, Kind
from people.scene import Scene, descriptors_for
from rooms.reference import ReferenceRoom
from rooms.room import Room

ROOT = Path(__file__).parent
EVIDENCE = ROOT / "build" / "failures"
LOGS = ROOT / "build" / "logs"

pytest_plugins = [
    "steps.feature_files",
    "steps.sessions",
    "steps.joining",
    "steps.asking",
    "steps.inviting",
    "steps.watching",
    "steps.telling",
    "steps.leaving",
    "steps.devices",
    "steps.moderating",
    "steps.steadiness",
    "steps.at_once",
    "steps.for_everybody",
    "living_docs.catalogue_tags",
    "living_docs.summary",
    "living_docs.recording.meanings",
    "living_docs.recording.plugin",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("stagedoor")
    kinds = ",".join(KINDS)
    group.addoption("--people", default=kinds, help=f"devices the attendees have, of {kinds} (default: both)")
    for kind in KINDS:
        text = f"Playwright's descriptor of the {kind} (default: {DEFAULTS[kind]})"
        group.addoption(f"--{kind}", default=DEFAULTS[kind], metavar="DEVICE", help=text)


def pytest_configure(config: pytest.Config) -> None:
    _kinds(config)
    if not hasattr(config, "workerinput"):
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


@pytest.fixture(scope="session")
def room(worker_id: str) -> Iterator[Room]:
    """The room under test; each worker of a parallel run has its own."""
    room = ReferenceRoom(LOGS / f"reference-room-{worker_id}.log")
    yield room
    room.close()


@pytest.fixture(scope="session")
def descriptors(
    playwright: Playwright, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> dict[Kind, dict[str, Any]]:
    """For each kind of device, the options of a browser context."""
    names: dict[Kind, str] = {kind: pytestconfig.getoption(f"--{kind}") for kind in KINDS}
    try:
        known = descriptors_for(playwright.devices, names)
    except LookupError as error:
        raise pytest.UsageError(str(error.args[0])) from error
    if pytestconfig.getoption("--video") == "off":
        return known
    films = {"record_video_dir": tmp_path_factory.mktemp("films")}
    return {kind: options | films for kind, options in known.items()}


@pytest.fixture(scope="session")
def browsers(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsers]:
    """The people's browsers, kept for the run."""
    browsers = Browsers(playwright.chromium, browser_type_launch_args, tmp_path_factory.mktemp("devices"))
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
    """The session of this scenario and the people in it, each in a fresh browser context."""
    scene = Scene(room, browsers, attendees_on, descriptors)
    request.node.stash[SCENE] = scene
    yield scene
    scene.close()


SCENE = pytest.StashKey[Scene]()
KEPT = pytest.StashKey[Path]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what everybody saw when a scenario fails, and name the folder in the failure message."""
    report = yield
    scene = item.stash.get(SCENE, None)
    if report.when == "call" and scene is not None and (report.failed or item.config.getoption("--tracing") == "on"):
        folder = EVIDENCE / re.sub(r"[^\w.-]+", "-", item.nodeid.removeprefix("features/"))
        scene.keep_evidence(folder)
        item.stash[KEPT] = folder
        report.sections.append(("What everybody saw", f"{folder.relative_to(ROOT)}/"))
    return report


def pytest_living_docs_people(item: pytest.Item) -> list[Watched] | None:
    scene = item.stash.get(SCENE, None)
    return None if scene is None else list(scene.people.values())


def pytest_living_docs_facts(item: pytest.Item) -> dict[str, str] | None:
    scene = item.stash.get(SCENE, None)
    used = [person.page.context.browser for person in scene.people.values()] if scene else []
    if scene is None or not used:
        return None
    browsers = {f"{one.browser_type.name.capitalize()} {one.version}" for one in used if one}
    devices: dict[str, str] = {kind: str(item.config.getoption(kind)) for kind in KINDS}
    return {"room": scene.room.name, "browser": ", ".join(sorted(browsers)), **devices}


def pytest_living_docs_evidence(item: pytest.Item) -> list[Evidence] | None:
    """The traces where they were kept, and the videos where they were wanted (Playwright's ``--video``)."""
    scene, folder = item.stash.get(SCENE, None), item.stash.get(KEPT, None)
    people = list(scene.people.values()) if scene else []
    traces = [(one, folder / f"{one.name}-{one.device}-trace.zip") for one in people if folder]
    films = [(one, Path(one.page.video.path())) for one in people if one.page.video]
    return [Evidence(one.name, one.device, path) for one, path in traces + films]
