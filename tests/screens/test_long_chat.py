"""A chat with very many messages: what a new one costs, how the earlier ones are shown, and what is announced."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.stage_set import StageSet, await_paint
from tests.screens.talk_screens import chatting, messages
from tests.screens.test_talking import EARLIER, comes, opener, requested_earlier, texts

DRAWN, MOST_DRAWN = 100, 500
"""As in static/js/chat_log.js."""
ADDRESS = "https://example.org/"
COUNT_PARSES = """{
  const canParse = URL.canParse.bind(URL);
  window.parsed = 0;
  URL.canParse = (...given) => { window.parsed += 1; return canParse(...given); };
}"""
WATCH = """log => {
  window.changes = 0;
  new MutationObserver(records => records.forEach(({ addedNodes, removedNodes }) => {
    window.changes += [...addedNodes, ...removedNodes].filter(node => node.localName === "li").length;
  })).observe(log, { childList: true, subtree: true });
}"""


def numbered(first: int, last: int) -> list[str]:
    """Return texts that bear their numbers, each with a link."""
    return [f"message {number} {ADDRESS}" for number in range(first, last + 1)]


def text(number: int) -> str:
    """Return the text of a message."""
    return numbered(number, number)[0]


def number_of(line: str) -> int:
    """Return the number of a message by its text."""
    return int(line.split()[1])


def drawn(on: StageSet) -> tuple[int, int, int]:
    """Return the numbers of the first and the last message in the log, and how many there are."""
    numbers = [number_of(line) for line in texts(on)]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    return numbers[0], numbers[-1], len(numbers)


def long_chat(on: StageSet, count: int) -> None:
    """Open a chat with so many messages, scrolled to its end."""
    chatting(on, numbered(1, count))
    await_paint(on.page)


def reads_further_up(on: StageSet, message: Locator) -> None:
    """Scroll up to a message."""
    message.scroll_into_view_if_needed()
    await_paint(on.page)


def top_of(message: Locator) -> float:
    """Return where the message stands on the screen, in pixels from the top."""
    box = message.bounding_box()
    assert box is not None
    return box["y"]


def work_for_one_message(on: StageSet, number: int) -> dict[str, int]:
    """Return how often each of the page's functions runs until a message is drawn."""
    profiler = on.page.context.new_cdp_session(on.page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False})
    comes(on, text(number), first=number)
    expect(on.places.chat.messages.last).to_contain_text(f"message {number} ")
    scripts: list[Any] = profiler.send("Profiler.takePreciseCoverage")["result"]
    profiler.send("Profiler.stopPreciseCoverage")
    profiler.detach()
    functions = [one for script in scripts if "/main.js" in script["url"] for one in script["functions"]]
    return {
        f"{one['functionName']} at {one['ranges'][0]['startOffset']}": one["ranges"][0]["count"] for one in functions
    }


def test_safe_4_drawing_a_message_costs_the_same_whether_few_or_very_many_came_before(stage_set: MakeSet) -> None:
    work: dict[int, int] = {}
    for count in (DRAWN, 10_000):
        on = stage_set("laptop")
        long_chat(on, count)
        comes(on, text(count + 1), first=count + 1)
        work[count] = sum(work_for_one_message(on, count + 2).values())
    few, many = work.values()
    assert 0 < many <= few * 1.1, work


