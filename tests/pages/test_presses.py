"""A press is repeated until the element has received it, but not after that."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from conformance.time_limits import APPEARANCE
from pages.input_methods import Keyboard, Mouse, Touch
from pages.presses import press_until_received
from people.browsers import SCRIPTS, find_chromium

PAGE = """
<button id="other" style="position: absolute; top: 300px">Other</button>
<main></main>
<script>window.presses = [];</script>
"""
BUTTON = "<button onclick='top.presses.push(this.textContent)'>Join stage</button>"
INPUT_METHODS = ("mouse", "finger", "keyboard")


@pytest.fixture(scope="module")
def separate_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=find_chromium(playwright.chromium.executable_path, full=False))
    yield browser
    browser.close()


@pytest.fixture
def page(separate_browser: Browser) -> Iterator[Page]:
    """A page with the suite's scripts, which records the presses that its buttons receive."""
    with open_page(separate_browser, PAGE, has_touch=True) as page:
        yield page


@contextmanager
def open_page(browser: Browser, html: str, **options: Any) -> Iterator[Page]:
    """Open a page with the suite's scripts and this HTML, in a context with these options."""
    context = browser.new_context(**options)
    for script in SCRIPTS:
        context.add_init_script(script)
    page = context.new_page()
    page.set_content(html)
    yield page
    context.close()


def show(page: Page, html: str, script: str = "") -> Locator:
    """Show this HTML in the page, run the script, and return the button "Join stage"."""
    page.locator("main").evaluate("(main, html) => { main.innerHTML = html; }", html)
    if script:
        page.evaluate(script)
    return page.get_by_role("button", name="Join stage")


def read_presses(page: Page) -> list[str]:
    return list(page.evaluate("() => presses"))


def make_input_method(name: str, page: Page) -> Mouse:
    """Create the input method with this name, one of INPUT_METHODS."""
    methods: dict[str, Mouse] = {"mouse": Mouse(), "finger": Touch(), "keyboard": Keyboard(page)}
    return methods[name]


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_press_that_is_received_is_not_repeated(page: Page, name: str) -> None:
    make_input_method(name, page).press(show(page, BUTTON))
    assert read_presses(page) == ["Join stage"]


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_button_without_effect_is_pressed_once_without_delay(page: Page, name: str) -> None:
    button = show(page, "<button>Join stage</button>")
    page.evaluate("() => addEventListener('click', event => presses.push(event.target.textContent))")
    start = time.monotonic()
    make_input_method(name, page).press(button)
    assert read_presses(page) == ["Join stage"]
    assert time.monotonic() - start < APPEARANCE / 3000


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_press_that_hits_something_else_is_repeated(page: Page, name: str) -> None:
    method, button = make_input_method(name, page), show(page, BUTTON)
    targets = iter([page.locator("#other"), page.locator("#other"), button])
    press_until_received(button, lambda: method._press_once(next(targets)))
    assert read_presses(page) == ["Join stage"]
    assert next(targets, None) is None


@pytest.mark.parametrize(("name", "event"), [("mouse", "pointerdown"), ("finger", "touchstart")])
def test_a_button_that_moves_away_during_the_press_is_pressed_again(page: Page, name: str, event: str) -> None:
    grow = f"() => addEventListener('{event}', () => {{ document.querySelector('main').style.marginTop = '150px'; }})"
    make_input_method(name, page).press(show(page, BUTTON, grow))
    assert read_presses(page) == ["Join stage"]


