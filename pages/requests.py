"""Requests to join the stage, or to come back after a removal, on a moderator's screen."""

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.screen import Place
from pages.words import whole_word


class Requests(Place):
    """The region "Requests": a list item for each person who asks to join the stage or to be let in."""

    part = "requests"

    @property
    def root(self) -> Locator:
        region = self.screen.view.get_by_role("region", name=self.words("Requests"), exact=True)
        return self.located("root") or region

    @property
    def items(self) -> Locator:
        """The list items, one for each person who asks."""
        return self.located("item") or self.root.get_by_role("listitem")

    def of(self, name: str) -> Locator:
        return self.naming(self.items, name)

    def answer_button(self, name: str, word: str) -> Locator:
        """Return a button that answers the person's request, such as "Bring to stage" or "Let in"."""
        return self.of(name).get_by_role("button", name=self.words(word), exact=True)

    def expect_from(self, name: str) -> None:
        with self.in_view():
            self.expect_there(self.of(name), f"a request of {name} to join the stage")

    def expect_return_of(self, name: str) -> None:
        with self.in_view():
            self.expect_there(self.of(name), f"a request of {name} to come back")

    def expect_none_from(self, name: str) -> None:
        with self.in_view():
            self.expect_gone(self.of(name), f"request of {name}")

    def expect_order(self, names: list[str]) -> None:
        shown = [whole_word(self.words.shown(name)) for name in names]
        with self.in_view(), self.screen.expecting(f"the requests in the order {', '.join(names)}", self.root):
            expect(self.items).to_have_text(shown, use_inner_text=True, timeout=APPEARANCE)

    def answer(self, name: str, word: str) -> None:
        """Press a button that answers the person's request, such as "Bring to stage" or "Let in"."""
        with self.in_view():
            self.press(self.answer_button(name, word), f'the button "{word}" with {name}\'s request')
            self.expect_none_from(name)
