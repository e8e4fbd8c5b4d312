"""How often a page tries to come back to a server that is gone (STEADY-2).

Soon at first, since most losses are short; then ever more seldom, and no two pages in step, so that a server that comes
up again is not stormed by all its pages at once.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from people.browsers import Browsers, Equipment
from people.cast import member
from tests.reference_server.conftest import MakeServer
from tests.reference_server.live import new_session
from tests.reference_server.server import Server

NOTE = """{
  const { open } = XMLHttpRequest.prototype;
  window.attempts = [];
  XMLHttpRequest.prototype.open = function (...parts) {
    if (String(parts[1]).includes("transport=polling")) attempts.push(Date.now());
    return open.apply(this, parts);
  };
}"""
"""Each attempt ends with a request, after the WebSocket has failed; when, is noted by the page's own clock, in ms."""
TICK, MINUTE = 50, 60_000
"""Milliseconds by which the page's clock is pushed on at a time, and in all."""


Opens = Callable[[str], Page]


@pytest.fixture
def doomed(start_server: MakeServer) -> Server:
    return start_server()


@pytest.fixture
def opens(doomed: Server, browsers: Browsers) -> Iterator[Opens]:
    """Has somebody open the room, and run a script before its own scripts run."""
    contexts = []
    link = new_session(doomed)["attendee"]

    def open_(script: str) -> Page:
        contexts.append(browsers.of(member("Ada"), Equipment.OWN).new_context())
        page = contexts[-1].new_page()
        page.add_init_script(NOTE + script)
        page.clock.install()
        page.goto(f"{link}?name=Ada")
        expect(page.get_by_role("toolbar", name="Controls")).to_be_visible()
        return page

    yield open_
    for context in contexts:
        context.close()


def test_steady_2_soon_at_first_then_ever_more_seldom_up_to_a_bound(doomed: Server, opens: Opens) -> None:
    page = opens("")
    doomed.kill()
    expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    pauses = pauses_between(page, 9)
    late = pauses[5:]
    assert pauses[0] < 1_200, f"a short loss is to stay short: {pauses}"
    assert min(late) > 2 * pauses[0], f"they must grow more seldom: {pauses}"
    assert min(late) >= 900, f"a server that comes up again must not be stormed: {pauses}"
    assert max(pauses) <= 3_300, f"nobody waits for long once the server is up again: {pauses}"


def test_steady_2_chance_keeps_pages_out_of_step(doomed: Server, opens: Opens) -> None:
    pages = [opens(f"Math.random = () => {chance};") for chance in (0.05, 0.95)]
    doomed.kill()
    waited = [sum(pauses_between(page, 4)) for page in pages]
    assert waited[1] - waited[0] > 500, f"both are there again after so many ms: {waited}"


def pauses_between(page: Page, number: int) -> list[int]:
    """How many milliseconds lie between so many attempts."""
    for _ in range(MINUTE // TICK):
        moments: list[int] = page.evaluate("() => attempts")
        if len(moments) >= number:
            return [later - earlier for earlier, later in pairwise(moments[:number])]
        page.clock.run_for(TICK)
    raise AssertionError(f"within a minute it has tried only {len(moments)} times")
