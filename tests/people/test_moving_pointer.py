"""In rooms that hide controls while the mouse rests, the suite keeps dispatching mouse moves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from people.browsers import Browsers, Equipment
from people.cast import cast_member

HIDES_IDLE_CONTROLS = """<button hidden>Camera</button><script>
  let moves = 0, timer;
  const button = document.querySelector("button");
  addEventListener("mousemove", () => {
    moves += 1;
    clearTimeout(timer);
    button.hidden = false;
    timer = setTimeout(() => { button.hidden = true; }, 1500);
  });
</script>"""


@pytest.fixture(scope="module")
def adas_browsers(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    browsers = Browsers(playwright.chromium, {}, tmp_path_factory.mktemp("devices"))
    yield browsers
    browsers.close()


def open_page(browsers: Browsers, *, moves_pointer: bool) -> Page:
    page = browsers.window(cast_member("Ada"), Equipment.OWN, {}, moves_pointer=moves_pointer).page
    page.goto(f"data:text/html,{HIDES_IDLE_CONTROLS}")
    return page


def test_the_controls_stay_visible_while_the_pointer_moves(adas_browsers: Browsers) -> None:
    page = open_page(adas_browsers, moves_pointer=True)
    page.wait_for_function("() => moves > 12")
    expect(page.get_by_role("button", name="Camera")).to_be_visible()


def test_a_window_in_which_the_pointer_moves_is_not_reused_without_that(adas_browsers: Browsers) -> None:
    window = adas_browsers.window(cast_member("Ben"), Equipment.OWN, {}, moves_pointer=True)
    adas_browsers.give_back(window)
    assert adas_browsers.window(cast_member("Ben"), Equipment.OWN, {}) is not window
