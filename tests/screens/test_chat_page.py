"""Chat, reactions and raised hands on the page, also after refusals and lost connections."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from reference_server.rules.stage import Role
from tests.screens.chat_screens import (
    LINES,
    make_chat_page,
    make_chat_page_of_everybody,
    open_chat,
    open_room_with_chat,
    open_room_with_raised_hands,
)
from tests.screens.conftest import MakeScriptedPage
from tests.screens.screen_catalogue import asking_is_offered
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.stand_ins.crowded_session import CrowdedSession

EARLIER_BUTTON = "Show earlier messages"
REASON = "The room is closed for a moment."


def list_sent_chat_messages(scripted: ScriptedPage) -> list[dict[str, Any]]:
    """Return the payloads of the chat messages that the page has sent."""
    return scripted.list_payloads("say")


def list_starts_of_requests(scripted: ScriptedPage) -> list[int]:
    """Return, for each request for messages, the number of the message after which they start."""
    return [payload["after"] for payload in scripted.list_payloads("read_chat")]


def list_requests_for_earlier_messages(scripted: ScriptedPage) -> list[dict[str, Any]]:
    """Return the payloads of the page's requests for earlier messages."""
    return [payload for payload in scripted.list_payloads("read_chat") if "before" in payload]


def read_message_texts(scripted: ScriptedPage) -> list[str]:
    return scripted.places.chat.messages.locator(".text").all_inner_texts()


def deliver_chat_messages(scripted: ScriptedPage, *lines: str, first: int) -> None:
    """Send the page new messages, as the server does; ``first`` is the number of the first one."""
    scripted.send_event("chat", {"messages": make_chat_page(lines, first)["messages"]})


def chat_button(scripted: ScriptedPage) -> Locator:
    return scripted.places.toolbar.button("Chat")


# Writing


