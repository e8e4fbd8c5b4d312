"""The people of a scenario: ``--people``, their devices and browsers, and the fixture ``scene``."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from conformance.junit_xml import add_run_property
from conformance.scenario_items import steps_of
from people.browser_server import BrowserServer, BrowserServerError, expect_browser_server
from people.browsers import Browsers
from people.devices import DEFAULTS, KINDS, Kind, expect_known_devices
from people.running_meeting import expect_meeting_unchanged_by, find_stage_access
from people.scene import Scene, descriptors_for
from people.video_recording import FfmpegMissing, prepare_video_recording
from rooms.room import Room

SCENE = pytest.StashKey[Scene]()
"""The scene of an item that has begun."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("stagedoor")
    _add_devices(group)
    _add_windows(group)
    _add_browser_server(group)


def _add_devices(group: pytest.OptionGroup) -> None:
    kinds = ",".join(KINDS)
    group.addoption("--people", default=kinds, help=f"the attendees' kinds of device: {kinds} (default: both)")
    for kind in KINDS:
        text = f"Playwright's descriptor of the {kind} (default: {DEFAULTS[kind]})"
        group.addoption(f"--{kind}", default=DEFAULTS[kind], metavar="DEVICE", help=text)


def _add_windows(group: pytest.OptionGroup) -> None:
    help_ = "open a new browser window for every person of every scenario, instead of resetting used ones"
    group.addoption("--fresh-windows", action="store_true", help=help_)
    help_ = "block third-party cookies in all browsers, which matters to a room in the frame of another site"
    group.addoption("--block-third-party-cookies", action="store_true", help=help_)


def _add_browser_server(group: pytest.OptionGroup) -> None:
    help_ = "start the browsers on another machine, on which “playwright run-server --unsafe” runs at this address"
    group.addoption("--browser-server", metavar="ws://HOST:PORT", help=help_)
    help_ = "folder for the files of cameras and microphones; a browser server needs the same files at the same path"
    group.addoption("--media-folder", metavar="FOLDER", help=help_)


def pytest_configure(config: pytest.Config) -> None:
    _chosen_kinds(config)
    if not hasattr(config, "workerinput"):
        _expect_devices(config)
        _prepare_video_recording(config)
        _expect_browser_server(config)


def pytest_sessionstart(session: pytest.Session) -> None:
    if not allows_third_party_cookies(session.config):
        add_run_property(session.config, "third-party cookies", "blocked")


def allows_third_party_cookies(config: pytest.Config) -> bool:
    """Return whether the run leaves third-party cookies to the browser, instead of blocking them."""
    return not config.getoption("--block-third-party-cookies")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "attendees_on" in metafunc.fixturenames:
        metafunc.parametrize("attendees_on", _chosen_kinds(metafunc.config))


@pytest.fixture(scope="session")
def descriptors(
    playwright: Playwright, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> dict[Kind, dict[str, Any]]:
    """The options of a browser context for each kind of device."""
    by_kind = descriptors_for(playwright.devices, _device_names(pytestconfig))
    if pytestconfig.getoption("--video") == "off":
        return by_kind
    videos = {"record_video_dir": tmp_path_factory.mktemp("videos")}
    return {kind: options | videos for kind, options in by_kind.items()}


@pytest.fixture(scope="session")
def browsers(
    playwright: Playwright,
    pytestconfig: pytest.Config,
    browser_type_launch_args: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browsers]:
    """The people's browsers, which stay open for the run."""
    folder = _media_folder(pytestconfig, tmp_path_factory)
    browsers = Browsers(
        playwright.chromium,
        browser_type_launch_args,
        folder,
        reuse_windows=not pytestconfig.getoption("--fresh-windows"),
        trace=pytestconfig.getoption("--tracing") != "off",
        third_party_cookies=allows_third_party_cookies(pytestconfig),
        server=_browser_server(pytestconfig, playwright, folder),
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
    """The scene of this scenario: its session and people."""
    if room.profile.meeting is not None:
        expect_meeting_unchanged_by(steps_of(request.node))
        find_stage_access(room, browsers, descriptors)
    scene = Scene(room, browsers, attendees_on, descriptors)
    request.node.stash[SCENE] = scene
    yield scene
    scene.close()


def _chosen_kinds(config: pytest.Config) -> list[Kind]:
    chosen = [kind.strip() for kind in config.getoption("--people").split(",")]
    unknown = [kind for kind in chosen if kind not in KINDS]
    if unknown:
        raise pytest.UsageError(f"--people: unknown kind of device {', '.join(unknown)}; use {' or '.join(KINDS)}")
    return [kind for kind in KINDS if kind in chosen]


def _device_names(config: pytest.Config) -> dict[Kind, str]:
    return {kind: config.getoption(f"--{kind}") for kind in KINDS}


def _expect_devices(config: pytest.Config) -> None:
    try:
        expect_known_devices(_device_names(config))
    except LookupError as error:
        raise pytest.UsageError(str(error.args[0])) from error


def _prepare_video_recording(config: pytest.Config) -> None:
    if config.getoption("--video") == "off":
        return
    try:
        prepare_video_recording()
    except FfmpegMissing as error:
        raise pytest.UsageError(str(error)) from error


def _media_folder(config: pytest.Config, temporary: pytest.TempPathFactory) -> Path:
    if chosen := config.getoption("--media-folder"):
        folder = Path(chosen).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    return temporary.mktemp("devices")


def _browser_server(config: pytest.Config, playwright: Playwright, folder: Path) -> BrowserServer | None:
    if address := config.getoption("--browser-server"):
        return BrowserServer(playwright.chromium, address, folder, os.environ.get("STAGEDOOR_BROWSER"))
    return None


def _expect_browser_server(config: pytest.Config) -> None:
    address = config.getoption("--browser-server")
    if not address:
        return
    _expect_options_for_browser_server(config)
    try:
        expect_browser_server(address)
    except BrowserServerError as error:
        raise pytest.UsageError(str(error)) from error


def _expect_options_for_browser_server(config: pytest.Config) -> None:
    if not config.getoption("--media-folder"):
        raise pytest.UsageError("--browser-server needs --media-folder: a folder with the same path on both machines.")
    if config.getoption("--video") != "off":
        raise pytest.UsageError("--video records no videos with --browser-server; use --tracing.")
