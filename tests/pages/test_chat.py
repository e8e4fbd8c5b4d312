"""The page object finds chat messages and their authors regardless of the log's markup."""

import pytest
from playwright.sync_api import Page

from pages.chat import Chat
from pages.screen import Screen
from pages.words import Words
from tests.short_time_limits import expecting_failure

MESSAGES = [("Ada", "Good morning"), ("Ben", "Good morning to you all"), ("Ada", "Good morning again")]
MARKUP = {
    "list items": ("<ul>", "<li><b>{}</b> <span>{}</span></li>", "</ul>"),
    "list items of the log itself": ("", "<li><b>{}</b> <span>{}</span></li>", ""),
    "articles": ("<div>", "<article><h4>{}</h4><p>{}</p></article>", "</div>"),
    "articles in list items": ("<ul>", "<li><article><h4>{}</h4><p>{}</p></article></li>", "</ul>"),
    "articles that contain lists": ("", "<article><h4>{}</h4><p>{}</p><ul><li>Reply</li></ul></article>", ""),
    "children": ("", "<div><b>{}</b><p>{}</p></div>", ""),
    "children, and dates": ("<h3>Today</h3>", "<p><b>{}</b>: <span>{}</span></p>", "<p>Cleo has come in.</p>"),
}
"""For each kind of log, the markup before the messages, of one message, and after the messages."""


@pytest.fixture(params=list(MARKUP))
def chat(request: pytest.FixtureRequest, isolated_page: Page) -> Chat:
    """The page object of a chat with MESSAGES in the markup of the parameter."""
    before, message, after = MARKUP[request.param]
    messages = "".join(message.format(*values) for values in MESSAGES)
    isolated_page.set_content(f"<section aria-label=Chat><div role=log>{before}{messages}{after}</div></section>")
    return Chat(Screen("Ada", "laptop", isolated_page, Words()))


def test_each_message_is_found_once(chat: Chat) -> None:
    for name, text in MESSAGES:
        chat.expect_message(name, text)


def test_messages_are_found_in_order(chat: Chat) -> None:
    chat.expect_order(MESSAGES)


def test_messages_are_found_in_order_with_the_newest_at_the_top(chat: Chat) -> None:
    chat.expect_order(MESSAGES[::-1])


def test_the_check_of_the_order_fails_if_only_the_markup_has_this_order(chat: Chat, isolated_page: Page) -> None:
    isolated_page.add_style_tag(
        content="[role=log], [role=log] * { display: flex; flex-direction: column; } :nth-child(2) { order: 9 }"
    )
    with expecting_failure():
        chat.expect_order(MESSAGES)


def test_the_check_of_a_message_fails_if_it_has_another_author(chat: Chat) -> None:
    with expecting_failure():
        chat.expect_message("Ben", "Good morning")


def test_the_check_of_the_order_fails_if_two_messages_are_swapped(chat: Chat) -> None:
    with expecting_failure():
        chat.expect_order([MESSAGES[1], MESSAGES[0], MESSAGES[2]])


def test_both_checks_fail_if_messages_occur_twice(chat: Chat, isolated_page: Page) -> None:
    isolated_page.get_by_role("log").evaluate("log => { log.innerHTML += log.innerHTML; }")
    with expecting_failure():
        chat.expect_message(*MESSAGES[0])
    with expecting_failure():
        chat.expect_order(MESSAGES)


SENT_BY_ENTER = """<section aria-label="Chat"><div role="log"></div>
<{box}></section>
<script>
  const box = document.querySelector("[aria-label=Message]");
  const text = () => box.value ?? box.textContent;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    document.querySelector("[role=log]").insertAdjacentHTML("beforeend", `<p><b>Ada</b> <span>${text()}</span></p>`);
    if (location.hash === "#not-cleared") return;
    if ("value" in box) box.value = "";
    else box.textContent = "";
  });
</script>"""
BOXES = {
    "a textbox": 'input aria-label="Message"',
    "an editable element": 'div role="textbox" contenteditable aria-label="Message"></div',
}


@pytest.fixture(params=list(BOXES))
def chat_sent_by_enter(request: pytest.FixtureRequest, isolated_page: Page) -> Chat:
    isolated_page.set_content(SENT_BY_ENTER.replace("{box}", BOXES[request.param]))
    return Chat(Screen("Ada", "laptop", isolated_page, Words({"Send": ""})))


def test_messages_are_sent_by_the_enter_key_if_there_is_no_button(chat_sent_by_enter: Chat) -> None:
    chat_sent_by_enter.write("Ada", "Good morning")
    chat_sent_by_enter.write("Ada", "Good evening")
    chat_sent_by_enter.expect_order([("Ada", "Good morning"), ("Ada", "Good evening")])


def test_a_textbox_that_keeps_the_sent_text_fails(chat_sent_by_enter: Chat, isolated_page: Page) -> None:
    isolated_page.evaluate("location.hash = 'not-cleared'")
    with expecting_failure('the textbox "Message" to be empty after sending'):
        chat_sent_by_enter.write("Ada", "Good morning")
