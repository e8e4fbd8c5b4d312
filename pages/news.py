"""What the room tells a person about themselves: status messages and alerts."""

from playwright.sync_api import Locator

from conformance.time_limits import CONNECTION
from pages.screen import Place, await_state, whole_word


class News(Place):
    """The status (or alert) on a person's screen."""

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("status").or_(self.screen.view.get_by_role("alert"))

    def expect_told(self, *words: str) -> None:
        """One message is on the screen that contains all these words."""
        message = self.saying(*words)
        quoted = " and ".join(f"“{word}”" for word in words)
        with self.screen.expecting(f"to be told something with {quoted}"):
            await_state(message.first, "visible")

    def expect_lost(self) -> None:
        """The person is told that the connection is lost; a room may take a while to notice."""
        with self.screen.expecting("to be told that the connection is lost"):
            await_state(self._lost.first, "visible", CONNECTION)

    def expect_back(self) -> None:
        """That the connection is lost, which was to be read before, is so no more."""
        with self.screen.expecting("no word of a lost connection any more"):
            await_state(self._lost.first, "hidden", CONNECTION)

    @property
    def _lost(self) -> Locator:
        return self.saying("connection", "lost")

    def saying(self, *words: str) -> Locator:
        """The messages that contain all these words."""
        message = self.root
        for word in words:
            message = message.filter(has_text=whole_word(self.words(word)))
        return message

    def text(self) -> str:
        """All that is being told at the moment."""
        return " ".join(self.root.all_inner_texts()).strip()
