"""Panels: regions beside the stage, or opened by a button of the same name."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from playwright.sync_api import Locator

from pages.screen import Place, await_state


class Panel(Place):
    """A region named by ``word``; on a small screen a button or tab of that name opens it."""

    word: str

    @property
    def root(self) -> Locator:
        region = self.screen.view.get_by_role("region", name=self.words(self.word), exact=True)
        return self.located("root") or region

    @property
    def opener(self) -> Locator:
        view, name = self.screen.view, self.words(self.word)
        button = view.get_by_role("button", name=name, exact=True)
        return self.located("opener") or button.or_(view.get_by_role("tab", name=name, exact=True))

    @contextmanager
    def open(self) -> Iterator[None]:
        """Open the panel if it is closed, and close it again afterwards, so that it covers nothing."""
        was_open = self.root.is_visible() or self._is_shown_without_opening()
        if not was_open:
            self.press_opener()
        yield
        if not was_open and self.root.is_visible():
            self.screen.notify_recorder()
            self.close()

    def open_if_present(self) -> AbstractContextManager[None]:
        """Open the panel like `open`; do nothing if the room has no such panel."""
        is_present = self.root.or_(self.opener).first.is_visible()
        return self.open() if is_present else nullcontext()

    def _is_shown_without_opening(self) -> bool:
        """Wait for the panel or the button that opens it; return whether the panel is visible."""
        with self.screen.expecting(f'the panel "{self.word}", or a button of that name'):
            await_state(self.root.or_(self.opener).first, "visible")
        return self.root.is_visible()

    def press_opener(self) -> None:
        with self.screen.expecting(f'the panel "{self.word}" to open'):
            self.screen.input.press(self.opener)
            await_state(self.root, "visible")

    def close(self) -> None:
        """Close with the button "Close NAME" or the closer of the room file, or else with the Escape key."""
        closer = self.located("closer")
        close_button = closer or self.button("Close NAME", self.words(self.word).lower())
        if closer or close_button.is_visible():
            self.press(close_button, f'the button that closes the panel "{self.word}"')
        else:
            self.screen.page.keyboard.press("Escape")
        self.expect_gone(self.root, f'panel "{self.word}" after closing it')
