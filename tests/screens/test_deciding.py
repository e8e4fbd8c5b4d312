"""Nothing is decided in passing: a stage access passed by key, a poll put away in haste, a chat left unread."""

import re

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.questionnaire_screens import writing_a_poll
from tests.screens.screen_catalogue import may_ask
from tests.screens.stage_set import StageSet
from tests.screens.talk_screens import LINES, messages
from tests.stand_ins.crowded_session import CrowdedSession

NOT_YET = re.compile("not applied yet", re.IGNORECASE)
AT_ONCE = re.compile("apply at once", re.IGNORECASE)


def accesses(on: StageSet) -> list[str]:
    """The stage accesses that the page has asked the server for."""
    return [str(payload["access"]) for name, payload in on.sent if name == "set_access"]


@pytest.fixture
def on(stage_set: MakeSet) -> StageSet:
    """A moderator with the settings open, and the keyboard on the stage access, which is “Join by request”."""
    on = stage_set("laptop")
    on.opens(CrowdedSession("request", moderates=True))
    on.places.settings.press(on.places.settings.opener, "the settings' button")
    on.places.settings.stage_access.focus()
    return on


def shown(on: StageSet) -> str:
    """The option that the closed list shows."""
    return str(on.places.settings.stage_access.input_value())


def test_an_access_passed_by_key_is_not_applied_as_the_hint_says(on: StageSet) -> None:
    on.page.keyboard.press("ArrowDown")
    expect(on.places.settings.root.get_by_text(NOT_YET)).to_be_visible()
    expect(on.places.settings.root.get_by_text(AT_ONCE)).to_have_count(0)
    assert (shown(on), accesses(on)) == ("invite", [])


def test_enter_applies_what_the_keys_have_led_to_once(on: StageSet) -> None:
    on.page.keyboard.press("ArrowDown")
    on.page.keyboard.press("ArrowDown")
    on.page.keyboard.press("Enter")
    expect(on.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(on) == ["nobody"]
    assert on.places.settings.root.is_visible()


def test_so_does_leaving_the_list(on: StageSet) -> None:
    on.page.keyboard.type("No")
    assert accesses(on) == []
    on.page.keyboard.press("Tab")
    expect(on.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(on) == ["nobody"]


def test_escape_leaves_it_as_it_is_and_the_window_open(on: StageSet) -> None:
    on.page.keyboard.press("ArrowUp")
    assert shown(on) == "everyone"
    on.page.keyboard.press("Escape")
    expect(on.places.settings.stage_access).to_have_value("request")
    assert on.places.settings.root.is_visible()
    on.page.keyboard.press("Escape")
    expect(on.places.settings.root).to_be_hidden()
    assert accesses(on) == []


def test_going_back_to_the_current_access_leaves_nothing_to_decide(on: StageSet) -> None:
    on.page.keyboard.press("ArrowDown")
    on.page.keyboard.press("ArrowUp")
    expect(on.places.settings.root.get_by_text(AT_ONCE)).to_be_visible()
    expect(on.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    on.page.keyboard.press("Tab")
    assert accesses(on) == []


def test_what_is_chosen_from_the_open_list_is_applied_at_once(on: StageSet) -> None:
    on.places.settings.stage_access.select_option("invite")
    expect(on.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(on) == ["invite"]


CLOSE_OPEN_CHOOSE = """select => {
  select.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  select.value = "invite";
  select.dispatchEvent(new Event("change", { bubbles: true }));
}"""
"""In one task of the page, so that no pause lies between key and choice."""


def test_a_choice_by_mouse_right_after_escape_is_applied_at_once(on: StageSet) -> None:
    on.places.settings.stage_access.evaluate(CLOSE_OPEN_CHOOSE)
    expect(on.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(on) == ["invite"]


# A poll that is being written


@pytest.fixture
def writing(stage_set: MakeSet) -> StageSet:
    """A moderator in the midst of writing a poll."""
    on = stage_set("laptop")
    writing_a_poll(on)
    question(on).fill("Why so late?")
    return on


def question(on: StageSet) -> Locator:
    return on.page.get_by_role("textbox", name="Question")


def begins_anew(on: StageSet) -> None:
    expect(question(on)).to_have_count(0)
    on.page.get_by_role("button", name="New poll").click()


def test_what_was_put_away_in_haste_is_there_again(writing: StageSet) -> None:
    writing.page.keyboard.press("Escape")
    begins_anew(writing)
    expect(question(writing)).to_have_value("Why so late?")
    expect(writing.page.get_by_text("This is what you wrote before.")).to_be_visible()


def test_what_was_thrown_away_is_not(writing: StageSet) -> None:
    writing.page.get_by_role("button", name="Cancel").click()
    begins_anew(writing)
    expect(question(writing)).to_have_value("")


# A chat that was not read


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_not_read_is_still_unread_after_a_reload(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    may_ask(on)
    chat, toolbar = on.places.toolbar.button("Chat"), on.places.toolbar
    on.tells("chat", messages(LINES[:2]))
    on.tells("chat", {"messages": messages(LINES[2:4], first=3)["messages"]})
    expect(chat).to_have_accessible_description("2 unread messages")
    on.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    on.tells("chat", messages(LINES[:4]))
    expect(chat).to_have_accessible_description("2 unread messages")
    on.places.chat.press_opener()
    expect(chat).to_have_accessible_description("")
    on.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    on.tells("chat", messages(LINES[:4]))
    expect(chat).to_have_accessible_description("")
