"""A reused browser window contains no data of the previous scenario."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Frame, Page, Playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.windows import Window

DIRTY_PAGE = Path(__file__).parent / "dirty_page"
OPTIONS: dict[str, Any] = {"viewport": {"width": 800, "height": 600}}
PARTITION_STORAGE = "--disable-features=Translate"
"""Replaces Playwright's list of disabled features, which contains partitioned storage."""
TakeWindow = Callable[[], Window]


class SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SilentHandler, directory=str(DIRTY_PAGE))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def adas_browsers(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    browsers = Browsers(playwright.chromium, {}, tmp_path_factory.mktemp("devices"))
    yield browsers
    browsers.close()


@pytest.fixture
def take_window(adas_browsers: Browsers) -> TakeWindow:
    return lambda: adas_browsers.window(cast_member("Ada"), Equipment.OWN, OPTIONS)


def find_traces(page: Page, site: str) -> dict[str, Any]:
    """Open the page of a site, and return the data of earlier pages that it finds, by kind of storage."""
    page.goto(f"{site}/index.html")
    data: dict[str, Any] = page.evaluate("() => findTraces()")
    return data


def test_a_window_is_reused(take_window: TakeWindow, adas_browsers: Browsers, site: str) -> None:
    window = take_window()
    window.page.goto(f"{site}/index.html")
    adas_browsers.give_back(window)
    reused = take_window()
    assert reused is window
    adas_browsers.give_back(reused)


def test_a_reset_removes_all_data_of_a_page(take_window: TakeWindow, adas_browsers: Browsers, site: str) -> None:
    window = take_window()
    clean = find_traces(window.page, site)
    window.page.evaluate("() => leaveTraces()")
    dirty = window.page.evaluate("() => findTraces()")
    assert {name for name, data in dirty.items() if data == clean[name]} == set(), "findTraces() does not find these"
    window.page.context.new_page().goto(f"{site}/index.html")
    adas_browsers.give_back(window)

    reused = take_window()
    assert reused is window
    assert len(reused.context.pages) == 1
    assert reused.console == []
    assert reused.page.url == "about:blank"
    assert find_traces(reused.page, site) == clean
    adas_browsers.give_back(reused)


def test_a_reset_removes_the_session_storage_of_an_earlier_origin(
    take_window: TakeWindow, adas_browsers: Browsers, site: str
) -> None:
    window = take_window()
    clean = find_traces(window.page, site)
    window.page.evaluate("() => leaveTraces()")
    window.page.goto(other_site(site))
    adas_browsers.give_back(window)
    reused = take_window()
    assert reused is window
    assert find_traces(reused.page, site) == clean
    adas_browsers.give_back(reused)


def test_a_page_cannot_write_to_the_session_storage_while_it_closes(
    take_window: TakeWindow, adas_browsers: Browsers, site: str
) -> None:
    window = take_window()
    clean = find_traces(window.page, site)
    window.page.evaluate("() => addEventListener('pagehide', () => { sessionStorage.late = 'yes'; })")
    adas_browsers.give_back(window)
    reused = take_window()
    assert find_traces(reused.page, site) == clean
    adas_browsers.give_back(reused)


CHANGES_OF_WINDOWS: dict[str, Callable[[Page], object]] = {
    "offline": lambda page: page.context.set_offline(True),
    "permissions": lambda page: page.context.grant_permissions(["geolocation"]),
    "a context's route": lambda page: page.context.route("**/*", lambda route: route.abort()),
    "a page's route": lambda page: page.route("**/*", lambda route: route.abort()),
    "size": lambda page: page.set_viewport_size({"width": 300, "height": 300}),
    "media": lambda page: page.emulate_media(color_scheme="dark"),
    "a script": lambda page: page.add_init_script("window.left = true"),
    "a function": lambda page: page.expose_function("left", lambda: True),
    "headers": lambda page: page.context.set_extra_http_headers({"X-Left": "yes"}),
    "a slow processor": lambda page: page.context.new_cdp_session(page).send(
        "Emulation.setCPUThrottlingRate", {"rate": 4}
    ),
    "a crash": lambda page: crash(page),
    "a closed page": lambda page: page.close(),
}


def crash(page: Page) -> None:
    with pytest.raises(Error):
        page.goto("chrome://crash")


@pytest.mark.parametrize("change", CHANGES_OF_WINDOWS)
def test_a_changed_window_is_not_reused(
    take_window: TakeWindow, adas_browsers: Browsers, site: str, change: str
) -> None:
    window = take_window()
    clean = find_traces(window.page, site)
    CHANGES_OF_WINDOWS[change](window.page)
    adas_browsers.give_back(window)
    reused = take_window()
    assert reused is not window
    assert find_traces(reused.page, site) == clean
    adas_browsers.give_back(reused)


FRAME_BROWSERS: dict[str, list[str]] = {
    "shared storage": [],
    "partitioned storage": [PARTITION_STORAGE],
    "a process for each site": [PARTITION_STORAGE, "--site-per-process"],
}
"""Arguments of browsers that differ in how a frame's storage is partitioned, and whether it has a separate process."""


@pytest.fixture(scope="module", params=FRAME_BROWSERS)
def frame_browsers(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsers]:
    options = {"args": FRAME_BROWSERS[request.param]}
    browsers = Browsers(playwright.chromium, options, tmp_path_factory.mktemp("devices"), third_party_cookies=False)
    yield browsers
    browsers.close()


def open_frame(window: Window, site: str) -> Frame:
    """Open a page of this site with a frame of another site, and return the frame."""
    window.page.goto(f"{site}/index.html")
    window.page.evaluate("url => addFrame(url)", f"{other_site(site)}/index.html")
    window.page.frame_locator("iframe").locator("#spot").wait_for()
    return window.page.frames[1]


def other_site(site: str) -> str:
    return site.replace("localhost", "127.0.0.1")


def test_a_reset_removes_all_data_of_a_frame_of_another_site(frame_browsers: Browsers, site: str) -> None:
    take_window = partial(frame_browsers.window, cast_member("Ada"), Equipment.OWN, OPTIONS)
    window = take_window()
    clean = open_frame(window, site).evaluate("() => findTraces()")
    frame = open_frame(window, site)
    frame.evaluate("() => leaveTraces('SameSite=None; Secure; Partitioned')")
    dirty = frame.evaluate("() => findTraces()")
    assert {name for name, data in dirty.items() if data == clean[name]} == set(), "findTraces() does not find these"
    frame_browsers.give_back(window)

    reused = take_window()
    assert reused is window
    assert open_frame(reused, site).evaluate("() => findTraces()") == clean
    assert reused.page.frames[1].evaluate("() => document.hasStorageAccess()") is False, "cookies are not blocked"
    frame_browsers.give_back(reused)


def test_a_reset_removes_the_data_of_a_closed_frame_whose_storage_key_is_known(
    frame_browsers: Browsers, site: str
) -> None:
    take_window = partial(frame_browsers.window, cast_member("Ben"), Equipment.OWN, OPTIONS)
    window = take_window()
    clean = open_frame(window, site).evaluate("() => findTraces()")
    frame_browsers.give_back(window)
    reused = take_window()
    open_frame(reused, site).evaluate("() => leaveTraces('SameSite=None; Secure; Partitioned')")
    reused.page.goto(f"{site}/index.html")
    frame_browsers.give_back(reused)
    third = take_window()
    assert third is reused is window
    assert open_frame(third, site).evaluate("() => findTraces()") == clean
    frame_browsers.give_back(third)


def test_a_window_is_not_reused_if_the_storage_key_of_a_frame_is_unknown(
    take_window: TakeWindow, adas_browsers: Browsers, site: str
) -> None:
    window = take_window()
    open_frame(window, site)
    window.page.goto(f"{other_site(site)}/index.html")
    adas_browsers.give_back(window)
    reused = take_window()
    assert reused is not window
    adas_browsers.give_back(reused)


def test_a_page_in_an_endless_loop_does_not_delay_the_next_scenario(
    take_window: TakeWindow, adas_browsers: Browsers, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.windows.RESET", 500)
    window = take_window()
    window.page.goto(f"{site}/index.html")
    window.page.evaluate("() => { setTimeout(() => { for (;;); }); }")
    adas_browsers.give_back(window)
    assert take_window() is not window


def test_without_reuse_every_window_is_new(playwright: Playwright, tmp_path: Path) -> None:
    browsers = Browsers(playwright.chromium, {}, tmp_path, reuse_windows=False)
    window = browsers.window(cast_member("Ada"), Equipment.OWN, OPTIONS)
    browsers.give_back(window)
    assert browsers.window(cast_member("Ada"), Equipment.OWN, OPTIONS) is not window
    browsers.close()
