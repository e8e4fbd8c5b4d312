"""Browsers on another machine, on which ``playwright run-server --unsafe`` runs."""

import json
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserType, Error, Page

from conformance.time_limits import BROWSER_SERVER

LAUNCH_OPTIONS = "x-playwright-launch-options"
"""The header in which Playwright's server expects launch options."""
LOOPBACK = "<loopback>"
LISTED_FILE = re.compile(r'addRow\("([^"]+)"')
"""A file name in Chromium's listing of a folder."""
HAS_CAMERA = "async () => (await navigator.mediaDevices.enumerateDevices()).some(({ kind }) => kind === 'videoinput')"
CAMERA_FILE_FLAG = "use-file-for-fake-video-capture"
INSTALL_HINT = "Run “playwright install chromium” on that machine, or set STAGEDOOR_BROWSER to the path of its browser"
REFUSES_OPTIONS = "it does not accept launch options for browsers. Start it with --unsafe"


class BrowserServerError(RuntimeError):
    """The browser server cannot be used; the message says why and what to do."""


class BrowserServer:
    """A browser server at ``address`` (``ws://…``).

    ``folder``: the folder of the people's camera and microphone files, which must have the same path on the server's
    machine; ``executable``: the path of the browser on that machine, by default the browser that Playwright installed.
    """

    def __init__(self, chromium: BrowserType, address: str, folder: Path, executable: str | None = None) -> None:
        self.address = address
        self._chromium = chromium
        self._folder = folder
        self._executable = executable
        self._is_checked = False

    def start(self, options: Mapping[str, Any], *, full: bool) -> Browser:
        """Start a browser with these launch options; ``full``: full Chromium, not the headless shell.

        The browser's requests to loopback addresses go to this machine. Raises BrowserServerError.
        """
        launch = {"args": options["args"], "headless": options.get("headless", True)}
        if self._executable:
            launch["executablePath"] = self._executable
        elif full:
            launch["channel"] = "chromium"
        headers = {LAUNCH_OPTIONS: json.dumps(launch)}
        slow_mo = options.get("slow_mo")
        try:
            browser = self._chromium.connect(
                self.address, headers=headers, slow_mo=slow_mo, expose_network=LOOPBACK, timeout=BROWSER_SERVER
            )
        except Error as error:
            raise self._error(f"no browser started. {error.message.splitlines()[0]}. {INSTALL_HINT}") from error
        if any(CAMERA_FILE_FLAG in argument for argument in options["args"]):
            self._check_once(browser)
        return browser

    def _check_once(self, browser: Browser) -> None:
        """Raise BrowserServerError unless the server's machine has the media files and the browser uses them.

        Only the first call checks; later calls do nothing.
        """
        if self._is_checked:
            return
        names = {path.name for path in self._folder.iterdir() if path.suffix in (".y4m", ".wav")}
        page = browser.new_page()
        if missing := sorted(names - self._names_on_server(page)):
            command = f"Create them there: python -m people.media_files {self._folder}"
            raise self._error(f"its machine lacks {', '.join(missing)} in {self._folder}. {command}")
        if not page.evaluate(HAS_CAMERA):
            raise self._error(REFUSES_OPTIONS)
        page.close()
        self._is_checked = True

    def _names_on_server(self, page: Page) -> set[str]:
        """Return the names of the files in the folder on the server's machine; an empty set if it is missing."""
        try:
            page.goto(f"{self._folder.as_uri()}/")
        except Error as error:
            if "ERR_FILE_NOT_FOUND" in error.message:
                return set()
            raise
        return set(LISTED_FILE.findall(page.content()))

    def _error(self, problem: str) -> BrowserServerError:
        return BrowserServerError(f"--browser-server {self.address}: {problem}")


def expect_browser_server(address: str) -> None:
    """Raise BrowserServerError unless ``address`` is a WebSocket URL where a server accepts connections."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "wss" else 80)
    except ValueError as error:
        advice = "Use an address such as ws://192.0.2.7:9000."
        raise BrowserServerError(f"--browser-server {address}: {error}. {advice}") from error
    if parts.scheme not in ("ws", "wss") or not parts.hostname:
        raise BrowserServerError(
            f"--browser-server {address}: not a WebSocket address. Use one that begins with ws:// or wss://."
        )
    try:
        socket.create_connection((parts.hostname, port), timeout=BROWSER_SERVER / 1000).close()
    except OSError as error:
        command = f"playwright run-server --unsafe --host {parts.hostname} --port {port}"
        raise BrowserServerError(
            f"--browser-server {address}: {error.strerror or error}. Start it on that machine: {command}"
        ) from error
