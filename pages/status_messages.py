"""Status messages and alerts."""

from playwright.sync_api import Locator

from conformance.time_limits import CONNECTION
from pages.screen import Place, await_state, whole_word


class StatusMessages(Place):
    """The elements of role status or alert on a person's screen."""

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("status").or_(self.screen.view.get_by_role("alert"))

    def expect_shown(self, *words: str) -> None:
        """Expect one message that contains all these words."""
        message = self.saying(*words)
        quoted = " and ".join(f"“{word}”" for word in words)
        with self.screen.expecting(f"a status message or alert containing {quoted}"):
            await_state(message.first, "visible")

    def expect_connection_lost(self) -> None:
        """Expect a message about the lost connection; a room may take a while to notice the loss."""
        with self.screen.expecting("a status message or alert containing “connection” and “lost”"):
            await_state(self._lost.first, "visible", CONNECTION)

    def expect_connection_restored(self) -> None:
        """Expect that the message about the lost connection disappears."""
        with self.screen.expecting("no status message or alert about a lost connection any more"):
            await_state(self._lost.first, "hidden", CONNECTION)

    @property
    def _lost(self) -> Locator:
        return self.saying("connection", "lost")

    def saying(self, *words: str) -> Locator:
        """Return the messages that contain all these words."""
        message = self.root
        for word in words:
            message = message.filter(has_text=whole_word(self.words(word)))
        return message

    def text(self) -> str:
        """Return the text of all messages at this moment."""
        return " ".join(self.root.all_inner_texts()).strip()