@pytest.mark.parametrize("name", ["mouse", "finger"])
def test_a_button_in_a_dialog_that_keeps_growing_is_pressed_once(page: Page, name: str) -> None:
    """The room must receive exactly one press, although Playwright may have to try several times."""
    grow = """() => {
      let growth = 0;
      const timer = setInterval(() => {
        document.querySelector("main").style.paddingTop = `${growth += 9}px`;
        if (growth > 250) clearInterval(timer);
      }, 30);
    }"""
    make_input_method(name, page).press(show(page, BUTTON, grow))
    assert read_presses(page) == ["Join stage"]


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_list_that_is_redrawn_before_the_press_receives_one_press(page: Page, name: str) -> None:
    """The first element no longer exists, and its replacement has received the press."""
    method, button = make_input_method(name, page), show(page, BUTTON)

    def press() -> None:
        show(page, BUTTON)
        method._press_once(button)

    press_until_received(button, press)
    assert read_presses(page) == ["Join stage"]


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_list_that_is_redrawn_by_the_press_receives_one_press(page: Page, name: str) -> None:
    button = show(page, BUTTON)
    page.evaluate("""() => addEventListener("click", () => {
      const main = document.querySelector("main"); main.innerHTML = main.innerHTML;
    })""")
    make_input_method(name, page).press(button)
    assert read_presses(page) == ["Join stage"]


@pytest.mark.parametrize(("name", "event"), [("mouse", "mousedown"), ("finger", "touchstart")])
def test_a_menu_item_that_acts_when_pressed_down_is_pressed_once(page: Page, name: str, event: str) -> None:
    button_html = f"<button on{event}='top.presses.push(this.textContent); this.remove()'>Join stage</button>"
    make_input_method(name, page).press(show(page, button_html))
    assert read_presses(page) == ["Join stage"]


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_button_in_a_frame_can_be_pressed(page: Page, name: str) -> None:
    page.locator("main").evaluate('(main, html) => { main.innerHTML = `<iframe srcdoc="${html}">`; }', BUTTON)
    button = page.frame_locator("iframe").get_by_role("button", name="Join stage")
    if name == "keyboard":
        # The suite's script knows only that the frame has the focus, not which element in it.
        press_until_received(button, lambda: button.press("Enter"))
    else:
        make_input_method(name, page).press(button)
    assert read_presses(page) == ["Join stage"]


WIDE_PAGE = """
<meta name="viewport" content="width=device-width, initial-scale=1">
<div style="width: 900px; text-align: right"><button style="position: relative">Join stage</button></div>
<script>window.presses = []; onclick = event => presses.push(event.target.textContent);</script>
"""
"""A page that is wider than a phone, whose button is beyond the right edge."""


@pytest.fixture
def phone(separate_browser: Browser, playwright: Playwright) -> Iterator[Page]:
    """WIDE_PAGE on a phone, with the suite's scripts."""
    with open_page(separate_browser, WIDE_PAGE, **playwright.devices["Pixel 7"]) as page:
        yield page


def test_a_button_beyond_the_edge_of_a_phone_is_tapped(phone: Page) -> None:
    button = phone.get_by_role("button", name="Join stage")
    Touch().press(button)
    assert phone.evaluate("() => visualViewport.offsetLeft") > 0
    assert read_presses(phone) == ["Join stage"]


def test_a_button_beyond_the_edge_of_a_phone_is_tapped_as_soon_as_nothing_covers_it(phone: Page) -> None:
    phone.evaluate("""() => {
      document.body.insertAdjacentHTML("beforeend", `<p style="position: fixed; inset: 0; margin: 0">Loading</p>`);
      setTimeout(() => document.querySelector("p").remove(), 500);
    }""")
    Touch().press(phone.get_by_role("button", name="Join stage"))
    assert read_presses(phone) == ["Join stage"]


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_button_in_nested_shadow_trees_can_be_pressed(page: Page, name: str) -> None:
    nest_button = f"""() => {{
      const outer = document.querySelector("main").attachShadow({{ mode: "open" }});
      outer.innerHTML = "<div></div>";
      outer.firstChild.attachShadow({{ mode: "open" }}).innerHTML = `{BUTTON}`;
    }}"""
    page.evaluate(nest_button)
    button = page.get_by_role("button", name="Join stage")
    targets = iter([page.locator("#other"), button])
    press_until_received(button, lambda: make_input_method(name, page)._press_once(next(targets)))
    assert read_presses(page) == ["Join stage"]


