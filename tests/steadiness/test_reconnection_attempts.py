"""The intervals at which a page tries to reconnect to a killed server (STEADY-2).

The first attempts come soon, since most losses are short. Then the intervals grow, and they differ between pages, so
that a restarted server does not receive the attempts of all pages at once.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from tests.reference_server.clients import new_session
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import ServerProcess

RECORD_ATTEMPTS = """{
  window.attempts = [];
  const NativeWebSocket = WebSocket;
  window.WebSocket = class extends NativeWebSocket {
    constructor(url) {
      super(window.blockWebSockets ? new URL("/nowhere", url) : url);
      attempts.push(["websocket", Date.now()]);
    }
  };
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...args) {
    if (String(args[1]).includes("transport=polling")) attempts.push(["polling", Date.now()]);
    return open.apply(this, args);
  };
}"""
"""Records the transport of each connection attempt and its time in ms; can make WebSockets fail."""
BLOCK_WEBSOCKETS = "window.blockWebSockets = true;"
TICK, MINUTE = 50, 60_000
"""Milliseconds by which the page's clock advances in one step, and at most in total."""

OpenPage = Callable[[str], Page]


@pytest.fixture
def killable_server(start_server: MakeServer) -> ServerProcess:
    return start_server()


@pytest.fixture
def open_page(killable_server: ServerProcess, browsers: Browsers) -> Iterator[OpenPage]:
    """A function that opens the room in a page, and runs a script in the page before the room's scripts."""
    contexts = []
    link = new_session(killable_server)["attendee"]

    def open_with(script: str) -> Page:
        contexts.append(browsers.of(cast_member("Ada"), Equipment.OWN).new_context())
        page = contexts[-1].new_page()
        page.add_init_script(RECORD_ATTEMPTS + script)
        page.clock.install()
        page.goto(f"{link}?name=Ada")
        expect(page.get_by_role("toolbar", name="Controls")).to_be_visible()
        return page

    yield open_with
    for context in contexts:
        context.close()


def test_steady_2_intervals_between_attempts_grow_up_to_a_limit(
    killable_server: ServerProcess, open_page: OpenPage
) -> None:
    page = open_page("")
    killable_server.kill()
    expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    intervals = wait_for_intervals(page, 9, "websocket")
    later_intervals = intervals[5:]
    assert intervals[0] < 1_200, f"the first attempt comes too late: {intervals}"
    assert min(later_intervals) > 2 * intervals[0], f"the intervals do not grow: {intervals}"
    assert min(later_intervals) >= 900, f"the later attempts come too often: {intervals}"
    assert max(intervals) <= 3_300, f"an interval is too long: {intervals}"


def test_steady_2_random_intervals_differ_between_pages(killable_server: ServerProcess, open_page: OpenPage) -> None:
    pages = [open_page(f"Math.random = () => {number};") for number in (0.05, 0.95)]
    killable_server.kill()
    durations = [sum(wait_for_intervals(page, 4, "websocket")) for page in pages]
    assert durations[1] - durations[0] > 500, f"the times of four attempts differ too little, in ms: {durations}"


def test_steady_2_a_page_that_had_a_websocket_does_not_fall_back_to_polling(
    killable_server: ServerProcess, open_page: OpenPage
) -> None:
    page = open_page("")
    killable_server.kill()
    expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    wait_for_attempts(page, 3, "websocket")
    page.evaluate(BLOCK_WEBSOCKETS)
    killable_server.start()
    wait_for_attempts(page, 5, "websocket")
    page.evaluate("window.blockWebSockets = false")
    page.clock.run_for(MINUTE // 10)
    expect(page.get_by_role("alert")).to_be_hidden()
    assert not attempts_so_far(page, "polling"), "the page fell back to polling although WebSockets work again"


def test_steady_2_a_page_falls_back_to_polling_after_websockets_begin_to_fail(
    killable_server: ServerProcess, open_page: OpenPage
) -> None:
    page = open_page("")
    killable_server.kill()
    expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    page.evaluate(BLOCK_WEBSOCKETS)
    killable_server.start()
    wait_for_attempts(page, 1, "polling")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_steady_2_a_page_uses_polling_where_websockets_always_fail(open_page: OpenPage) -> None:
    page = open_page(BLOCK_WEBSOCKETS)
    page.get_by_role("button", name="Raise hand").click()
    expect(page.get_by_role("button", name="Raise hand")).to_have_attribute("aria-pressed", "true")


def wait_for_intervals(page: Page, number: int, transport: str) -> list[int]:
    """Wait for this number of attempts to reconnect by this transport.

    Return the intervals between them in ms.
    """
    times = wait_for_attempts(page, number + 1, transport)[1:]
    return [later - earlier for earlier, later in pairwise(times[:number])]


def wait_for_attempts(page: Page, number: int, transport: str) -> list[int]:
    """Advance the page's clock until the page has made this number of attempts; return their times in ms."""
    for _ in range(MINUTE // TICK):
        times = attempts_so_far(page, transport)
        if len(times) >= number:
            return times
        page.clock.run_for(TICK)
    raise AssertionError(f"only {len(times)} attempts by {transport} within a minute")


def attempts_so_far(page: Page, transport: str) -> list[int]:
    """Return the times of the page's attempts by this transport in ms."""
    attempts: list[tuple[str, int]] = page.evaluate("() => attempts")
    return [time for used_transport, time in attempts if used_transport == transport]
