"""On a small screen a panel lies over the stage; what comes up meanwhile covers nothing of it, and is not covered."""

import re

import pytest
from playwright.sync_api import expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.questionnaire_screens import poll_opens
from tests.screens.screen_catalogue import chat_under_news, moderator_with_participants, news_for_a_moderator
from tests.screens.sizes import SIZES
from tests.screens.stage_set import StageSet, await_paint
from tests.screens.test_calm import box_of

SMALLEST = {"width": 360, "height": 640}


def on_a_small_phone(on: StageSet) -> None:
    if on.kind == "phone":
        on.page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
        await_paint(on.page)


@pytest.mark.parametrize("kind", KINDS)
def test_news_leave_the_box_of_the_chat_free(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    chat_under_news(on)
    on_a_small_phone(on)
    on.places.chat.box.fill("Good morning")
    for target in (on.places.chat.box, on.places.chat.button("Send"), on.places.chat.button("Close chat")):
        target.click(trial=True)
    on.page.get_by_role("button", name="Dismiss").click()
    on.places.chat.box.click(trial=True)


@pytest.mark.parametrize("size", SIZES["phone"])
def test_so_do_they_beside_requests(stage_set: MakeSet, size: str) -> None:
    on = stage_set("phone")
    on.page.set_viewport_size(SIZES["phone"][size])
    news_for_a_moderator(on)
    on.places.chat.press_opener()
    on.places.chat.box.fill("Good morning")
    dismiss = on.page.get_by_role("button", name="Dismiss")
    toast = box_of(on.page.locator(".toast", has=dismiss))
    assert toast.right - toast.left > 250
    assert not toast.overlaps(box_of(on.places.requests.root))
    for target in (on.places.chat.box, on.places.chat.button("Send"), on.places.chat.button("Close chat"), dismiss):
        target.click(trial=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_can_be_answered_while_the_list_is_open(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    moderator_with_participants(on)
    on_a_small_phone(on)
    assert on.places.participants.root.is_visible()
    on.places.participants.button("Close NAME", "participants").click(trial=True)
    for word in ("Decline", "Bring to stage"):
        on.places.requests.root.get_by_role("button", name=word).first.click(trial=True)


@pytest.mark.parametrize("kind", KINDS)
def test_access_1_following_the_notice_by_keyboard_leads_into_the_poll(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    poll_opens(on)
    on.page.get_by_role("button", name="Go to poll").press("Enter")
    poll = on.page.get_by_role("region", name="Polls").get_by_role("group", name=re.compile("^Which of these"))
    expect(poll.first).to_be_focused()
    on.page.keyboard.press("Tab")
    expect(poll.first.get_by_role("checkbox").first).to_be_focused()
