"""The chat: its messages and the textbox."""

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.panel import Panel
from pages.screen import await_state, whole_word


class Chat(Panel):
    """The region "Chat": a log with a list item per message, which holds the author's name and the text."""

    word = "Chat"

    @property
    def log(self) -> Locator:
        return self.root.get_by_role("log")

    @property
    def messages(self) -> Locator:
        return self.log.get_by_role("listitem")

    @property
    def box(self) -> Locator:
        return self.root.get_by_role("textbox", name=self.words("Message"), exact=True)

    def message(self, name: str, text: str) -> Locator:
        return self.messages.filter(has_text=whole_word(self.words.shown(name))).filter(
            has=self.screen.view.get_by_text(text, exact=True)
        )

    def write(self, name: str, text: str) -> None:
        """Write and send a message; return when the textbox is empty and the log shows the message."""
        with self.open():
            with self.screen.expecting('the textbox "Message" to write in', self.root):
                self.screen.input.write(self.box, text)
            self.press(self.button("Send"), 'the button "Send" in the chat')
            self.expect_there(self.message(name, text), f"one's own message “{text}” in the chat")
            with self.screen.expecting("the box to be empty after sending", self.root):
                expect(self.box).to_have_value("", timeout=APPEARANCE)

    def expect_message(self, name: str, text: str) -> None:
        """Expect the message exactly once in the log, with its author's name."""
        with self.open(), self.screen.expecting(f"“{text}” from {name} once in the chat", self.root):
            await_state(self.message(name, text).first, "visible")
            expect(self.root.get_by_text(text, exact=True)).to_have_count(1, timeout=APPEARANCE)

    def expect_order(self, messages: list[tuple[str, str]]) -> None:
        """Expect exactly these messages in the log, as pairs of name and text, in this order."""
        wanted = ", ".join(f"“{text}” from {name}" for name, text in messages)
        with self.open(), self.screen.expecting(f"in the chat, in this order: {wanted}", self.root):
            expect(self.messages).to_have_count(len(messages), timeout=APPEARANCE)
            for index, (name, text) in enumerate(messages):
                await_state(self.messages.nth(index).and_(self.message(name, text)), "visible")
