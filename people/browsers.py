"""Browser processes: one for each person and equipment, for the whole run."""

import os
import shutil
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserType

from pages.presses import SCRIPT as PRESSES
from people.browser_server import BrowserServer
from people.cast import CastMember
from people.media_files import write_camera_file, write_microphone_file
from people.windows import Window

PROBE, DEVICE_LABELS = (
    Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("probe.js", "device_labels.js")
)
SCRIPTS = [PRESSES, PROBE, DEVICE_LABELS]
"""Scripts that run in every page before the room's own."""
MOVING_POINTER = Path(__file__).with_name("moving_pointer.js").read_text(encoding="utf-8")
HEADLESS_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FULL_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

COMMON_FLAGS = [
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
GRANT_DEVICES = "--use-fake-ui-for-media-stream"
FAKE_DEVICES = "--use-fake-device-for-media-stream"

SIMULATE_BUSY_CAMERA = """{
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (constraints.video) throw new DOMException("Could not start video source", "NotReadableError");
    return open(constraints);
  };
}"""
"""Simulates a camera that another program uses; Chromium's fake devices have no such option."""


class NoBrowser(RuntimeError):
    """No Chromium was found; the message says what to do."""


class Equipment(Enum):
    """The cameras and microphones of a person's computer."""

    OWN = "a camera and a microphone of their own"
    SEVERAL = "several cameras and microphones"
    CAMERA_BLOCKED = "a camera that the browser blocks"
    MICROPHONE_BLOCKED = "a microphone that the browser blocks"
    CAMERA_BUSY = "a camera that another program uses"
    NO_CAMERA = "no camera"
    NOTHING = "neither camera nor microphone"

    @property
    def script(self) -> str | None:
        """The script to run in each page, if no browser option provides the equipment."""
        return SIMULATE_BUSY_CAMERA if self is Equipment.CAMERA_BUSY else None

    @property
    def permissions(self) -> list[str] | None:
        """The permissions of the browser context, if the browser must deny a device."""
        return {Equipment.CAMERA_BLOCKED: ["microphone"], Equipment.MICROPHONE_BLOCKED: ["camera"]}.get(self)


class Browsers:
    """Browser processes by person and equipment, each started when first needed.

    ``reuse_windows``: keep each person's window from one scenario to the next (see `people.windows`); ``trace``: record
    a Playwright trace in every window; ``third_party_cookies``: whether browsers allow them; ``server``: starts the
    browsers on another machine.
    """

    def __init__(
        self,
        chromium: BrowserType,
        launch_options: dict[str, Any],
        folder: Path,
        *,
        reuse_windows: bool = True,
        trace: bool = False,
        third_party_cookies: bool = True,
        server: BrowserServer | None = None,
    ) -> None:
        self._server = server
        self._chromium = chromium
        self._options = launch_options
        self._folder = folder
        self._reuse_windows = reuse_windows
        self._trace = trace
        self._third_party_cookies = third_party_cookies
        self._browsers: dict[tuple[str, Equipment], Browser] = {}
        self._idle_windows: dict[str, Window] = {}

    def of(self, member: CastMember, equipment: Equipment) -> Browser:
        """Return the person's browser; start it if it is not running."""
        key = (member.name, equipment)
        if key not in self._browsers or not self._browsers[key].is_connected():
            self._browsers[key] = self._start(member, equipment)
        return self._browsers[key]

    def window(
        self, member: CastMember, equipment: Equipment, options: Mapping[str, Any], *, moves_pointer: bool = False
    ) -> Window:
        """Return a new or reset window of the person's browser.

        ``options``: those of ``Browser.new_context``; ``moves_pointer``: whether its pages keep receiving mouse moves.
        """
        if equipment.permissions:
            options = {**options, "permissions": equipment.permissions}
        scripts = [*SCRIPTS, *filter(None, [equipment.script]), *([MOVING_POINTER] if moves_pointer else [])]
        key = f"{member.name} {equipment.name} {sorted(options.items())} {moves_pointer}"
        window = self._idle_windows.pop(key, None)
        if window is None or not window.is_connected():
            # With reduced motion, no step has to wait for the animation of a dialog.
            context_options = {"reduced_motion": "reduce", **options}
            browser, cookies = self.of(member, equipment), self._third_party_cookies
            window = Window(browser, context_options, scripts, key, third_party_cookies=cookies)
        if self._trace:
            window.start_trace()
        return window

    def give_back(self, window: Window) -> None:
        """Keep the window for the next scenario, or close it if it cannot be reset."""
        window.discard_trace()
        if self._reuse_windows and window.key not in self._idle_windows and window.reset():
            self._idle_windows[window.key] = window
        else:
            window.close()

    def close(self) -> None:
        for browser in self._browsers.values():
            browser.close()

    def _start(self, member: CastMember, equipment: Equipment) -> Browser:
        options = dict(self._options)
        full = equipment.permissions is not None or options.get("headless") is False
        options["args"] = [*options.get("args", []), *COMMON_FLAGS, *self._flags(member, equipment)]
        if self._server is not None:
            return self._server.start(options, full=full)
        if "channel" not in options and "executable_path" not in options:
            options["executable_path"] = find_chromium(self._chromium.executable_path, full=full)
        return self._chromium.launch(**options)

    def _flags(self, member: CastMember, equipment: Equipment) -> list[str]:
        flags: dict[Equipment, Callable[[], list[str]]] = {
            Equipment.OWN: lambda: [GRANT_DEVICES, FAKE_DEVICES, *self._media_file_flags(member)],
            Equipment.CAMERA_BUSY: lambda: [GRANT_DEVICES, FAKE_DEVICES, *self._media_file_flags(member)],
            Equipment.SEVERAL: lambda: [GRANT_DEVICES, f"{FAKE_DEVICES}=device-count=3"],
            Equipment.CAMERA_BLOCKED: lambda: [FAKE_DEVICES, *self._media_file_flags(member)],
            Equipment.MICROPHONE_BLOCKED: lambda: [FAKE_DEVICES, *self._media_file_flags(member)],
            Equipment.NO_CAMERA: lambda: [
                GRANT_DEVICES,
                f"{FAKE_DEVICES}=device-count=0",
                self._microphone_flag(member),
            ],
            Equipment.NOTHING: lambda: [GRANT_DEVICES],
        }
        return flags[equipment]()

    def _media_file_flags(self, member: CastMember) -> list[str]:
        return [
            f"--use-file-for-fake-video-capture={write_camera_file(member, self._folder)}",
            self._microphone_flag(member),
        ]

    def _microphone_flag(self, member: CastMember) -> str:
        return f"--use-file-for-fake-audio-capture={write_microphone_file(member, self._folder)}"


def find_chromium(playwright_chromium: str, *, full: bool) -> str:
    """Return the path of a Chromium: that of STAGEDOOR_BROWSER, Playwright's own, or the system's.

    ``full``: a browser with windows and permission prompts, not the headless shell. Raises NoBrowser if there is none,
    or if that of STAGEDOOR_BROWSER cannot be used.
    """
    if chosen := os.environ.get("STAGEDOOR_BROWSER"):
        _expect_usable(Path(chosen))
        return chosen
    own = playwright_chromium if full else _headless_shell_beside(Path(playwright_chromium)) or playwright_chromium
    candidates = [own, *(shutil.which(name) for name in (FULL_PROGRAMS if full else HEADLESS_PROGRAMS))]
    for path in candidates:
        if path and Path(path).exists() and not _is_snap(Path(path)):
            return path
    package = "chromium" if full else "chromium-headless-shell"
    raise NoBrowser(f"No browser found. Run “make setup”, or install Debian's package {package}.")


def _expect_usable(chosen: Path) -> None:
    """Raise NoBrowser unless the path of STAGEDOOR_BROWSER is that of a program, and not of a snap."""
    if not chosen.is_file():
        problem = f"there is no file {chosen}"
    elif not os.access(chosen, os.R_OK | os.X_OK):
        problem = f"{chosen} is not an executable file"
    elif _is_snap(chosen):
        problem = f"{chosen} is a snap, which cannot read the files of cameras and microphones"
    else:
        return
    raise NoBrowser(f"STAGEDOOR_BROWSER: {problem}; set it to the path of a Chromium, or unset it")


def _headless_shell_beside(chromium: Path) -> str:
    """Return the headless shell that Playwright installed with this Chromium; "" if there is none."""
    revision = chromium.parents[1].name.removeprefix("chromium-")
    shells = chromium.parents[2].glob(f"chromium_headless_shell-{revision}/chrome-*/*headless*shell")
    return next(map(str, shells), "")


def _is_snap(path: Path) -> bool:
    """Return whether this is Ubuntu's snap, which cannot read files in hidden folders or /tmp."""
    real = path.resolve()
    with real.open("rb") as program:
        return real.name == "snap" or "snap" in real.parts or b"/snap/bin/" in program.read(4096)
