"""What the chat, reactions and raised hands do on a screen, whatever the server and the line do."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from reference_server.rules.stage import Role
from tests.screens.conftest import MakeSet
from tests.screens.screen_catalogue import may_ask
from tests.screens.stage_set import StageSet, await_paint
from tests.screens.talk_screens import LINES, chatting, messages, messages_of, open_chat, waving
from tests.stand_ins.crowded_session import CrowdedSession

EARLIER = "Show earlier messages"
REASON = "The room is closed for a moment."


def says(on: StageSet) -> list[dict[str, Any]]:
    """The messages that the page has sent to the server."""
    return [payload for name, payload in on.sent if name == "say"]


def reads(on: StageSet) -> list[int]:
    """After which messages the page has asked for more."""
    return [payload["after"] for name, payload in on.sent if name == "read_chat"]


def requested_earlier(on: StageSet) -> list[dict[str, Any]]:
    """Return the requests for earlier messages."""
    return [payload for name, payload in on.sent if name == "read_chat" and "before" in payload]


def texts(on: StageSet) -> list[str]:
    """Return the texts of the messages in the log."""
    return on.places.chat.messages.locator(".text").all_inner_texts()


def comes(on: StageSet, *lines: str, first: int) -> None:
    """Messages come as somebody writes them."""
    on.tells("chat", {"messages": messages(lines, first)["messages"]})


def opener(on: StageSet) -> Locator:
    """The button of the toolbar that opens the chat."""
    return on.places.toolbar.button("Chat")


# Writing


def test_enter_sends_and_shift_with_enter_begins_a_line(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on)
    box = on.places.chat.box
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    assert says(on) == []
    box.press("Enter")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    assert [said["text"] for said in says(on)] == ["one\ntwo"]


def test_enter_that_chooses_a_word_of_an_input_method_sends_nothing(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on)
    on.places.chat.box.fill("にほん")
    on.places.chat.box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    on.places.chat.box.fill("日本")
    on.places.chat.button("Send").click()
    expect(on.places.chat.box).to_have_value("")
    assert [said["text"] for said in says(on)] == ["日本"]


@pytest.mark.parametrize("nothing", ["", "  ", "\n\n"])
def test_nothing_is_not_sent(stage_set: MakeSet, nothing: str) -> None:
    on = stage_set("laptop")
    chatting(on)
    on.places.chat.box.fill(nothing)
    on.places.chat.box.press("Enter")
    on.places.chat.box.fill("something")
    on.places.chat.box.press("Enter")
    expect(on.places.chat.box).to_have_value("")
    assert [said["text"] for said in says(on)] == ["something"]


def test_what_could_not_be_sent_stays_with_the_reason_and_is_sent_again_by_the_same_mark(stage_set: MakeSet) -> None:
    """The server knows by the mark that it has the message already, should only its answer have been lost."""
    on = stage_set("laptop")
    chatting(on)
    on.refuses("say", REASON)
    on.places.chat.box.fill("Is anybody there?")
    on.places.chat.box.press("Enter")
    expect(on.places.chat.root.get_by_role("alert")).to_have_text(REASON)
    expect(on.places.chat.box).to_have_value("Is anybody there?")
    expect(on.places.chat.box).to_have_accessible_description(REASON)
    on.refusals.clear()
    on.places.chat.box.press("Enter")
    expect(on.places.chat.box).to_have_value("")
    expect(on.places.chat.root.get_by_role("alert")).to_have_count(0)
    first, again = says(on)
    assert first == again
    on.places.chat.box.fill("Is anybody there?")
    on.places.chat.box.press("Enter")
    expect(on.places.chat.box).to_have_value("")
    assert says(on)[2]["sent_as"] != first["sent_as"]


def test_without_a_connection_the_message_stays_and_says_why(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on)
    on.hangs_up()
    on.page.get_by_role("alert").first.wait_for()
    on.places.chat.box.fill("Is anybody there?")
    on.places.chat.box.press("Enter")
    expect(on.places.chat.root.get_by_role("alert")).to_contain_text("not connected")
    expect(on.places.chat.box).to_have_value("Is anybody there?")


def test_characters_are_counted_near_the_limit_as_the_server_counts_them(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on)
    box, left = on.places.chat.box, on.places.chat.root.get_by_text(re.compile(r"characters? (left|too many)"))
    box.fill("x" * 1_800)
    expect(left).to_have_count(0)
    box.fill("x" * 1_801)
    expect(left).to_have_text("199 characters left")
    box.fill("😀" * 2_001)
    expect(left).to_have_text("1 character too many")
    box.press("Enter")
    expect(on.places.chat.root.get_by_role("alert")).to_contain_text("too long by 1 character.")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert says(on) == []
    box.fill("😀" * 2_000)
    box.press("Enter")
    expect(box).to_have_value("")
    assert [len(said["text"]) for said in says(on)] == [2_000]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_begun_outlives_closing_the_chat(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    chatting(on)
    on.places.chat.box.fill("I was about to say")
    on.places.chat.close()
    open_chat(on)
    expect(on.places.chat.box).to_have_value("I was about to say")


# Reading


def test_every_message_has_its_time_and_name(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on)
    time = on.places.chat.messages.first.locator("time")
    expect(time).to_have_attribute("datetime", "2026-11-23T09:05:00Z")
    expect(time).to_have_text(re.compile(r"\d{1,2}:\d\d"))
    on.places.chat.expect_message("Ben Adler", LINES[0])


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
def test_addresses_of_the_web_and_nothing_else_can_be_followed(stage_set: MakeSet, text: str, links: list[str]) -> None:
    on = stage_set("laptop")
    chatting(on, [text])
    expect(on.places.chat.messages.first.locator(".text")).to_have_text(text)
    found = on.places.chat.log.get_by_role("link")
    assert found.all_inner_texts() == links
    for link in found.all():
        expect(link).to_have_attribute("href", link.inner_text())
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer nofollow ugc")


def test_safe_3_markup_is_shown_and_makes_nothing(stage_set: MakeSet) -> None:
    text = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>'
    on = stage_set("laptop")
    chatting(on, [text])
    expect(on.places.chat.messages.first.locator(".text")).to_have_text(text)
    assert on.places.chat.log.locator("img, script, b").count() == 0
    assert on.page.title() not in ("1", "2")


@pytest.mark.parametrize("kind", KINDS)
def test_what_others_write_is_counted_while_the_chat_is_closed(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    may_ask(on)
    on.tells("chat", messages(LINES[:2]))
    expect(opener(on)).to_have_accessible_description("")
    comes(on, "new", "newer", "newest", first=3)  # the third of these is one's own
    expect(opener(on)).to_have_accessible_description("2 unread messages")
    expect(opener(on)).to_have_accessible_name("Chat")
    expect(opener(on)).to_contain_text("2")
    open_chat(on)
    expect(opener(on)).to_have_accessible_description("")
    on.places.chat.close()
    comes(on, "one more", first=6)
    expect(opener(on)).to_have_accessible_description("1 unread message")


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_message_is_in_view_unless_one_reads_further_up(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    chatting(on, LINES * 5)
    last = on.places.chat.messages.last
    expect(last).to_be_in_viewport(ratio=0.9)
    comes(on, "the newest", first=31)
    expect(on.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    on.places.chat.messages.first.scroll_into_view_if_needed()
    await_paint(on.page)
    comes(on, "and one that comes meanwhile", first=32)
    expect(on.places.chat.messages.first).to_be_in_viewport()
    expect(opener(on)).to_have_accessible_description("1 unread message")
    on.places.chat.button("New messages").click()
    expect(on.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    expect(on.places.chat.button("New messages")).to_have_count(0)
    expect(opener(on)).to_have_accessible_description("")


# Losing nothing


def test_messages_stand_once_and_in_order_however_they_come(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, LINES[:2])
    comes(on, "three", first=3)
    comes(on, "three", first=3)
    on.tells("chat", messages([*LINES[:2], "three", "four"]))
    expect(on.places.chat.messages).to_have_count(4)
    assert on.places.chat.messages.locator(".text").all_inner_texts() == [*LINES[:2], "three", "four"]


def test_a_gap_is_asked_for(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, ["one", "two"])
    assert reads(on) == [0]
    comes(on, "five", first=5)
    expect(on.places.chat.messages).to_have_count(2)
    assert reads(on) == [0, 2]
    on.tells("chat", messages(["three", "four", "five"], first=3))
    assert on.places.chat.messages.locator(".text").all_inner_texts() == ["one", "two", "three", "four", "five"]


def test_where_very_many_were_missed_the_newest_stand_and_the_others_are_shown_on_request(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, ["one", "two"])
    comes(on, "nine hundred", first=900)
    on.tells("chat", {**messages(["nine hundred", "and one"], first=900, earlier=True), "after": 2})
    assert texts(on) == ["nine hundred", "and one"]
    on.places.chat.button(EARLIER).click()
    assert requested_earlier(on) == [{"after": 0, "before": 900}]
    on.tells("chat", {**messages(["eight hundred ninety-eight", "and nine"], first=898, earlier=True), "before": 900})
    assert texts(on) == ["eight hundred ninety-eight", "and nine", "nine hundred", "and one"]
    expect(on.places.chat.button(EARLIER)).to_have_count(1)


# Moderating the chat


@pytest.mark.parametrize("kind", KINDS)
def test_a_moderator_deletes_a_message_by_a_button_that_says_which(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    chatting(on, moderates=True)
    buttons = on.places.chat.messages.get_by_role("button", name="Delete message", exact=True)
    expect(buttons).to_have_count(len(LINES))
    expect(buttons.nth(1)).to_have_accessible_description(LINES[1])
    buttons.nth(1).press("Enter")
    on.tells("message_deleted", {"number": 2, "deletions": 1})
    assert [payload for name, payload in on.sent if name == "delete_message"] == [{"number": 2}]
    expect(on.places.chat.messages.nth(1)).to_contain_text("Message deleted by a moderator")
    expect(on.places.chat.messages.nth(1)).to_contain_text("Maya Okafor")
    expect(on.places.chat.messages.nth(1)).not_to_contain_text(LINES[1])
    expect(buttons).to_have_count(len(LINES) - 1)
    expect(on.places.chat.log).to_be_focused()


@pytest.mark.parametrize("moderates", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_written_stands_under_the_name_and_takes_the_width(
    stage_set: MakeSet, kind: Kind, moderates: bool
) -> None:
    on = stage_set(kind)
    chatting(on, moderates=moderates)
    message = on.places.chat.messages.nth(4)
    name, text, log = (
        part.bounding_box() for part in (message.locator(".by"), message.locator(".text"), on.places.chat.log)
    )
    assert name and text and log
    assert text["x"] == name["x"] and text["y"] >= name["y"] + name["height"]
    assert text["width"] > log["width"] / 2


def test_attendees_have_no_button_that_deletes(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on)
    expect(on.places.chat.messages).to_have_count(len(LINES))
    expect(on.places.chat.root.get_by_role("button", name="Delete message")).to_have_count(0)


def test_a_page_that_reconnects_asks_for_deletions_that_it_missed(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, ["one", "two", "three"])
    on.tells("message_deleted", {"number": 1, "deletions": 1})
    comes(on, "five", first=5)
    requests = [payload for name, payload in on.sent if name == "read_chat"]
    assert [request["deletions"] for request in requests] == [0, 1]
    on.tells("chat", messages(["four", "five"], first=4) | {"deletions": 2, "deleted": [3]})
    assert texts(on) == ["Message deleted by a moderator", "two", "Message deleted by a moderator", "four", "five"]


@pytest.mark.parametrize("kind", KINDS)
def test_while_the_chat_is_off_the_box_says_so_and_keeps_what_was_begun(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    crowd = CrowdedSession("request")
    on.opens(crowd)
    open_chat(on)
    on.places.chat.box.fill("I was about to say")
    crowd.set_chat(False)
    on.shows(crowd)
    expect(on.places.chat.box).not_to_be_editable()
    expect(on.places.chat.box).to_have_accessible_description("A moderator turned the chat off.")
    expect(on.places.chat.root.get_by_role("status")).to_have_text("A moderator turned the chat off.")
    on.places.chat.box.press("Enter")
    expect(on.places.chat.button("Send")).to_be_disabled()
    crowd.set_chat(True)
    on.shows(crowd)
    expect(on.places.chat.box).to_be_editable()
    expect(on.places.chat.box).to_have_value("I was about to say")
    expect(on.places.chat.root.get_by_role("status")).to_have_text("")
    assert says(on) == []


def test_a_moderator_writes_while_the_chat_is_off(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, moderates=True, is_on=False)
    expect(on.places.chat.root.get_by_role("status")).to_have_text("The chat is off. Only moderators can write.")
    on.places.chat.box.fill("Listen, please")
    on.places.chat.box.press("Enter")
    expect(on.places.chat.box).to_have_value("")
    assert [said["text"] for said in says(on)] == ["Listen, please"]


def test_the_switch_in_the_settings_turns_the_chat_off(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, moderates=True)
    on.places.settings.set_offered("Chat", on=False)
    assert ("set_chat", {"on": False}) in on.sent


def test_safe_5_messages_tell_who_moderates_and_whose_name_looks_like_anothers(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    crowd = CrowdedSession("everyone", you="Ben")
    crowd.enter("p1", "M\u0430ya Okafor", Role.ATTENDEE)
    on.opens(crowd)
    open_chat(on)
    on.tells("chat", messages_of(crowd))
    assert [("Moderator" in text, "Similar name" in text) for text in on.places.chat.messages.all_inner_texts()] == [
        (False, False),
        (True, False),
        (False, True),
    ]


# Reactions


@pytest.mark.parametrize("kind", KINDS)
def test_a_reaction_is_sent_by_its_button_and_the_focus_comes_back(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    may_ask(on)
    on.places.reactions.react("Thumbs up")
    expect(on.page.get_by_role("button", name="Thumbs up")).to_have_count(0)
    expect(on.places.toolbar.button("React")).to_be_focused()
    assert ("react", {"reaction": "thumbs_up"}) in on.sent


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_reaction_rises_or_stays_where_motion_is_unwanted_and_goes(stage_set: MakeSet, motion: Any) -> None:
    on = stage_set("laptop")
    on.page.clock.install()
    on.page.emulate_media(reduced_motion=motion)
    may_ask(on)
    on.tells("reaction", {"person": "p1", "name": "Ben Adler", "reaction": "heart"})
    seen = on.places.reactions.of("Heart", "Ben Adler")
    expect(seen).to_be_visible()
    moves = seen.evaluate(
        "one => one.getAnimations().flatMap(run => run.effect.getKeyframes()).some(frame => frame.transform)"
    )
    assert moves is (motion == "no-preference")
    on.page.clock.run_for(7_000)
    expect(seen).to_have_count(0)


def test_many_reactions_are_announced_in_one_sentence_and_seldom(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    on.page.clock.install()
    may_ask(on)
    live = on.page.locator("[aria-live=polite]")
    for reaction in ("applause", "heart", "applause"):
        on.tells("reaction", {"person": "p1", "name": "Ben Adler", "reaction": reaction})
    on.page.clock.run_for(1_500)
    expect(live.filter(has_text="3 reactions: Applause, Heart")).to_have_count(1)
    on.tells("reaction", {"person": "p1", "name": "Ben Adler", "reaction": "laugh"})
    on.page.clock.run_for(5_000)
    expect(live.filter(has_text="Laugh")).to_have_count(0)
    on.page.clock.run_for(11_000)
    expect(live.filter(has_text="Ben Adler: Laugh")).to_have_count(1)


def test_a_reaction_that_this_page_does_not_know_harms_nothing(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    may_ask(on)
    on.tells("reaction", {"person": "p1", "name": "Ben Adler", "reaction": "from a newer room"})
    on.tells("reaction", {"person": "p1", "name": "<b>Ben</b>", "reaction": "heart"})
    on.places.reactions.expect_seen("Heart", "<b>Ben</b>")


# Hands


def test_a_moderator_is_notified_of_hands_while_the_list_is_closed(stage_set: MakeSet) -> None:
    on = stage_set("phone")
    waving(on, moderates=True)
    participants = on.places.toolbar.button("Participants")
    expect(participants).to_have_accessible_description("3 raised hands")
    expect(participants).to_have_accessible_name("Participants")
    expect(on.places.toolbar.button("Raise hand")).to_have_count(0)


def test_a_person_with_a_raised_hand_has_a_menu_there_and_among_viewers(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    crowd = waving(on, moderates=True)
    places = on.places.participants
    for one in crowd.session.state.hands:
        name = crowd.session.state.by_id[one].name
        for section in ("Raised hands", "Viewers"):
            item = places.person(section, name)
            item.scroll_into_view_if_needed()
            await_paint(on.page)  # the menu goes when the list is scrolled
            item.get_by_role("button", name=f"Actions for {name}").click()
            on.page.get_by_role("menuitem", name="Invite to stage").click()
            assert on.sent[-1] == ("invite", {"person": one})
