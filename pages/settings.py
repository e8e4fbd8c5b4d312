"""The session's settings, for moderators."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE, LOOK
from pages.screen import Place


class Settings(Place):
    """The dialog "Settings", which a button of that name opens on a moderator's screen."""

    part = "settings"

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("dialog", name=self.words("Settings"), exact=True)

    @property
    def opener(self) -> Locator:
        return self.screen.view.get_by_role("button", name=self.words("Settings"), exact=True)

    @property
    def stage_access(self) -> Locator:
        return self.root.get_by_role("combobox", name=self.words("Stage access"), exact=True)

    def stage_access_option(self, name: str) -> Locator:
        return self.stage_access.get_by_role("option", name=self.words(name), exact=True)

    def set_stage_access(self, name: str) -> None:
        """Choose one of the four stage accesses by its documented name."""
        with self.open():
            self.expect_there(self.stage_access, 'the choice "Stage access" in the settings')
            with self.screen.expecting(f'"{name}" among the stage accesses', self.root):
                self.screen.input.choose(self.stage_access, self.words(name))

    def expect_stage_access(self, name: str) -> None:
        with self.open(), self.screen.expecting(f'the stage access to be "{name}"', self.root):
            chosen = self.stage_access.locator("option:checked")
            expect(chosen).to_have_text(self.words(name), timeout=APPEARANCE)

    def expect_not_selectable(self, name: str) -> None:
        """Expect that this stage access cannot be chosen; a room may also offer no choice."""
        with self.open(), self.screen.expecting(f'no "{name}" among the stage accesses', self.root):
            expect(self.stage_access_option(name)).to_have_count(0, timeout=LOOK)

    def press_opener(self) -> None:
        self.press(self.opener, 'the button "Settings"')

    @contextmanager
    def open(self) -> Iterator[None]:
        """Open the settings, and close them afterwards."""
        self.press_opener()
        self.expect_there(self.root, 'the dialog "Settings"')
        yield
        self.screen.notify_recorder()
        self.close()

    def set_switch(self, word: str, on: bool) -> None:
        """Turn a switch, such as "Polls" or "Chat", which must be in the opposite state."""
        switch = self.switch(word)
        with self.open(), self.screen.expecting(f'the switch "{word}" to turn {"on" if on else "off"}', self.root):
            expect(switch).to_be_checked(checked=not on, timeout=APPEARANCE)
            self.screen.input.turn(switch, on)
            expect(switch).to_be_checked(checked=on, timeout=APPEARANCE)

    def expect_switch(self, word: str, on: bool) -> None:
        with self.open(), self.screen.expecting(f'the switch "{word}" to be {"on" if on else "off"}', self.root):
            expect(self.switch(word)).to_be_checked(checked=on, timeout=APPEARANCE)

    def expect_no_switch(self, word: str) -> None:
        with self.open(), self.screen.expecting(f'no switch "{word}" in the settings', self.root):
            expect(self.switch(word)).to_have_count(0, timeout=LOOK)

    def switch(self, word: str) -> Locator:
        return self.root.get_by_role("switch", name=self.words(word), exact=True)

    def close(self) -> None:
        self.screen.page.keyboard.press("Escape")
        self.expect_gone(self.root, "settings after closing them")

    def expect_not_offered(self) -> None:
        self.expect_gone(self.opener, 'button "Settings"')
