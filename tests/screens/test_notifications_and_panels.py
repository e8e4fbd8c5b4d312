"""Notifications, requests and open panels do not cover each other, also on a small screen."""

import re

import pytest
from playwright.sync_api import expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.questionnaire_screens import open_poll_notification
from tests.screens.screen_catalogue import (
    chat_with_a_notification,
    moderator_with_participants,
    notification_for_a_moderator,
)
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.screens.sizes import SIZES
from tests.screens.test_small_changes import measure_box


def shrink_phone(scripted: ScriptedPage) -> None:
    """Give the page the size of a small phone, unless it is on a laptop."""
    if scripted.kind == "phone":
        scripted.page.set_viewport_size(SIZES["phone"]["small-phone"])
        await_paint(scripted.page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_notification_does_not_cover_the_chats_textbox(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    chat_with_a_notification(scripted)
    shrink_phone(scripted)
    scripted.places.chat.box.fill("Good morning")
    for target in (
        scripted.places.chat.box,
        scripted.places.chat.button("Send"),
        scripted.places.chat.button("Close chat"),
    ):
        target.click(trial=True)
    scripted.page.get_by_role("button", name="Dismiss").click()
    scripted.places.chat.box.click(trial=True)


@pytest.mark.parametrize("size", SIZES["phone"])
def test_a_notification_beside_requests_covers_neither_them_nor_the_textbox(
    make_scripted_page: MakeScriptedPage, size: str
) -> None:
    scripted = make_scripted_page("phone")
    scripted.page.set_viewport_size(SIZES["phone"][size])
    notification_for_a_moderator(scripted)
    scripted.places.chat.press_opener()
    scripted.places.chat.box.fill("Good morning")
    dismiss = scripted.page.get_by_role("button", name="Dismiss")
    toast = measure_box(scripted.page.locator(".toast", has=dismiss))
    assert toast.right - toast.left > 250
    assert not toast.overlaps(measure_box(scripted.places.requests.root))
    for target in (
        scripted.places.chat.box,
        scripted.places.chat.button("Send"),
        scripted.places.chat.button("Close chat"),
        dismiss,
    ):
        target.click(trial=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_can_be_answered_while_the_list_of_participants_is_open(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    moderator_with_participants(scripted)
    shrink_phone(scripted)
    assert scripted.places.participants.root.is_visible()
    scripted.places.participants.button("Close NAME", "participants").click(trial=True)
    for word in ("Decline", "Bring to stage"):
        scripted.places.requests.root.get_by_role("button", name=word).first.click(trial=True)


@pytest.mark.parametrize("kind", KINDS)
def test_access_1_go_to_poll_moves_the_focus_into_the_poll(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    open_poll_notification(scripted)
    scripted.page.get_by_role("button", name="Go to poll").press("Enter")
    poll = scripted.page.get_by_role("region", name="Polls").get_by_role("group", name=re.compile("^Which of these"))
    expect(poll.first).to_be_focused()
    scripted.page.keyboard.press("Tab")
    expect(poll.first.get_by_role("checkbox").first).to_be_focused()