def test_enter_sends_a_message_and_shift_enter_starts_a_new_line(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    box = scripted.places.chat.box
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    assert list_sent_chat_messages(scripted) == []
    box.press("Enter")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    assert [message["text"] for message in list_sent_chat_messages(scripted)] == ["one\ntwo"]


def test_enter_sends_nothing_while_an_input_method_is_composing(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    scripted.places.chat.box.fill("にほん")
    scripted.places.chat.box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    scripted.places.chat.box.fill("日本")
    scripted.places.chat.button("Send").click()
    expect(scripted.places.chat.box).to_have_value("")
    assert [message["text"] for message in list_sent_chat_messages(scripted)] == ["日本"]


@pytest.mark.parametrize("empty", ["", "  ", "\n\n"])
def test_an_empty_message_is_not_sent(make_scripted_page: MakeScriptedPage, empty: str) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    scripted.places.chat.box.fill(empty)
    scripted.places.chat.box.press("Enter")
    scripted.places.chat.box.fill("something")
    scripted.places.chat.box.press("Enter")
    expect(scripted.places.chat.box).to_have_value("")
    assert [message["text"] for message in list_sent_chat_messages(scripted)] == ["something"]


def test_a_refused_message_stays_in_the_textbox_and_is_sent_again_with_the_same_sent_as(
    make_scripted_page: MakeScriptedPage,
) -> None:
    """The field `sent_as` shows the server that it has already stored the message."""
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    scripted.refuse("say", REASON)
    scripted.places.chat.box.fill("Is anybody there?")
    scripted.places.chat.box.press("Enter")
    expect(scripted.places.chat.root.get_by_role("alert")).to_have_text(REASON)
    expect(scripted.places.chat.box).to_have_value("Is anybody there?")
    expect(scripted.places.chat.box).to_have_accessible_description(REASON)
    scripted.refusals.clear()
    scripted.places.chat.box.press("Enter")
    expect(scripted.places.chat.box).to_have_value("")
    expect(scripted.places.chat.root.get_by_role("alert")).to_have_count(0)
    first, again = list_sent_chat_messages(scripted)
    assert first == again
    scripted.places.chat.box.fill("Is anybody there?")
    scripted.places.chat.box.press("Enter")
    expect(scripted.places.chat.box).to_have_value("")
    assert list_sent_chat_messages(scripted)[2]["sent_as"] != first["sent_as"]


def test_a_message_stays_in_the_textbox_with_the_reason_if_there_is_no_connection(
    make_scripted_page: MakeScriptedPage,
) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    scripted.disconnect()
    scripted.page.get_by_role("alert").first.wait_for()
    scripted.places.chat.box.fill("Is anybody there?")
    scripted.places.chat.box.press("Enter")
    expect(scripted.places.chat.root.get_by_role("alert")).to_contain_text("not connected")
    expect(scripted.places.chat.box).to_have_value("Is anybody there?")


def test_characters_near_the_limit_are_counted_as_on_the_server(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    box = scripted.places.chat.box
    counter = scripted.places.chat.root.get_by_text(re.compile(r"characters? (left|too many)"))
    box.fill("x" * 1_800)
    expect(counter).to_have_count(0)
    box.fill("x" * 1_801)
    expect(counter).to_have_text("199 characters left")
    box.fill("😀" * 2_001)
    expect(counter).to_have_text("1 character too many")
    box.press("Enter")
    expect(scripted.places.chat.root.get_by_role("alert")).to_contain_text("too long by 1 character.")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert list_sent_chat_messages(scripted) == []
    box.fill("😀" * 2_000)
    box.press("Enter")
    expect(box).to_have_value("")
    assert [len(message["text"]) for message in list_sent_chat_messages(scripted)] == [2_000]


@pytest.mark.parametrize("kind", KINDS)
def test_an_unsent_message_stays_when_the_chat_is_closed(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    open_room_with_chat(scripted)
    scripted.places.chat.box.fill("I was about to say")
    scripted.places.chat.close()
    open_chat(scripted)
    expect(scripted.places.chat.box).to_have_value("I was about to say")


# Reading


def test_every_message_has_its_time_and_name(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    time = scripted.places.chat.messages.first.locator("time")
    expect(time).to_have_attribute("datetime", "2026-11-23T09:05:00Z")
    expect(time).to_have_text(re.compile(r"\d{1,2}:\d\d"))
    scripted.places.chat.expect_message("Ben Adler", LINES[0])


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a?b=c#d now", ["https://example.org/a?b=c#d"]),
        ("(http://example.org/), https://example.org/x.", ["http://example.org/", "https://example.org/x"]),
        ("https://en.example/wiki/Stage_(theatre)!", ["https://en.example/wiki/Stage_(theatre)"]),
        ("javascript:alert(1) data:text/html,x ftp://example.org file:///etc", []),
        ("https://bank.example@elsewhere.example/", []),
        ("https:// http://", []),
        ("<a href='https://example.org/'>here</a>", ["https://example.org/"]),
    ],
)
def test_only_web_addresses_become_links(make_scripted_page: MakeScriptedPage, text: str, links: list[str]) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, [text])
    expect(scripted.places.chat.messages.first.locator(".text")).to_have_text(text)
    link_locator = scripted.places.chat.log.get_by_role("link")
    assert link_locator.all_inner_texts() == links
    for link in link_locator.all():
        expect(link).to_have_attribute("href", link.inner_text())
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer nofollow ugc")


def test_safe_3_markup_is_shown_as_text(make_scripted_page: MakeScriptedPage) -> None:
    text = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>'
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, [text])
    expect(scripted.places.chat.messages.first.locator(".text")).to_have_text(text)
    assert scripted.places.chat.log.locator("img, script, b").count() == 0
    assert scripted.page.title() not in ("1", "2")


@pytest.mark.parametrize("kind", KINDS)
def test_messages_of_others_are_counted_while_the_chat_is_closed(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    asking_is_offered(scripted)
    scripted.send_event("chat", make_chat_page(LINES[:2]))
    expect(chat_button(scripted)).to_have_accessible_description("")
    deliver_chat_messages(scripted, "new", "newer", "newest", first=3)  # The third of these is by YOU.
    expect(chat_button(scripted)).to_have_accessible_description("2 unread messages")
    expect(chat_button(scripted)).to_have_accessible_name("Chat")
    expect(chat_button(scripted)).to_contain_text("2")
    open_chat(scripted)
    expect(chat_button(scripted)).to_have_accessible_description("")
    scripted.places.chat.close()
    deliver_chat_messages(scripted, "one more", first=6)
    expect(chat_button(scripted)).to_have_accessible_description("1 unread message")


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_message_is_in_view_unless_the_log_is_scrolled_up(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    open_room_with_chat(scripted, LINES * 5)
    last = scripted.places.chat.messages.last
    expect(last).to_be_in_viewport(ratio=0.9)
    deliver_chat_messages(scripted, "the newest", first=31)
    expect(scripted.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    scripted.places.chat.messages.first.scroll_into_view_if_needed()
    await_paint(scripted.page)
    deliver_chat_messages(scripted, "and one that arrives meanwhile", first=32)
    expect(scripted.places.chat.messages.first).to_be_in_viewport()
    expect(chat_button(scripted)).to_have_accessible_description("1 unread message")
    scripted.places.chat.button("New messages").click()
    expect(scripted.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    expect(scripted.places.chat.button("New messages")).to_have_count(0)
    expect(chat_button(scripted)).to_have_accessible_description("")


# Missed messages


def test_messages_that_arrive_twice_are_shown_once_and_in_order(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, LINES[:2])
    deliver_chat_messages(scripted, "three", first=3)
    deliver_chat_messages(scripted, "three", first=3)
    scripted.send_event("chat", make_chat_page([*LINES[:2], "three", "four"]))
    expect(scripted.places.chat.messages).to_have_count(4)
    assert read_message_texts(scripted) == [*LINES[:2], "three", "four"]


def test_missed_messages_are_requested_and_shown_in_order(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, ["one", "two"])
    assert list_starts_of_requests(scripted) == [0]
    deliver_chat_messages(scripted, "five", first=5)
    expect(scripted.places.chat.messages).to_have_count(2)
    assert list_starts_of_requests(scripted) == [0, 2]
    scripted.send_event("chat", make_chat_page(["three", "four", "five"], first=3))
    assert read_message_texts(scripted) == ["one", "two", "three", "four", "five"]


def test_after_many_missed_messages_the_newest_are_shown_and_earlier_ones_on_request(
    make_scripted_page: MakeScriptedPage,
) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, ["one", "two"])
    deliver_chat_messages(scripted, "nine hundred", first=900)
    scripted.send_event("chat", {**make_chat_page(["nine hundred", "and one"], first=900, earlier=True), "after": 2})
    assert read_message_texts(scripted) == ["nine hundred", "and one"]
    scripted.places.chat.button(EARLIER_BUTTON).click()
    assert list_requests_for_earlier_messages(scripted) == [{"after": 0, "before": 900}]
    scripted.send_event(
        "chat", {**make_chat_page(["eight hundred ninety-eight", "and nine"], first=898, earlier=True), "before": 900}
    )
    assert read_message_texts(scripted) == ["eight hundred ninety-eight", "and nine", "nine hundred", "and one"]
    expect(scripted.places.chat.button(EARLIER_BUTTON)).to_have_count(1)


# Moderating the chat


@pytest.mark.parametrize("kind", KINDS)
def test_a_moderator_deletes_a_message_by_a_button_that_is_described_by_its_text(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    open_room_with_chat(scripted, moderates=True)
    buttons = scripted.places.chat.messages.get_by_role("button", name="Delete message", exact=True)
    expect(buttons).to_have_count(len(LINES))
    expect(buttons.nth(1)).to_have_accessible_description(LINES[1])
    buttons.nth(1).press("Enter")
    scripted.send_event("message_deleted", {"number": 2, "deletions": 1})
    assert scripted.list_payloads("delete_message") == [{"number": 2}]
    expect(scripted.places.chat.messages.nth(1)).to_contain_text("Message deleted by a moderator")
    expect(scripted.places.chat.messages.nth(1)).to_contain_text("Maya Okafor")
    expect(scripted.places.chat.messages.nth(1)).not_to_contain_text(LINES[1])
    expect(buttons).to_have_count(len(LINES) - 1)
    expect(scripted.places.chat.log).to_be_focused()


@pytest.mark.parametrize("moderates", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_of_a_message_is_below_the_name_and_wider_than_half_of_the_log(
    make_scripted_page: MakeScriptedPage, kind: Kind, moderates: bool
) -> None:
    scripted = make_scripted_page(kind)
    open_room_with_chat(scripted, moderates=moderates)
    message = scripted.places.chat.messages.nth(4)
    name, text, log = (
        part.bounding_box() for part in (message.locator(".by"), message.locator(".text"), scripted.places.chat.log)
    )
    assert name and text and log
    assert text["x"] == name["x"] and text["y"] >= name["y"] + name["height"]
    assert text["width"] > log["width"] / 2


def test_attendees_have_no_delete_button(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted)
    expect(scripted.places.chat.messages).to_have_count(len(LINES))
    expect(scripted.places.chat.root.get_by_role("button", name="Delete message")).to_have_count(0)


def test_a_page_requests_the_deletions_that_it_missed(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, ["one", "two", "three"])
    scripted.send_event("message_deleted", {"number": 1, "deletions": 1})
    deliver_chat_messages(scripted, "five", first=5)
    assert [payload["deletions"] for payload in scripted.list_payloads("read_chat")] == [0, 1]
    scripted.send_event("chat", make_chat_page(["four", "five"], first=4) | {"deletions": 2, "deleted": [3]})
    assert read_message_texts(scripted) == [
        "Message deleted by a moderator",
        "two",
        "Message deleted by a moderator",
        "four",
        "five",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_while_the_chat_is_off_the_textbox_is_read_only_and_keeps_its_text(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    crowd = CrowdedSession("request")
    scripted.open(crowd)
    open_chat(scripted)
    scripted.places.chat.box.fill("I was about to say")
    crowd.set_chat(False)
    scripted.show(crowd)
    expect(scripted.places.chat.box).not_to_be_editable()
    expect(scripted.places.chat.box).to_have_accessible_description("A moderator turned the chat off.")
    expect(scripted.places.chat.root.get_by_role("status")).to_have_text("A moderator turned the chat off.")
    scripted.places.chat.box.press("Enter")
    expect(scripted.places.chat.button("Send")).to_be_disabled()
    crowd.set_chat(True)
    scripted.show(crowd)
    expect(scripted.places.chat.box).to_be_editable()
    expect(scripted.places.chat.box).to_have_value("I was about to say")
    expect(scripted.places.chat.root.get_by_role("status")).to_have_text("")
    assert list_sent_chat_messages(scripted) == []


def test_a_moderator_can_write_while_the_chat_is_off(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, moderates=True, is_on=False)
    expect(scripted.places.chat.root.get_by_role("status")).to_have_text("The chat is off. Only moderators can write.")
    scripted.places.chat.box.fill("Listen, please")
    scripted.places.chat.box.press("Enter")
    expect(scripted.places.chat.box).to_have_value("")
    assert [message["text"] for message in list_sent_chat_messages(scripted)] == ["Listen, please"]


def test_the_switch_in_the_settings_turns_the_chat_off(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, moderates=True)
    scripted.places.settings.set_switch("Chat", on=False)
    assert ("set_chat", {"on": False}) in scripted.sent_messages


def test_safe_5_messages_show_the_role_and_similar_names(
    make_scripted_page: MakeScriptedPage,
) -> None:
    scripted = make_scripted_page("laptop")
    crowd = CrowdedSession("everyone", you="Ben")
    crowd.add_person("p1", "M\u0430ya Okafor", Role.ATTENDEE)
    scripted.open(crowd)
    open_chat(scripted)
    scripted.send_event("chat", make_chat_page_of_everybody(crowd))
    assert [
        ("Moderator" in text, "Similar name" in text) for text in scripted.places.chat.messages.all_inner_texts()
    ] == [
        (False, False),
        (True, False),
        (False, True),
    ]


# Reactions


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_reaction_is_sent_the_focus_returns_to_the_react_button(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    asking_is_offered(scripted)
    scripted.places.reactions.react("Thumbs up")
    expect(scripted.page.get_by_role("button", name="Thumbs up")).to_have_count(0)
    expect(scripted.places.toolbar.button("React")).to_be_focused()
    assert ("react", {"reaction": "thumbs_up"}) in scripted.sent_messages


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_reaction_moves_unless_reduced_motion_is_preferred_and_disappears(
    make_scripted_page: MakeScriptedPage, motion: Any
) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.clock.install()
    scripted.page.emulate_media(reduced_motion=motion)
    asking_is_offered(scripted)
    scripted.send_event("reaction", {"person": "p1", "name": "Ben Adler", "reaction": "heart"})
    reaction = scripted.places.reactions.of("Heart", "Ben Adler")
    expect(reaction).to_be_visible()
    is_moving = reaction.evaluate(
        "element => element.getAnimations()"
        ".flatMap(animation => animation.effect.getKeyframes()).some(frame => frame.transform)"
    )
    assert is_moving is (motion == "no-preference")
    scripted.page.clock.run_for(7_000)
    expect(reaction).to_have_count(0)


def test_many_reactions_are_announced_together(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.clock.install()
    asking_is_offered(scripted)
    live_region = scripted.page.locator("[aria-live=polite]")
    for reaction in ("applause", "heart", "applause"):
        scripted.send_event("reaction", {"person": "p1", "name": "Ben Adler", "reaction": reaction})
    scripted.page.clock.run_for(1_500)
    expect(live_region.filter(has_text="3 reactions: Applause, Heart")).to_have_count(1)
    scripted.send_event("reaction", {"person": "p1", "name": "Ben Adler", "reaction": "laugh"})
    scripted.page.clock.run_for(5_000)
    expect(live_region.filter(has_text="Laugh")).to_have_count(0)
    scripted.page.clock.run_for(11_000)
    expect(live_region.filter(has_text="Ben Adler: Laugh")).to_have_count(1)


def test_an_unknown_reaction_is_ignored(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    asking_is_offered(scripted)
    scripted.send_event("reaction", {"person": "p1", "name": "Ben Adler", "reaction": "from a newer room"})
    scripted.send_event("reaction", {"person": "p1", "name": "<b>Ben</b>", "reaction": "heart"})
    scripted.places.reactions.expect_seen("Heart", "<b>Ben</b>")
    expect(scripted.page.get_by_role("img", name=" from ")).to_have_count(1)


# Raised hands


def test_the_participants_button_is_described_by_the_number_of_raised_hands(
    make_scripted_page: MakeScriptedPage,
) -> None:
    scripted = make_scripted_page("phone")
    open_room_with_raised_hands(scripted, moderates=True)
    participants = scripted.places.toolbar.button("Participants")
    expect(participants).to_have_accessible_description("3 raised hands")
    expect(participants).to_have_accessible_name("Participants")
    expect(scripted.places.toolbar.button("Raise hand")).to_have_count(0)


def test_a_person_with_a_raised_hand_has_a_menu_in_both_sections_of_the_list(
    make_scripted_page: MakeScriptedPage,
) -> None:
    scripted = make_scripted_page("laptop")
    crowd = open_room_with_raised_hands(scripted, moderates=True)
    panel = scripted.places.participants
    for person in crowd.snapshot.state.hands:
        name = crowd.snapshot.state.by_id[person].name
        for section in ("Raised hands", "Viewers"):
            item = panel.person(section, name)
            item.scroll_into_view_if_needed()
            await_paint(scripted.page)  # Scrolling the list closes the menu.
            item.get_by_role("button", name=f"Actions for {name}").click()
            scripted.page.get_by_role("menuitem", name="Invite to stage").click()
            assert scripted.sent_messages[-1] == ("invite", {"person": person})
