"""Nothing is applied, lost or marked as read by accident: the stage access, a draft of a poll, unread messages."""

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


def accesses(stage_page: StageSet) -> list[str]:
    """Return the stage accesses that the page has sent to the server, in order."""
    return [str(payload["access"]) for name, payload in stage_page.sent if name == "set_access"]


@pytest.fixture
def stage_page(stage_set: MakeSet) -> StageSet:
    """A moderator's page: the settings are open, the focus is on the stage access, which is “Join by request”."""
    stage_page = stage_set("laptop")
    stage_page.opens(CrowdedSession("request", moderates=True))
    stage_page.places.settings.press(stage_page.places.settings.opener, "the settings' button")
    stage_page.places.settings.stage_access.focus()
    return stage_page


def shown(stage_page: StageSet) -> str:
    """Return the option that the closed list shows."""
    return str(stage_page.places.settings.stage_access.input_value())


def test_an_access_selected_by_key_is_not_applied_yet_and_a_hint_says_so(stage_page: StageSet) -> None:
    stage_page.page.keyboard.press("ArrowDown")
    expect(stage_page.places.settings.root.get_by_text(NOT_YET)).to_be_visible()
    expect(stage_page.places.settings.root.get_by_text(AT_ONCE)).to_have_count(0)
    assert (shown(stage_page), accesses(stage_page)) == ("invite", [])


def test_enter_applies_the_access_selected_by_key_once(stage_page: StageSet) -> None:
    stage_page.page.keyboard.press("ArrowDown")
    stage_page.page.keyboard.press("ArrowDown")
    stage_page.page.keyboard.press("Enter")
    expect(stage_page.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(stage_page) == ["nobody"]
    assert stage_page.places.settings.root.is_visible()


def test_leaving_the_list_applies_the_access_selected_by_key(stage_page: StageSet) -> None:
    stage_page.page.keyboard.type("No")
    assert accesses(stage_page) == []
    stage_page.page.keyboard.press("Tab")
    expect(stage_page.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(stage_page) == ["nobody"]


def test_escape_restores_the_access_and_leaves_the_dialog_open(stage_page: StageSet) -> None:
    stage_page.page.keyboard.press("ArrowUp")
    assert shown(stage_page) == "everyone"
    stage_page.page.keyboard.press("Escape")
    expect(stage_page.places.settings.stage_access).to_have_value("request")
    assert stage_page.places.settings.root.is_visible()
    stage_page.page.keyboard.press("Escape")
    expect(stage_page.places.settings.root).to_be_hidden()
    assert accesses(stage_page) == []


def test_returning_to_the_current_access_by_key_applies_nothing(stage_page: StageSet) -> None:
    stage_page.page.keyboard.press("ArrowDown")
    stage_page.page.keyboard.press("ArrowUp")
    expect(stage_page.places.settings.root.get_by_text(AT_ONCE)).to_be_visible()
    expect(stage_page.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    stage_page.page.keyboard.press("Tab")
    assert accesses(stage_page) == []


def test_a_choice_from_the_open_list_is_applied_at_once(stage_page: StageSet) -> None:
    stage_page.places.settings.stage_access.select_option("invite")
    expect(stage_page.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(stage_page) == ["invite"]


CLOSE_OPEN_CHOOSE = """select => {
  select.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  select.value = "invite";
  select.dispatchEvent(new Event("change", { bubbles: true }));
}"""
"""Runs in one task of the page, so that there is no pause between key and choice."""


def test_a_choice_by_mouse_right_after_escape_is_applied_at_once(stage_page: StageSet) -> None:
    stage_page.places.settings.stage_access.evaluate(CLOSE_OPEN_CHOOSE)
    expect(stage_page.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(stage_page) == ["invite"]


# A poll that is being written


@pytest.fixture
def writing(stage_set: MakeSet) -> StageSet:
    """The page of a moderator who is writing a poll."""
    stage_page = stage_set("laptop")
    writing_a_poll(stage_page)
    question(stage_page).fill("Why so late?")
    return stage_page


def question(stage_page: StageSet) -> Locator:
    return stage_page.page.get_by_role("textbox", name="Question")


def starts_new_poll(stage_page: StageSet) -> None:
    expect(question(stage_page)).to_have_count(0)
    stage_page.page.get_by_role("button", name="New poll").click()


def test_a_draft_closed_with_escape_is_restored(writing: StageSet) -> None:
    writing.page.keyboard.press("Escape")
    starts_new_poll(writing)
    expect(question(writing)).to_have_value("Why so late?")
    expect(writing.page.get_by_text("This is what you wrote before.")).to_be_visible()


def test_a_cancelled_draft_is_not_restored(writing: StageSet) -> None:
    writing.page.get_by_role("button", name="Cancel").click()
    starts_new_poll(writing)
    expect(question(writing)).to_have_value("")


# A chat that was not read


@pytest.mark.parametrize("kind", KINDS)
def test_unread_messages_are_still_unread_after_a_reload(stage_set: MakeSet, kind: Kind) -> None:
    stage_page = stage_set(kind)
    may_ask(stage_page)
    chat, toolbar = stage_page.places.toolbar.button("Chat"), stage_page.places.toolbar
    stage_page.tells("chat", messages(LINES[:2]))
    stage_page.tells("chat", {"messages": messages(LINES[2:4], first=3)["messages"]})
    expect(chat).to_have_accessible_description("2 unread messages")
    stage_page.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    stage_page.tells("chat", messages(LINES[:4]))
    expect(chat).to_have_accessible_description("2 unread messages")
    stage_page.places.chat.press_opener()
    expect(chat).to_have_accessible_description("")
    stage_page.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    stage_page.tells("chat", messages(LINES[:4]))
    expect(chat).to_have_accessible_description("")
