"""The chat: its messages and the textbox."""

import re

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE, REFUSAL
from pages.panel import Panel
from pages.screen import await_state
from pages.words import whole_word

ACCEPTS_INPUT = """async (box, patience) => {
  for (const end = performance.now() + patience; performance.now() < end;) {
    if (!box.disabled && !box.readOnly && !(box.value ?? box.textContent)) return true;
    await new Promise(done => setTimeout(done, 20));
  }
  return false;
}"""
"""JavaScript: whether the textbox becomes empty and writable within ``patience`` milliseconds."""
ARE_IN_ORDER = """async (messages, [texts, patience]) => {
  const indexOfText = message => {
    const contained = texts.filter(text => message.textContent.includes(text));
    return texts.indexOf(contained.sort((a, b) => b.length - a.length)[0]);
  };
  const top = message => message.getBoundingClientRect().top;
  for (const end = performance.now() + patience; performance.now() < end;) {
    const shownOrder = [...messages].sort((a, b) => top(a) - top(b)).map(indexOfText).join();
    const writtenOrder = texts.map((_, index) => index);
    if (shownOrder === writtenOrder.join() || shownOrder === writtenOrder.reverse().join()) return true;
    await new Promise(done => setTimeout(done, 50));
  }
  return false;
}"""
"""JavaScript: whether the messages with these texts are below each other, in this order or in reverse, within
``patience`` milliseconds."""
LISTED_MESSAGES = "li, article, [role=listitem], [role=article]"
NOT_IN_AN_ARTICLE = ":not(article *, [role=article] *)"