def test_the_keyboard_reaches_a_radio_button_in_a_shadow_tree(page: Page) -> None:
    """Tab reaches only the checked radio button of a group, and arrow keys the others."""
    page.locator("main").evaluate(
        """main => { main.attachShadow({ mode: "open" }).innerHTML =
          `<input type=radio name=vote aria-label=Yes checked><input type=radio name=vote aria-label=No>`; }"""
    )
    radio = page.get_by_role("radio", name="No")
    Keyboard(page).turn(radio, on=True)
    expect(radio).to_be_checked()


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_switch_inside_its_label_is_pressed_once_and_only_to_change_its_state(page: Page, name: str) -> None:
    page.locator("main").evaluate(
        """main => { main.innerHTML = `<label style="display: block; padding: 20px">
          <input type="checkbox" role="switch" onchange="presses.push(this.checked)"> Camera on</label>`; }"""
    )
    switch = page.get_by_role("switch", name="Camera on")
    for on in (True, True, False):
        make_input_method(name, page).turn(switch, on)
    assert page.evaluate("() => presses") == [True, False]


def test_a_switch_that_changes_after_a_delay_is_pressed_once(page: Page) -> None:
    """A room may change the switch only after the server's acknowledgement."""
    page.locator("main").evaluate(
        """main => { main.innerHTML = `<button role="switch" aria-checked="false" onclick="presses.push('on');
          setTimeout(() => this.ariaChecked = 'true', 300)">Polls</button>`; }"""
    )
    Mouse().turn(page.get_by_role("switch", name="Polls"), on=True)
    assert read_presses(page) == ["on"]


@pytest.mark.parametrize("name", INPUT_METHODS)
def test_a_press_that_opens_another_page_is_not_repeated(page: Page, name: str) -> None:
    other_page = "<button onclick='window.isPressed = true'>Join stage</button>"
    page.route("http://room.test/", lambda route: route.fulfill(content_type="text/html", body=other_page))
    button = show(page, "<button onclick='location = \"http://room.test/\"'>Join stage</button>")
    make_input_method(name, page).press(button)
    page.wait_for_url("http://room.test/")
    assert not page.evaluate("() => Boolean(window.isPressed)")


def test_a_press_whose_propagation_the_room_stops_is_not_repeated(page: Page) -> None:
    """The suite's listeners run before the room's."""
    button = show(page, BUTTON)
    stop = "event => { presses.push(event.type); event.stopImmediatePropagation(); }"
    page.evaluate(f"() => window.addEventListener('click', {stop}, true)")
    Mouse().press(button)
    assert read_presses(page) == ["click"]


def test_the_error_names_the_element_that_was_hit_instead(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.presses.APPEARANCE", 700)
    button = show(page, BUTTON)
    miss: Callable[[], object] = lambda: Mouse()._press_once(page.locator("#other"))  # noqa: E731
    with pytest.raises(AssertionError, match="no press reached the element, which moves: the last one hit button"):
        press_until_received(button, miss)
    assert read_presses(page) == []


def test_a_click_by_a_script_does_not_count_as_a_press(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.presses.APPEARANCE", 700)
    button = show(page, BUTTON)
    with pytest.raises(AssertionError, match="the last one hit nothing"):
        press_until_received(button, lambda: button.evaluate("button => button.click()"))


OPTIONS = {"📹 Camera 0": "", "Camera 1": "", "📹 Camera 3": " selected", "📹 Camera 2": ""}
"""The labels of the options, with their attributes."""


@pytest.mark.parametrize("label", ["Camera 1", "📹 Camera 2", "📹 Camera 0"])
def test_the_keyboard_chooses_an_option_also_if_its_label_begins_with_a_symbol(page: Page, label: str) -> None:
    """Typing a symbol would write it into another field, as in the form of MiroTalk."""
    options = "".join(f"<option{selected}>{text}</option>" for text, selected in OPTIONS.items())
    page.set_content(f'<input value="Ada"><select>{options}</select>')
    Keyboard(page).choose(page.locator("select"), label)
    assert page.locator("option:checked").inner_text() == label
    assert page.locator("input").input_value() == "Ada"
