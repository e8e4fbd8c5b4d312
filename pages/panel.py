"""A panel that stands beside the stage, or behind a button that bears its name."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from playwright.sync_api import Locator

from pages.screen import Place, await_state


class Panel(Place):
    """A region named by ``word``; on a small screen a button or tab of that name opens it."""

    word: str

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("region", name=self.words(self.word), exact=True)

    @property
    def opener(self) -> Locator:
        view, name = self.screen.view, self.words(self.word)
        return view.get_by_role("button", name=name, exact=True).or_(view.get_by_role("tab", name=name, exact=True))

    @contextmanager
    def open(self) -> Iterator[None]:
        """The panel is showing; if it had to be opened, it is closed again so that it covers nothing."""
        showing = self.root.is_visible() or self._shows_by_itself()
        if not showing:
            self.press_opener()
        yield
        if not showing and self.root.is_visible():
            self.screen.worth_a_look()
            self.close()

    def open_where_there(self) -> AbstractContextManager[None]:
        """As `open`; where the room has no such panel, nothing is opened."""
        there = self.root.or_(self.opener).first.is_visible()
        return self.open() if there else nullcontext()

    def _shows_by_itself(self) -> bool:
        """Wait for the panel, or for what opens it; whether it is the panel."""
        with self.screen.expecting(f'the panel "{self.word}", or a button of that name'):
            await_state(self.root.or_(self.opener).first, "visible")
        return self.root.is_visible()

    def press_opener(self) -> None:
        with self.screen.expecting(f'the panel "{self.word}" to open'):
            self.screen.hands.press(self.opener)
            await_state(self.root, "visible")

    def close(self) -> None:
        """Close by the button that opened it, by one named for closing, or by the Escape key."""
        close = self.button("Close NAME", self.words(self.word).lower())
        if close.is_visible():
            self.press(close, f'the button that closes the panel "{self.word}"')
        else:
            self.screen.page.keyboard.press("Escape")
        self.expect_gone(self.root, f'panel "{self.word}" after closing it')
