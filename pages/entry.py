"""The entry page, which asks for a name if the link does not contain it."""

from playwright.sync_api import Locator

from conformance.time_limits import LOADING, LOOK, REFUSAL
from pages.screen import Place, appears, await_state


class Entry(Place):
    """A textbox "Your name" and a button "Enter"."""

    part = "entry"

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("body")

    @property
    def name(self) -> Locator:
        textbox = self.screen.view.get_by_role("textbox", name=self.words("Your name"), exact=True)
        return self.located("Your name") or textbox

    @property
    def arrival(self) -> Locator:
        """The element that shows that the link has opened: the room's toolbar, or the textbox for the name."""
        return self._toolbar.or_(self.name)

    @property
    def refusal(self) -> Locator:
        """Any heading on a page without the textbox: a page that refuses the person has one.

        Other pages may show a heading first, and the expected element later; see `is_there_unless_refused`.
        """
        return self.root.filter(has_not=self.name).get_by_role("heading")

    def enter_as(self, name: str) -> None:
        """Enter the name if the page asks for it, and wait for the room's toolbar."""
        with self.screen.expecting('the textbox "Your name" or the room\'s toolbar', self.root):
            await_state(self.arrival.first, "visible")
        if self.name.is_visible():
            self.screen.input.write(self.name, name)
            self.press(self.button("Enter"), 'the button "Enter"')
            self.screen.page.wait_for_load_state(timeout=LOADING)
        self.expect_there(self._toolbar, 'the toolbar "Controls" of the room')

    def try_to_enter(self, name: str) -> bool:
        """Enter as a person who may be refused; return whether the person is in the room."""
        self.await_room_or_refusal()
        if not self.name.is_visible():
            return self._toolbar.is_visible()
        self.screen.input.write(self.name, name)
        self.press(self.button("Enter"), 'the button "Enter"')
        # A room may refuse the person on another page, or leave them on the entry page.
        return appears(self._toolbar, REFUSAL)

    def await_room_or_refusal(self) -> None:
        """Wait for the room's toolbar, the entry form, or a heading that refuses the person."""
        self._await_unless_refused(self.arrival, "the room, the entry form")
        self.screen.page.wait_for_load_state("networkidle", timeout=LOADING)
        # A page that has received everything may still have to render the room or the form below its heading.
        appears(self.arrival.first, LOOK)

    def is_there_unless_refused(self, element: Locator, what: str) -> bool:
        """Wait for this element, or a heading that refuses the person; return whether the element is there.

        A heading counts as a refusal only if the element does not appear within REFUSAL.
        """
        self._await_unless_refused(element, what)
        return appears(element.first, REFUSAL)

    def _await_unless_refused(self, element: Locator, what: str) -> None:
        with self.screen.expecting(f"{what}, or a heading that refuses the person", self.root):
            await_state(element.or_(self.refusal).first, "visible")

    @property
    def _toolbar(self) -> Locator:
        """The element that shows that the person is in the room."""
        toolbar = self.root.get_by_role("toolbar", name=self.words("Controls"), exact=True)
        return self.located("room") or self.screen.located("toolbar", "root") or toolbar
