"""A chat with very many messages: function calls per message, earlier messages, announcements."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.chat_screens import make_chat_page, open_room_with_chat
from tests.screens.conftest import MakeScriptedPage
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.screens.test_chat_page import (
    EARLIER_BUTTON,
    chat_button,
    deliver_chat_messages,
    list_requests_for_earlier_messages,
    read_message_texts,
)

DRAWN_MESSAGES, MAX_DRAWN_MESSAGES = 100, 500
"""How many messages are drawn at first and at most, as in static/js/chat_log.js."""
LINK = "https://example.org/"
COUNT_PARSES = """{
  const canParse = URL.canParse.bind(URL);
  window.parsed = 0;
  URL.canParse = (...parameters) => { window.parsed += 1; return canParse(...parameters); };
}"""
"""JavaScript: counts the links that are parsed, in `parsed`."""
COUNT_CHANGES = """log => {
  window.changes = 0;
  new MutationObserver(records => records.forEach(({ addedNodes, removedNodes }) => {
    window.changes += [...addedNodes, ...removedNodes].filter(node => node.localName === "li").length;
  })).observe(log, { childList: true, subtree: true });
}"""
"""JavaScript: counts the messages that are added to the log or removed from it, in `changes`."""
RECORD_LOG = """
  window.states = [];
  new MutationObserver(() => {
    const log = document.querySelector("[role=log]");
    const texts = [...(log?.querySelectorAll("li") ?? [])].map(message => message.innerText.match(/message \\d+/)?.[0]);
    const state = [log?.getAttribute("aria-live"), texts.at(0), texts.at(-1)];
    if (texts.length && String(state) !== String(states.at(-1))) states.push(state);
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-live"] });
"""
"""JavaScript: records each state of the log in `states`: `aria-live`, the first and the last message."""


def make_texts(first: int, last: int) -> list[str]:
    """Return texts with these numbers in them, each with a link."""
    return [f"message {number} {LINK}" for number in range(first, last + 1)]


def make_text(number: int) -> str:
    return make_texts(number, number)[0]


def parse_number(line: str) -> int:
    """Return the number in the text of a message."""
    return int(line.split()[1])


def read_drawn_range(scripted: ScriptedPage) -> tuple[int, int, int]:
    """Return the numbers of the first and the last message in the log, and the number of messages."""
    numbers = [parse_number(line) for line in read_message_texts(scripted)]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    return numbers[0], numbers[-1], len(numbers)


def open_long_chat(scripted: ScriptedPage, count: int) -> None:
    """Open a chat with this number of messages, scrolled to its end."""
    open_room_with_chat(scripted, make_texts(1, count))
    await_paint(scripted.page)


def scroll_up_to(scripted: ScriptedPage, message: Locator) -> None:
    """Scroll the log up to a message."""
    message.scroll_into_view_if_needed()
    await_paint(scripted.page)


def measure_top(message: Locator) -> float:
    """Return the distance of the message from the top of the window, in pixels."""
    box = message.bounding_box()
    assert box is not None
    return box["y"]


def count_calls_for_one_message(scripted: ScriptedPage, number: int) -> dict[str, int]:
    """Return how often each function of main.js runs until a message with this number is drawn."""
    # Some time after the chat was opened, the log becomes "polite", which draws the page again.
    expect(scripted.places.chat.log).to_have_attribute("aria-live", "polite")
    profiler = scripted.page.context.new_cdp_session(scripted.page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False})
    deliver_chat_messages(scripted, make_text(number), first=number)
    expect(scripted.places.chat.messages.last).to_contain_text(f"message {number} ")
    scripts: list[Any] = profiler.send("Profiler.takePreciseCoverage")["result"]
    profiler.send("Profiler.stopPreciseCoverage")
    profiler.detach()
    functions = [function for script in scripts if "/main.js" in script["url"] for function in script["functions"]]
    return {
        f"{function['functionName']} at {function['ranges'][0]['startOffset']}": function["ranges"][0]["count"]
        for function in functions
    }


def test_safe_4_drawing_a_message_takes_no_more_function_calls_in_a_long_chat(
    make_scripted_page: MakeScriptedPage,
) -> None:
    calls: dict[int, int] = {}
    for count in (DRAWN_MESSAGES, 10_000):
        scripted = make_scripted_page("laptop")
        open_long_chat(scripted, count)
        deliver_chat_messages(scripted, make_text(count + 1), first=count + 1)
        calls[count] = sum(count_calls_for_one_message(scripted, count + 2).values())
    few, many = calls.values()
    assert 0 < many <= few * 1.1, calls


def test_safe_4_a_message_is_parsed_once_and_drawn_once(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.add_init_script(COUNT_PARSES)
    open_long_chat(scripted, 20)
    scripted.places.chat.log.evaluate(COUNT_CHANGES)
    for number in range(21, 36):
        deliver_chat_messages(scripted, make_text(number), first=number)
    scripted.places.chat.box.press_sequentially("something else")
    assert scripted.page.evaluate("parsed") == 35
    assert scripted.page.evaluate("changes") == 15


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_newest_messages_are_drawn_and_earlier_ones_on_request(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    open_long_chat(scripted, 250)
    assert read_drawn_range(scripted) == (151, 250, DRAWN_MESSAGES)
    expect(scripted.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    scroll_up_to(scripted, scripted.places.chat.button(EARLIER_BUTTON))
    first_message = scripted.places.chat.messages.first
    expect(first_message).to_contain_text("message 151 ")
    top_before = measure_top(first_message)
    scripted.places.chat.button(EARLIER_BUTTON).click()
    expect(scripted.places.chat.messages).to_have_count(200)
    # The message does not move on the screen.
    assert measure_top(scripted.places.chat.messages.nth(100)) == pytest.approx(top_before, abs=2)
    expect(scripted.places.chat.button(EARLIER_BUTTON)).not_to_be_in_viewport()
    scripted.places.chat.button(EARLIER_BUTTON).click()
    assert read_drawn_range(scripted) == (1, 250, 250)
    expect(scripted.places.chat.button(EARLIER_BUTTON)).to_have_count(0)
    assert list_requests_for_earlier_messages(scripted) == []


def test_earlier_messages_that_the_page_does_not_have_are_requested(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, [])
    scripted.send_event("chat", make_chat_page(make_texts(951, 1_000), first=951, earlier=True))
    scroll_up_to(scripted, scripted.places.chat.button(EARLIER_BUTTON))
    top_before = measure_top(scripted.places.chat.messages.first)
    scripted.places.chat.button(EARLIER_BUTTON).click()
    assert list_requests_for_earlier_messages(scripted) == [{"after": 0, "before": 951}]
    scripted.send_event("chat", {**make_chat_page(make_texts(901, 950), first=901, earlier=True), "before": 951})
    assert read_drawn_range(scripted) == (901, 1_000, 100)
    assert measure_top(scripted.places.chat.messages.nth(50)) == pytest.approx(top_before, abs=2)
    scripted.places.chat.button(EARLIER_BUTTON).click()
    scripted.send_event("chat", {**make_chat_page(make_texts(850, 900), first=850), "after": 0, "before": 901})
    assert read_drawn_range(scripted) == (850, 1_000, 151)
    expect(scripted.places.chat.button(EARLIER_BUTTON)).to_have_count(0)


def test_the_focus_stays_in_the_log_when_the_keyboard_is_used(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_long_chat(scripted, 250)
    scripted.places.chat.button(EARLIER_BUTTON).focus()
    scripted.page.keyboard.press("Enter")
    expect(scripted.places.chat.messages).to_have_count(200)
    expect(scripted.places.chat.button(EARLIER_BUTTON)).to_be_focused()
    scripted.page.keyboard.press("Enter")
    expect(scripted.places.chat.messages).to_have_count(250)
    expect(scripted.places.chat.log).to_be_focused()
    scripted.page.keyboard.press("Home")
    expect(scripted.places.chat.messages.first).to_be_in_viewport()


def test_only_new_messages_are_announced(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.add_init_script(RECORD_LOG)
    open_long_chat(scripted, 250)
    log = scripted.places.chat.log
    expect(log).to_have_attribute("aria-live", "polite")
    deliver_chat_messages(scripted, make_text(251), first=251)
    expect(scripted.places.chat.messages.last).to_contain_text("message 251 ")
    scripted.places.chat.button(EARLIER_BUTTON).click()
    expect(scripted.places.chat.messages.first).to_contain_text("message 52 ")
    expect(log).to_have_attribute("aria-live", "polite")
    states = [(aria_live, *map(parse_number, ends)) for aria_live, *ends in scripted.page.evaluate("states")]
    assert states == [
        ("off", 151, 250),
        ("polite", 151, 250),
        ("polite", 152, 251),
        ("off", 52, 251),
        ("polite", 52, 251),
    ]


def test_new_messages_are_counted_and_not_all_drawn_while_the_log_is_scrolled_up(
    make_scripted_page: MakeScriptedPage,
) -> None:
    scripted = make_scripted_page("laptop")
    open_long_chat(scripted, 450)
    for _ in range(3):
        scripted.places.chat.button(EARLIER_BUTTON).click()
    assert read_drawn_range(scripted) == (51, 450, 400)
    scroll_up_to(scripted, scripted.places.chat.messages.nth(10))
    top_before = measure_top(scripted.places.chat.messages.nth(10))
    for first in range(451, 1_451, 100):
        chat_page: Any = make_chat_page(make_texts(first, first + 99), first)
        scripted.send_event(
            "chat", {"messages": [message | {"person": "p1", "name": "Ben Adler"} for message in chat_page["messages"]]}
        )
    expect(chat_button(scripted)).to_have_accessible_description("1000 unread messages")
    assert read_drawn_range(scripted) == (51, 550, MAX_DRAWN_MESSAGES)
    assert measure_top(scripted.places.chat.messages.nth(10)) == pytest.approx(top_before, abs=2)
    scripted.places.chat.button("New messages").click()
    expect(scripted.places.chat.messages.last).to_contain_text("message 1450 ")
    assert read_drawn_range(scripted) == (1_351, 1_450, DRAWN_MESSAGES)
    expect(scripted.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    expect(chat_button(scripted)).to_have_accessible_description("")


def test_the_log_scrolls_down_to_the_persons_own_message(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_long_chat(scripted, 250)
    scroll_up_to(scripted, scripted.places.chat.messages.first)
    deliver_chat_messages(scripted, make_text(251), first=251)
    expect(scripted.places.chat.messages.first).to_be_in_viewport()
    deliver_chat_messages(scripted, *make_texts(252, 255), first=252)  # The last of these is by YOU.
    expect(scripted.places.chat.messages.last).to_be_in_viewport(ratio=0.9)


def test_missed_messages_that_the_page_does_not_have_count_as_unread(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_room_with_chat(scripted, make_texts(1, 3))
    scripted.places.chat.close()
    deliver_chat_messages(scripted, make_text(900), first=900)
    missed_page = make_chat_page(make_texts(901, 905), first=901, earlier=True)  # The last of these is by YOU.
    scripted.send_event("chat", {**missed_page, "after": 3, "unread": 800})
    expect(chat_button(scripted)).to_have_accessible_description("804 unread messages")
