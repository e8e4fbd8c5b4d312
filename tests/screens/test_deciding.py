"""No stage access is applied, no draft lost, and no message marked as read by accident."""

import re

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.questionnaire_screens import writing_a_poll
from tests.screens.screen_catalogue import may_ask
from tests.screens.scripted_page import ScriptedPage
from tests.screens.talk_screens import LINES, messages
from tests.stand_ins.crowded_session import CrowdedSession

NOT_YET = re.compile("not applied yet", re.IGNORECASE)
AT_ONCE = re.compile("apply at once", re.IGNORECASE)


def accesses(scripted: ScriptedPage) -> list[str]:
    """Return the stage accesses that the page has sent to the server, in order."""
    return [str(payload["access"]) for name, payload in scripted.sent if name == "set_access"]


@pytest.fixture
def scripted(make_scripted_page: MakeScriptedPage) -> ScriptedPage:
    """A moderator's page: open settings, with the focus on the stage access, “Join by request”."""
    scripted = make_scripted_page("laptop")
    scripted.open(CrowdedSession("request", moderates=True))
    scripted.places.settings.press(scripted.places.settings.opener, "the settings' button")
    scripted.places.settings.stage_access.focus()
    return scripted


def selected(scripted: ScriptedPage) -> str:
    """Return the option that the closed list shows."""
    return str(scripted.places.settings.stage_access.input_value())


def test_an_access_selected_by_key_is_not_applied_yet_and_a_hint_says_so(scripted: ScriptedPage) -> None:
    scripted.page.keyboard.press("ArrowDown")
    expect(scripted.places.settings.root.get_by_text(NOT_YET)).to_be_visible()
    expect(scripted.places.settings.root.get_by_text(AT_ONCE)).to_have_count(0)
    assert (selected(scripted), accesses(scripted)) == ("invite", [])


def test_enter_applies_the_access_selected_by_key_once(scripted: ScriptedPage) -> None:
    scripted.page.keyboard.press("ArrowDown")
    scripted.page.keyboard.press("ArrowDown")
    scripted.page.keyboard.press("Enter")
    expect(scripted.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(scripted) == ["nobody"]
    assert scripted.places.settings.root.is_visible()


def test_leaving_the_list_applies_the_access_selected_by_key(scripted: ScriptedPage) -> None:
    scripted.page.keyboard.type("No")
    assert accesses(scripted) == []
    scripted.page.keyboard.press("Tab")
    expect(scripted.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(scripted) == ["nobody"]


def test_escape_restores_the_access_and_leaves_the_dialog_open(scripted: ScriptedPage) -> None:
    scripted.page.keyboard.press("ArrowUp")
    assert selected(scripted) == "everyone"
    scripted.page.keyboard.press("Escape")
    expect(scripted.places.settings.stage_access).to_have_value("request")
    assert scripted.places.settings.root.is_visible()
    scripted.page.keyboard.press("Escape")
    expect(scripted.places.settings.root).to_be_hidden()
    assert accesses(scripted) == []


def test_returning_to_the_current_access_by_key_applies_nothing(scripted: ScriptedPage) -> None:
    scripted.page.keyboard.press("ArrowDown")
    scripted.page.keyboard.press("ArrowUp")
    expect(scripted.places.settings.root.get_by_text(AT_ONCE)).to_be_visible()
    expect(scripted.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    scripted.page.keyboard.press("Tab")
    assert accesses(scripted) == []


def test_a_choice_from_the_open_list_is_applied_at_once(scripted: ScriptedPage) -> None:
    scripted.places.settings.stage_access.select_option("invite")
    expect(scripted.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(scripted) == ["invite"]


CLOSE_OPEN_CHOOSE = """select => {
  select.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  select.value = "invite";
  select.dispatchEvent(new Event("change", { bubbles: true }));
}"""
"""Runs in one task of the page, so that there is no pause between key and choice."""


def test_a_choice_by_mouse_right_after_escape_is_applied_at_once(scripted: ScriptedPage) -> None:
    scripted.places.settings.stage_access.evaluate(CLOSE_OPEN_CHOOSE)
    expect(scripted.places.settings.root.get_by_text(NOT_YET)).to_have_count(0)
    assert accesses(scripted) == ["invite"]


# Drafts of a poll


@pytest.fixture
def writing(make_scripted_page: MakeScriptedPage) -> ScriptedPage:
    """The page of a moderator who is writing a poll."""
    scripted = make_scripted_page("laptop")
    writing_a_poll(scripted)
    question(scripted).fill("Why so late?")
    return scripted


def question(scripted: ScriptedPage) -> Locator:
    return scripted.page.get_by_role("textbox", name="Question")


def open_new_poll(scripted: ScriptedPage) -> None:
    expect(question(scripted)).to_have_count(0)
    scripted.page.get_by_role("button", name="New poll").click()


def test_a_draft_closed_with_escape_is_restored(writing: ScriptedPage) -> None:
    writing.page.keyboard.press("Escape")
    open_new_poll(writing)
    expect(question(writing)).to_have_value("Why so late?")
    expect(writing.page.get_by_text("This is what you wrote before.")).to_be_visible()


def test_a_cancelled_draft_is_not_restored(writing: ScriptedPage) -> None:
    writing.page.get_by_role("button", name="Cancel").click()
    open_new_poll(writing)
    expect(question(writing)).to_have_value("")


# Unread messages


@pytest.mark.parametrize("kind", KINDS)
def test_unread_messages_are_still_unread_after_a_reload(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    may_ask(scripted)
    chat, toolbar = scripted.places.toolbar.button("Chat"), scripted.places.toolbar
    scripted.send_event("chat", messages(LINES[:2]))
    scripted.send_event("chat", {"messages": messages(LINES[2:4], first=3)["messages"]})
    expect(chat).to_have_accessible_description("2 unread messages")
    scripted.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    scripted.send_event("chat", messages(LINES[:4]))
    expect(chat).to_have_accessible_description("2 unread messages")
    scripted.places.chat.press_opener()
    expect(chat).to_have_accessible_description("")
    scripted.page.reload()
    toolbar.expect_there(toolbar.root, "the toolbar")
    scripted.send_event("chat", messages(LINES[:4]))
    expect(chat).to_have_accessible_description("")
