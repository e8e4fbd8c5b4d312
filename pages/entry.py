"""The way in: the page that asks for a name where the link does not bring it."""

from contextlib import suppress

from playwright.sync_api import Error, Locator

from conformance.time_limits import LOADING, REFUSAL
from pages.screen import Place, await_state


class Entry(Place):
    """A textbox "Your name" and a button "Enter"."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("body")

    @property
    def name(self) -> Locator:
        return self.root.get_by_role("textbox", name=self.words("Your name"), exact=True)

    def enter_as(self, name: str) -> None:
        """Give the name where it is asked for, and go in."""
        with self.screen.expecting('the textbox "Your name" or the room\'s toolbar', self.root):
            await_state(self.name.or_(self._toolbar).first, "visible")
        if self.name.is_visible():
            self.screen.hands.write(self.name, name)
            self.press(self.button("Enter"), 'the button "Enter"')
            self.screen.page.wait_for_load_state(timeout=LOADING)
        self.expect_there(self._toolbar, 'the toolbar "Controls" of the room')

    def knock(self, name: str) -> None:
        """See where the way in leads, for somebody who may not get in; the name is given where it is asked for."""
        self.await_end()
        if not self.name.is_visible():
            return
        self.screen.hands.write(self.name, name)
        self.press(self.button("Enter"), 'the button "Enter"')
        # A room that turns them away may do so on a page of its own, or leave them where they are.
        with suppress(Error):
            await_state(self._toolbar, "visible", REFUSAL)

    def await_end(self) -> None:
        """Wait until it is decided whether the way in leads anywhere: to the room, to the entry, or to a refusal."""
        refusal = self.root.get_by_role("heading").filter(has_not=self.name)
        with self.screen.expecting("the room, the entry, or a heading that says why not", self.root):
            await_state(self._toolbar.or_(self.name).or_(refusal).first, "visible")
        self.screen.page.wait_for_load_state("networkidle", timeout=LOADING)

    @property
    def _toolbar(self) -> Locator:
        return self.root.get_by_role("toolbar", name=self.words("Controls"), exact=True)
