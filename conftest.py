"""Options and fixtures: which room, which devices, which people."""

import re
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

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
    "living_docs.catalogue_tags",
    "living_docs.summary",
    "living_docs.recording.meanings",
    "living_docs.recording.plugin",
    "people.watched",
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
def descriptors(playwright: Playwright, pytestconfig: pytest.Config) -> dict[Kind, dict[str, Any]]:
    """For each kind of device, the options of a browser context."""
    names: dict[Kind, str] = {kind: pytestconfig.getoption(f"--{kind}") for kind in KINDS}
    try:
        return descriptors_for(playwright.devices, names)
    except LookupError as error:
        raise pytest.UsageError(str(error.args[0])) from error


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what everybody saw when a scenario fails, and name the folder in the failure message."""
    report = yield
    scene = item.stash.get(SCENE, None)
    if report.when == "call" and report.failed and scene is not None:
        folder = EVIDENCE / re.sub(r"[^\w.-]+", "-", item.nodeid.removeprefix("features/"))
        scene.keep_evidence(folder)
        report.sections.append(("What everybody saw", f"{folder.relative_to(ROOT)}/"))
    return report
