"""A run can block third-party cookies.

To a frame of another site, a browser then sends only partitioned cookies.
"""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.windows import Window

COOKIES = ("unpartitioned=1; SameSite=None; Secure", "partitioned=1; SameSite=None; Secure; Partitioned")
FETCH_COOKIES = "() => fetch('/cookies').then(response => response.text())"


class CookieHandler(http.server.BaseHTTPRequestHandler):
    """Serves a page on localhost with a frame of another site.

    Its path /cookies returns the cookies received.
    """

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        for cookie in COOKIES if self.path == "/frame" else ():
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(self._body().encode())

    def _body(self) -> str:
        if self.path == "/page":
            port = self.headers["Host"].partition(":")[2]
            return f'<iframe src="http://127.0.0.1:{port}/frame"></iframe>'
        return '<a href="/cookies">Cookies</a>' if self.path == "/frame" else self.headers.get("Cookie", "none")

    def log_message(self, *_arguments: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CookieHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/page"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[True, False], ids=["allowed", "blocked"])
def window(request: pytest.FixtureRequest, playwright: Playwright, tmp_path: Path) -> Iterator[Window]:
    browsers = Browsers(playwright.chromium, {}, tmp_path, third_party_cookies=request.param)
    yield browsers.window(cast_member("Ada"), Equipment.OWN, {})
    browsers.close()


def read_cookies_in_frame(page: Page, site: str) -> list[set[str]]:
    """Return the names of the cookies that the frame sends.

    The first set is sent when it navigates, the second when its script sends a request.
    """
    page.goto(site)
    frame = page.frames[1]
    frame.get_by_role("link", name="Cookies").click()
    frame.wait_for_url("**/cookies")
    texts = (frame.inner_text("body"), frame.evaluate(FETCH_COOKIES))
    return [{cookie.partition("=")[0] for cookie in text.split("; ")} for text in texts]


def test_a_frame_of_another_site_sends_only_partitioned_cookies_if_third_party_cookies_are_blocked(
    window: Window, site: str, request: pytest.FixtureRequest
) -> None:
    is_blocked = not request.node.callspec.params["window"]
    expected = {"partitioned"} if is_blocked else {"partitioned", "unpartitioned"}
    for page in (window.page, window.context.new_page()):
        assert read_cookies_in_frame(page, site) == [expected, expected]
        storage_access = page.frames[1].evaluate("() => document.hasStorageAccess()")
        assert storage_access is not is_blocked


def test_the_window_can_be_reset(window: Window) -> None:
    window.page.goto("about:blank")
    assert window.reset()