def test_safe_4_a_message_is_parsed_once_and_drawn_once(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    on.page.add_init_script(COUNT_PARSES)
    long_chat(on, 20)
    on.places.chat.log.evaluate(WATCH)
    for number in range(21, 36):
        comes(on, text(number), first=number)
    on.places.chat.box.press_sequentially("something else")
    assert on.page.evaluate("parsed") == 35
    assert on.page.evaluate("changes") == 15


@pytest.mark.parametrize("kind", KINDS)
def test_of_very_many_messages_the_newest_are_drawn_and_the_earlier_ones_on_request(
    stage_set: MakeSet, kind: Kind
) -> None:
    on = stage_set(kind)
    long_chat(on, 250)
    assert drawn(on) == (151, 250, DRAWN)
    expect(on.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    reads_further_up(on, on.places.chat.button(EARLIER))
    seen = on.places.chat.messages.first
    expect(seen).to_contain_text("message 151 ")
    before = top_of(seen)
    on.places.chat.button(EARLIER).click()
    expect(on.places.chat.messages).to_have_count(200)
    # The message stays where the reader had it.
    assert top_of(on.places.chat.messages.nth(100)) == pytest.approx(before, abs=2)
    expect(on.places.chat.button(EARLIER)).not_to_be_in_viewport()
    on.places.chat.button(EARLIER).click()
    assert drawn(on) == (1, 250, 250)
    expect(on.places.chat.button(EARLIER)).to_have_count(0)
    assert requested_earlier(on) == []


def test_earlier_messages_come_from_the_server_where_the_page_knows_none(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, [])
    on.tells("chat", messages(numbered(951, 1_000), first=951, earlier=True))
    reads_further_up(on, on.places.chat.button(EARLIER))
    before = top_of(on.places.chat.messages.first)
    on.places.chat.button(EARLIER).click()
    assert requested_earlier(on) == [{"after": 0, "before": 951}]
    on.tells("chat", {**messages(numbered(901, 950), first=901, earlier=True), "before": 951})
    assert drawn(on) == (901, 1_000, 100)
    assert top_of(on.places.chat.messages.nth(50)) == pytest.approx(before, abs=2)
    on.places.chat.button(EARLIER).click()
    on.tells("chat", {**messages(numbered(850, 900), first=850), "after": 0, "before": 901})
    assert drawn(on) == (850, 1_000, 151)
    expect(on.places.chat.button(EARLIER)).to_have_count(0)


def test_by_keyboard_the_focus_stays_in_the_log(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    long_chat(on, 250)
    on.places.chat.button(EARLIER).focus()
    on.page.keyboard.press("Enter")
    expect(on.places.chat.messages).to_have_count(200)
    expect(on.places.chat.button(EARLIER)).to_be_focused()
    on.page.keyboard.press("Enter")
    expect(on.places.chat.messages).to_have_count(250)
    expect(on.places.chat.log).to_be_focused()
    on.page.keyboard.press("Home")
    expect(on.places.chat.messages.first).to_be_in_viewport()


def test_only_new_messages_are_announced(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    on.page.clock.install()
    long_chat(on, 250)
    expect(on.places.chat.log).to_have_attribute("aria-live", "off")
    on.page.clock.run_for(2_000)
    expect(on.places.chat.log).to_have_attribute("aria-live", "polite")
    comes(on, text(251), first=251)
    expect(on.places.chat.log).to_have_attribute("aria-live", "polite")
    on.places.chat.button(EARLIER).click()
    expect(on.places.chat.log).to_have_attribute("aria-live", "off")
    on.page.clock.run_for(2_000)
    expect(on.places.chat.log).to_have_attribute("aria-live", "polite")


def test_while_one_reads_further_up_all_new_messages_are_counted_and_not_all_are_drawn(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    long_chat(on, 450)
    for _ in range(3):
        on.places.chat.button(EARLIER).click()
    assert drawn(on) == (51, 450, 400)
    reads_further_up(on, on.places.chat.messages.nth(10))
    before = top_of(on.places.chat.messages.nth(10))
    for first in range(451, 1_451, 100):
        page: Any = messages(numbered(first, first + 99), first)
        on.tells("chat", {"messages": [one | {"person": "p1", "name": "Ben Adler"} for one in page["messages"]]})
    expect(opener(on)).to_have_accessible_description("1000 unread messages")
    assert drawn(on) == (51, 550, MOST_DRAWN)
    assert top_of(on.places.chat.messages.nth(10)) == pytest.approx(before, abs=2)
    on.places.chat.button("New messages").click()
    expect(on.places.chat.messages.last).to_contain_text("message 1450 ")
    assert drawn(on) == (1_351, 1_450, DRAWN)
    expect(on.places.chat.messages.last).to_be_in_viewport(ratio=0.9)
    expect(opener(on)).to_have_accessible_description("")


def test_ones_own_message_comes_into_view(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    long_chat(on, 250)
    reads_further_up(on, on.places.chat.messages.first)
    comes(on, text(251), first=251)
    expect(on.places.chat.messages.first).to_be_in_viewport()
    comes(on, *numbered(252, 255), first=252)  # the last of these is one's own
    expect(on.places.chat.messages.last).to_be_in_viewport(ratio=0.9)


def test_messages_that_the_page_was_not_sent_are_counted_as_unread(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    chatting(on, numbered(1, 3))
    on.places.chat.close()
    comes(on, text(900), first=900)
    missed = messages(numbered(901, 905), first=901, earlier=True)  # the last of these is one's own
    on.tells("chat", {**missed, "after": 3, "unread": 800})
    expect(opener(on)).to_have_accessible_description("804 unread messages")