class Chat(Panel):
    """The region "Chat": a log in which each message is an element with the author's name and the text."""

    part = "chat"
    word = "Chat"

    @property
    def log(self) -> Locator:
        return self.located("log") or self.root.get_by_role("log")

    @property
    def messages(self) -> Locator:
        """All articles and list items in the log, and its children that are no buttons and contain neither.

        A list item around or inside an article is no message of its own.
        """
        if located := self.located("message"):
            return located
        view = self.screen.view
        articles, list_items = self.log.get_by_role("article"), self.log.get_by_role("listitem")
        own_items = list_items.filter(has_not=view.get_by_role("article")).and_(self.log.locator(NOT_IN_AN_ARTICLE))
        others = self.log.locator("> :not(button)").filter(has_not=view.locator(LISTED_MESSAGES))
        return articles.or_(own_items).or_(others)

    @property
    def box(self) -> Locator:
        return self.located("Message") or self.root.get_by_role("textbox", name=self.words("Message"), exact=True)

    def message(self, name: str, text: str) -> Locator:
        """Return the messages with exactly this text by this author.

        Where the room file locates authors, the located element has the name; otherwise, the message contains it.
        """
        texts, author = self.located("text") or self.screen.view, self.located("author")
        with_text = self.messages.filter(has=texts.get_by_text(text, exact=True))
        if author is None:
            return self.naming(with_text, name)
        return with_text.filter(has=author.get_by_text(self.words.shown(name), exact=True))

    def write(self, name: str, text: str) -> None:
        """Write and send a message; return when the textbox is empty and the log shows the message."""
        with self.open():
            with self.screen.expecting('the textbox "Message" to write in', self.root):
                self.screen.input.write(self.box, text)
            self._send()
            self.expect_there(self.message(name, text), f"the person's own message “{text}” in the chat")
            with self.screen.expecting('the textbox "Message" to be empty after sending', self.root):
                self._expect_empty_box()

    def expect_message(self, name: str, text: str) -> None:
        """Expect the message exactly once in the log, with its author's name."""
        with self.open(), self.screen.expecting(f"“{text}” from {name} once in the chat", self.root):
            await_state(self.message(name, text).first, "visible")
            expect(self.message(name, text)).to_have_count(1, timeout=APPEARANCE)

    def expect_order(self, messages: list[tuple[str, str]]) -> None:
        """Expect these messages (name and text) in the log, once each and in this order on the screen.

        The newest may be at the bottom or at the top. The log may hold other texts, such as dates.
        """
        texts = re.compile("|".join(re.escape(text) for _, text in messages))
        shown = self.messages.filter(has_text=texts)
        expected = ", ".join(f"“{text}” from {name}" for name, text in messages)
        with self.open(), self.screen.expecting(f"in the chat, in this order: {expected}", self.root):
            expect(shown).to_have_count(len(messages), timeout=APPEARANCE)
            for name, text in messages:
                await_state(self.message(name, text), "visible")
            # Twice, since a room may replace the elements meanwhile.
            in_order = any(
                shown.evaluate_all(ARE_IN_ORDER, [[text for _, text in messages], APPEARANCE]) for _ in range(2)
            )
            assert in_order, f"the order is {shown.all_inner_texts()}"

    def send_until_refused(self, texts: list[str]) -> None:
        """Send these messages as fast as the screen allows, until the textbox is disabled or not cleared."""
        with self.open():
            for text in texts:
                self.screen.input.write(self.box, text)
                self._send()
                if not self.box.evaluate(ACCEPTS_INPUT, REFUSAL):
                    return

    def _send(self) -> None:
        """Press the button; if the room file says that there is none, press the Enter key in the textbox."""
        if self.words("Send"):
            self.press(self.button("Send"), 'the button "Send" in the chat')
            return
        with self.screen.expecting('the Enter key to be pressed in the textbox "Message"', self.root):
            self.box.press("Enter", timeout=APPEARANCE)

    def _expect_empty_box(self) -> None:
        """Expect that nothing is left in the textbox, which may be an editable element without a value."""
        if self.box.evaluate("box => 'value' in box", timeout=APPEARANCE):
            expect(self.box).to_have_value("", timeout=APPEARANCE)
        else:
            expect(self.box).to_have_text("", timeout=APPEARANCE)

    def delete(self, name: str, text: str) -> None:
        """Delete a message as a moderator; return when it is gone from their own screen."""
        with self.open():
            button = self.delete_button(name, text)
            self.press(button, f'the button "Delete message" with “{text}”')
            self.expect_gone(self.message(name, text), f"“{text}” from {name} after deleting it")

    def delete_button(self, name: str, text: str) -> Locator:
        return self.message(name, text).get_by_role("button", name=self.words("Delete message"), exact=True)

    def expect_no_deleting(self, name: str, text: str) -> None:
        """Expect no button that deletes the message; on the entry form, expect no message at all."""
        room = self.screen.located("entry", "room")
        if room is not None and not room.count():
            self.expect_none(self.messages, "message outside of the room")
            return
        with self.open():
            self.expect_there(self.message(name, text), f"“{text}” from {name} in the chat")
            self.expect_gone(self.delete_button(name, text), f'button "Delete message" with “{text}”')

    def expect_deleted(self, text: str) -> None:
        """Expect a message that says it was deleted, and the text nowhere."""
        with self.open():
            deleted = self.messages.filter(has_text=whole_word(self.words("deleted")))
            self.expect_there(deleted.first, "a message in the chat that says that it was deleted")
            self.expect_gone(self.root.get_by_text(text, exact=True).first, f"“{text}” in the chat")

    def expect_writable(self, is_writable: bool) -> None:
        state = "editable" if is_writable else "disabled or read-only"
        with self.open(), self.screen.expecting(f'the textbox "Message" to be {state}', self.root):
            expect(self.box).to_be_editable(editable=is_writable, timeout=APPEARANCE)

    def expect_moderator_marked(self, name: str, text: str) -> None:
        """Expect that this message, and no other, is marked as a moderator's."""
        marked = self.messages.filter(has_text=whole_word(self.words("Moderator")))
        with self.open(), self.screen.expecting(f"“{text}” from {name} alone marked as a moderator's", self.root):
            await_state(self.message(name, text).and_(marked).first, "visible")
            expect(marked).to_have_count(1, timeout=APPEARANCE)
