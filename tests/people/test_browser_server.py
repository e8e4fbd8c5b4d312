"""People can use the browsers of a Playwright server on another machine.

These tests run the server on this one.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from people.browser_server import BrowserServer, BrowserServerError, expect_browser_server
from people.browsers import Browsers, Equipment, find_chromium
from people.cast import cast_member
from people.windows import Window
from rooms.started_server import free_port

ROOT = Path(__file__).parents[2]
COUNT_TRACKS = (
    "async () => (await navigator.mediaDevices.getUserMedia({ video: true, audio: true })).getTracks().length"
)


@contextmanager
def browser_server(*options: str, wrapper: Sequence[str] = ()) -> Iterator[str]:
    """Start Playwright's server, through the command ``wrapper`` if given, and yield its address."""
    command = [sys.executable, "-m", "playwright", "run-server", "--host", "127.0.0.1", "--port", str(free_port())]
    with subprocess.Popen(
        [*wrapper, *command, *options], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            assert server.stdout
            address = re.search(r"ws://\S+", server.stdout.readline())
            assert address
            yield address[0]
        finally:
            os.killpg(server.pid, signal.SIGTERM)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with browser_server("--unsafe") as address:
        yield address


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> str:
    return find_chromium(playwright.chromium.executable_path, full=False)


@contextmanager
def adas_window(playwright: Playwright, server: BrowserServer, folder: Path) -> Iterator[Window]:
    browsers = Browsers(playwright.chromium, {}, folder, server=server)
    try:
        yield browsers.window(cast_member("Ada"), Equipment.OWN, {})
    finally:
        browsers.close()


@pytest.mark.browser
def test_a_person_has_a_camera_and_a_microphone(
    playwright: Playwright, address: str, chromium: str, tmp_path: Path
) -> None:
    server = BrowserServer(playwright.chromium, address, tmp_path, chromium)
    with adas_window(playwright, server, tmp_path) as window:
        window.page.goto(f"{tmp_path.as_uri()}/")
        assert window.page.evaluate(COUNT_TRACKS) == 2


@pytest.mark.browser
def test_missing_media_files_are_reported(playwright: Playwright, chromium: str, tmp_path: Path) -> None:
    hide_media_files = [
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        f'mount -t tmpfs none "{tmp_path}" && exec "$@"',
        "sh",
    ]
    with browser_server("--unsafe", wrapper=hide_media_files) as address:
        server = BrowserServer(playwright.chromium, address, tmp_path, chromium)
        expected = f"lacks Ada.wav, Ada.y4m in {tmp_path}. Create them there: python -m people.media_files {tmp_path}"
        with pytest.raises(BrowserServerError, match=re.escape(expected)), adas_window(playwright, server, tmp_path):
            pass


@pytest.mark.browser
def test_a_missing_browser_and_forbidden_options_are_reported(
    playwright: Playwright, chromium: str, tmp_path: Path
) -> None:
    install_folder = tmp_path / "browsers"
    with browser_server(wrapper=["env", f"PLAYWRIGHT_BROWSERS_PATH={install_folder}"]) as address:
        server = BrowserServer(playwright.chromium, address, tmp_path, None)
        with pytest.raises(BrowserServerError, match="playwright install chromium") as error:
            server.start({"args": []}, full=False)
        missing_path = re.search(rf"{install_folder}\S+", str(error.value))
        assert missing_path
        browser_path = Path(missing_path[0].rstrip("."))
        browser_path.parent.mkdir(parents=True)
        browser_path.symlink_to(chromium)
        with pytest.raises(BrowserServerError, match="--unsafe"), adas_window(playwright, server, tmp_path):
            pass


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://browsers.example:9000", "not a WebSocket address. Use one that begins with ws:// or wss://."),
        ("ws://", "not a WebSocket address"),
        ("ws://127.0.0.1:99999", "Port out of range 0-65535. Use an address such as ws://"),
        ("ws://127.0.0.1:abc", "Port could not be cast to integer value as 'abc'. Use an address such as ws://"),
        ("ws://[::1", "Invalid IPv6 URL. Use an address such as ws://"),
        ("ws://127.0.0.1:1", "Connection refused. Start it on that machine: playwright run-server --unsafe"),
    ],
)
def test_an_unusable_address_is_reported(address: str, problem: str) -> None:
    with pytest.raises(BrowserServerError, match=re.escape(problem)):
        expect_browser_server(address)


@pytest.mark.nested_run
def test_a_scenario_passes_with_browsers_of_the_server(address: str, chromium: str, tmp_path: Path) -> None:
    options = ["--browser-server", address, "--media-folder", str(tmp_path / "media"), "--people", "phone"]
    output_options = ["-p", "no:cacheprovider", f"--evidence={tmp_path / 'evidence'}"]
    command = [sys.executable, "-m", "pytest", "-m", "DIRECT-1", "--no-pictures", *output_options, *options]
    environment = {**os.environ, "STAGEDOOR_BROWSER": chromium}
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert completed.returncode == 0, completed.stdout + completed.stderr
