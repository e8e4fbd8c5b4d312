"""Accidents that the pages prevent.

These are stage access applied by a stray key, lost drafts, and messages marked as read.
"""

import re

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.chat_screens import LINES, make_chat_page
from tests.screens.conftest import MakeScriptedPage
from tests.screens.questionnaire_screens import writing_a_poll
from tests.screens.screen_catalogue import asking_is_offered
from tests.screens.scripted_page import ScriptedPage
from tests.stand_ins.crowded_session import CrowdedSession

NOT_APPLIED_YET = re.compile("not applied yet", re.IGNORECASE)
APPLIED_AT_ONCE = re.compile("apply at once", re.IGNORECASE)


def list_sent_accesses(scripted: ScriptedPage) -> list[str]:
    """Return the stage accesses that the page has sent to the server, in order."""
    return [str(payload["access"]) for payload in scripted.list_payloads("set_access")]


@pytest.fixture
def settings_page(make_scripted_page: MakeScriptedPage) -> ScriptedPage:
    """A moderator's page with the settings open and the focus on the stage access, “Join by request”."""
    scripted = make_scripted_page("laptop")
    scripted.open(CrowdedSession("request", moderates=True))
    scripted.places.settings.press(scripted.places.settings.opener, "the settings' button")
    scripted.places.settings.stage_access.focus()
    return scripted


def read_selected_access(scripted: ScriptedPage) -> str:
    """Return the option that the closed list shows."""
    return str(scripted.places.settings.stage_access.input_value())


def test_an_access_selected_by_key_is_not_applied_and_a_hint_says_so(settings_page: ScriptedPage) -> None:
    settings_page.page.keyboard.press("ArrowDown")
    expect(settings_page.places.settings.root.get_by_text(NOT_APPLIED_YET)).to_be_visible()
    expect(settings_page.places.settings.root.get_by_text(APPLIED_AT_ONCE)).to_have_count(0)
    assert (read_selected_access(settings_page), list_sent_accesses(settings_page)) == ("invite", [])


def test_enter_applies_the_access_selected_by_key_once(settings_page: ScriptedPage) -> None:
    settings_page.page.keyboard.press("ArrowDown")
    settings_page.page.keyboard.press("ArrowDown")
    settings_page.page.keyboard.press("Enter")
    expect(settings_page.places.settings.root.get_by_text(NOT_APPLIED_YET)).to_have_count(0)
    assert list_sent_accesses(settings_page) == ["nobody"]
    assert settings_page.places.settings.root.is_visible()


def test_leaving_the_list_applies_the_access_selected_by_key(settings_page: ScriptedPage) -> None:
    settings_page.page.keyboard.type("No")
    assert list_sent_accesses(settings_page) == []
    settings_page.page.keyboard.press("Tab")
    expect(settings_page.places.settings.root.get_by_text(NOT_APPLIED_YET)).to_have_count(0)
    assert list_sent_accesses(settings_page) == ["nobody"]


def test_escape_restores_the_access_and_leaves_the_dialog_open(settings_page: ScriptedPage) -> None:
    settings_page.page.keyboard.press("ArrowUp")
    assert read_selected_access(settings_page) == "everyone"
    settings_page.page.keyboard.press("Escape")
    expect(settings_page.places.settings.stage_access).to_have_value("request")
    assert settings_page.places.settings.root.is_visible()
    settings_page.page.keyboard.press("Escape")
    expect(settings_page.places.settings.root).to_be_hidden()
    assert list_sent_accesses(settings_page) == []


def test_returning_to_the_current_access_by_key_applies_nothing(settings_page: ScriptedPage) -> None:
    settings_page.page.keyboard.press("ArrowDown")
    settings_page.page.keyboard.press("ArrowUp")
    expect(settings_page.places.settings.root.get_by_text(APPLIED_AT_ONCE)).to_be_visible()
    expect(settings_page.places.settings.root.get_by_text(NOT_APPLIED_YET)).to_have_count(0)
    settings_page.page.keyboard.press("Tab")
    assert list_sent_accesses(settings_page) == []


def test_a_choice_from_the_open_list_is_applied_at_once(settings_page: ScriptedPage) -> None:
    settings_page.places.settings.stage_access.select_option("invite")
    expect(settings_page.places.settings.root.get_by_text(NOT_APPLIED_YET)).to_have_count(0)
    assert list_sent_accesses(settings_page) == ["invite"]


PRESS_ESCAPE_AND_CHOOSE = """select => {
  select.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  select.value = "invite";
  select.dispatchEvent(new Event("change", { bubbles: true }));
}"""
"""JavaScript: runs in one task of the page, so that there is no pause between the key and the choice."""


def test_a_choice_by_mouse_right_after_escape_is_applied_at_once(settings_page: ScriptedPage) -> None:
    settings_page.places.settings.stage_access.evaluate(PRESS_ESCAPE_AND_CHOOSE)
    expect(settings_page.places.settings.root.get_by_text(NOT_APPLIED_YET)).to_have_count(0)
    assert list_sent_accesses(settings_page) == ["invite"]


# Drafts of a poll


@pytest.fixture
def poll_page(make_scripted_page: MakeScriptedPage) -> ScriptedPage:
    """The page of a moderator who has written the question of a new poll."""
    scripted = make_scripted_page("laptop")
    writing_a_poll(scripted)
    question_field(scripted).fill("Why so late?")
    return scripted


def question_field(scripted: ScriptedPage) -> Locator:
    return scripted.page.get_by_role("textbox", name="Question")


def open_new_poll(scripted: ScriptedPage) -> None:
    expect(question_field(scripted)).to_have_count(0)
    scripted.page.get_by_role("button", name="New poll").click()


def test_a_draft_closed_with_escape_is_restored(poll_page: ScriptedPage) -> None:
    poll_page.page.keyboard.press("Escape")
    open_new_poll(poll_page)
    expect(question_field(poll_page)).to_have_value("Why so late?")
    expect(poll_page.page.get_by_text("This is what you wrote before.")).to_be_visible()


def test_a_cancelled_draft_is_not_restored(poll_page: ScriptedPage) -> None:
    poll_page.page.get_by_role("button", name="Cancel").click()
    open_new_poll(poll_page)
    expect(question_field(poll_page)).to_have_value("")


# Unread messages


@pytest.mark.parametrize("kind", KINDS)
def test_unread_messages_are_still_unread_after_a_reload(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    asking_is_offered(scripted)
    chat, toolbar = scripted.places.toolbar.button("Chat"), scripted.places.toolbar
    scripted.send_event("chat", make_chat_page(LINES[:2]))
    scripted.send_event("chat", {"messages": make_chat_page(LINES[2:4], first=3)["messages"]})
    expect(chat).to_have_accessible_description("2 unread messages")
    scripted.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    scripted.send_event("chat", make_chat_page(LINES[:4]))
    expect(chat).to_have_accessible_description("2 unread messages")
    scripted.places.chat.press_opener()
    expect(chat).to_have_accessible_description("")
    scripted.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    scripted.send_event("chat", make_chat_page(LINES[:4]))
    expect(chat).to_have_accessible_description("")
