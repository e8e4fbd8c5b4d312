"""A person's menu may be a menu, a dialog or a list box, and can be used by mouse and keyboard."""

import pytest
from playwright.sync_api import Page

from pages.input_methods import Keyboard
from pages.participants import Participants
from pages.requests import Requests
from pages.screen import Screen
from pages.stage import Stage
from pages.words import Words
from tests.short_time_limits import expecting_failure

ITEMS = ("Remove from stage", "Pin")
MENUS = {
    "menu": ("menu", "menuitem", ""),
    "dialog named by the person": ("dialog", "button", "Ada"),
    "dialog named by the button": ("dialog", "button", "Actions for Ada"),
    "list box": ("listbox", "option", "Ada"),
}
"""For each kind of menu, its role, the role of its items, and its name."""
OPERATE_MENU = """() => {
  const menu = document.getElementById("menu"), items = [...menu.children];
  const close = () => { menu.hidden = true; };
  document.querySelector("button").onclick = () => { menu.hidden = false; items[0].focus(); };
  menu.onclick = ({ target }) => { document.title = target.textContent; close(); };
  document.onkeydown = ({ key, target }) => {
    const [index, step] = [items.indexOf(target), { ArrowDown: 1, ArrowUp: -1 }[key]];
    if (key === "Escape") close();
    if (key === "Enter" && index >= 0) target.click();
    if (step && index >= 0) items.at((index + step) % items.length).focus();
  };
}"""


@pytest.fixture(params=list(MENUS))
def screen(request: pytest.FixtureRequest, isolated_page: Page) -> Screen:
    """Maya's screen: a list of participants with Ada, whose menu is of the parameter's kind."""
    role, item_role, name = MENUS[request.param]
    # The Tab key moves the focus in a dialog, arrow keys in a menu or list box.
    tab_index = 0 if role == "dialog" else -1
    items = "".join(f"<div role={item_role} tabindex={tab_index}>{item}</div>" for item in ITEMS)
    isolated_page.set_content(
        "<section aria-label=Participants><ul aria-label='On stage'><li>Ada "
        "<button aria-label='Actions for Ada'>…</button>"
        f"<div role={role} id=menu aria-label='{name}' hidden>{items}</div></li></ul></section>"
    )
    isolated_page.evaluate(OPERATE_MENU)
    return Screen("Maya", "laptop", isolated_page, Words())


def test_an_action_can_be_chosen_by_mouse(screen: Screen) -> None:
    Participants(screen).choose_action("Ada", "Remove from stage")
    assert screen.page.title() == "Remove from stage"


def test_an_action_can_be_chosen_by_keyboard(screen: Screen) -> None:
    screen.input = Keyboard(screen.page)
    Participants(screen).choose_action("Ada", "Pin")
    assert screen.page.title() == "Pin"


def test_only_the_actions_in_the_menu_count_as_offered(screen: Screen) -> None:
    participants = Participants(screen)
    participants.expect_offered("Ada", "Remove from stage")
    participants.expect_not_offered("Ada", "Invite to stage")
    with expecting_failure('no "Remove from stage" in the menu'):
        participants.expect_not_offered("Ada", "Remove from stage")
    with expecting_failure('"Invite to stage" in the menu of Ada'):
        participants.expect_offered("Ada", "Invite to stage")


def test_a_menu_item_that_switches_a_device_on_is_found(screen: Screen) -> None:
    participants = Participants(screen)
    participants.expect_no_way_to_switch_on("Ada")
    screen.page.evaluate("document.getElementById('menu').lastChild.textContent = 'Unmute'")
    with expecting_failure("that switches on a device of Ada"):
        participants.expect_no_way_to_switch_on("Ada")


def test_a_menu_item_that_leaves_the_stage_is_found(screen: Screen) -> None:
    screen.page.evaluate("document.getElementById('menu').hidden = false")
    screen.page.evaluate("document.getElementById('menu').firstChild.textContent = 'Leave stage'")
    with expecting_failure("that leaves the stage"):
        Stage(screen).expect_no_leave_control()


def test_a_request_without_buttons_counts_as_a_notification(isolated_page: Page) -> None:
    isolated_page.set_content("<section aria-label=Requests><ul><li>Ada would like to join</li></ul></section>")
    requests = Requests(Screen("Maya", "laptop", isolated_page, Words()))
    requests.expect_from("Ada")
    with expecting_failure("a request of Ben to join the stage"):
        requests.expect_from("Ben")
