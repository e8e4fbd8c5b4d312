"""How often a page tries to come back to a server that is gone (STEADY-2).

Soon at first, since most losses are short; then ever more seldom, and no two pages in step, so that a server that comes
up again is not stormed by all its pages at once.
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

NOTE = """{
  window.attempts = [];
  const Line = WebSocket;
  window.WebSocket = class extends Line {
    constructor(address) {
      super(window.offersNoWebSocket ? new URL("/nowhere", address) : address);
      attempts.push(["websocket", Date.now()]);
    }
  };
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...parts) {
    if (String(parts[1]).includes("transport=polling")) attempts.push(["polling", Date.now()]);
    return open.apply(this, parts);
  };
}"""
"""By which means a page tries to have a line, and when, by its own clock in ms; a WebSocket can be made to fail."""
NO_WEBSOCKET = "window.offersNoWebSocket = true;"
TICK, MINUTE = 50, 60_000
"""Milliseconds by which the page's clock is pushed on at a time, and in all."""


Opens = Callable[[str], Page]


@pytest.fixture
def doomed(start_server: MakeServer) -> ServerProcess:
    return start_server()


@pytest.fixture
def opens(doomed: ServerProcess, browsers: Browsers) -> Iterator[Opens]:
    """Has somebody open the room, and run a script before its own scripts run."""
    contexts = []
    link = new_session(doomed)["attendee"]

    def open_(script: str) -> Page:
        contexts.append(browsers.of(cast_member("Ada"), Equipment.OWN).new_context())
        page = contexts[-1].new_page()
        page.add_init_script(NOTE + script)
        page.clock.install()
        page.goto(f"{link}?name=Ada")
        expect(page.get_by_role("toolbar", name="Controls")).to_be_visible()
        return page

    yield open_
    for context in contexts:
        context.close()


def test_steady_2_soon_at_first_then_ever_more_seldom_up_to_a_bound(doomed: ServerProcess, opens: Opens) -> None:
    page = opens("")
    doomed.kill()
    expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    pauses = pauses_between(page, 9, "websocket")
    late = pauses[5:]
    assert pauses[0] < 1_200, f"a short loss is to stay short: {pauses}"
    assert min(late) > 2 * pauses[0], f"they must grow more seldom: {pauses}"
    assert min(late) >= 900, f"a server that comes up again must not be stormed: {pauses}"
    assert max(pauses) <= 3_300, f"nobody waits for long once the server is up again: {pauses}"


def test_steady_2_chance_keeps_pages_out_of_step(doomed: ServerProcess, opens: Opens) -> None:
    pages = [opens(f"Math.random = () => {chance};") for chance in (0.05, 0.95)]
    doomed.kill()
    waited = [sum(pauses_between(page, 4, "websocket")) for page in pages]
    assert waited[1] - waited[0] > 500, f"both are there again after so many ms: {waited}"


def test_steady_2_a_page_with_a_websocket_gets_one_again_however_the_server_comes_up(
    doomed: ServerProcess, opens: Opens
) -> None:
    page = opens("")
    doomed.kill()
    expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    tries(page, 3, "websocket")
    page.evaluate(NO_WEBSOCKET)
    doomed.start()
    tries(page, 5, "websocket")
    page.evaluate("window.offersNoWebSocket = false")
    page.clock.run_for(MINUTE // 10)
    expect(page.get_by_role("alert")).to_be_hidden()
    assert not tries(page, 0, "polling"), "a server that was not quite there yet has made it come back by requests"


def test_steady_2_where_websockets_no_longer_get_through_requests_do(doomed: ServerProcess, opens: Opens) -> None:
    page = opens("")
    doomed.kill()
    expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    page.evaluate(NO_WEBSOCKET)
    doomed.start()
    tries(page, 1, "polling")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_steady_2_where_websockets_never_get_through_requests_do(opens: Opens) -> None:
    page = opens(NO_WEBSOCKET)
    page.get_by_role("button", name="Raise hand").click()
    expect(page.get_by_role("button", name="Raise hand")).to_have_attribute("aria-pressed", "true")


def pauses_between(page: Page, number: int, means: str) -> list[int]:
    """How many milliseconds lie between so many attempts by these means, the one of its arrival left aside."""
    moments = tries(page, number + 1, means)[1:]
    return [later - earlier for earlier, later in pairwise(moments[:number])]


def tries(page: Page, number: int, means: str) -> list[int]:
    """When it tried by these means, once that was so often."""
    for _ in range(MINUTE // TICK):
        attempts: list[tuple[str, int]] = page.evaluate("() => attempts")
        moments = [moment for by, moment in attempts if by == means]
        if len(moments) >= number:
            return moments
        page.clock.run_for(TICK)
    raise AssertionError(f"within a minute it has tried only {len(moments)} times by {means}")
