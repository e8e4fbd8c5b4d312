"""The page of a person whom a moderator removed from the session."""

from playwright.sync_api import Locator

from pages.screen import Place


class Removed(Place):
    """An alert about the removal, and a button "Ask to be let in"."""

    part = "removed"

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("body")

    def ask_to_be_let_in(self) -> None:
        """Press the button, and wait until it disappears."""
        self.press(self.button("Ask to be let in"), 'the button "Ask to be let in"')
        self.expect_gone(self.button("Ask to be let in"), 'button "Ask to be let in" after asking')
