"""The window "Get ready to join the stage": preview, choice of devices, and the step live."""

from typing import Literal

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.news import News
from pages.screen import Place, await_state, whole_word

Device = Literal["Microphone", "Camera"]
LEVEL = """([meter, rising]) => {
  const [now, least, most] = ["now", "min", "max"].map(part => Number(meter.getAttribute(`aria-value${part}`)));
  return rising ? now > least + (most - least) / 10 : now === least;
}"""
"""Whether a meter shows more than a tenth of its range, or exactly nothing."""


class GettingReady(Place):
    """The dialog in which a person chooses devices before going live."""

    title = "Get ready to join the stage"

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("dialog", name=self.words(self.title), exact=True)

    @property
    def preview(self) -> Locator:
        return self.root.locator("video")

    def choice(self, device: Device) -> Locator:
        return self.root.get_by_role("combobox", name=self.words(device), exact=True)

    def on_switch(self, device: Device) -> Locator:
        return self.root.get_by_role("switch", name=self.words(f"{device} on"), exact=True)

    def expect_open(self) -> None:
        self.expect_there(self.root, 'the window "Get ready to join the stage"')

    def expect_closed(self) -> None:
        self.expect_gone(self.root, 'window "Get ready to join the stage"')

    def go_live(self) -> None:
        self.press_join()
        self.expect_closed()

    def expect_open_unless_told(self, news: News, word: str) -> None:
        """Go through the window where it opens, until the room says no with this word."""
        with self.screen.expecting(f"the window, or to be told that it is {word}"):
            await_state(self.root.or_(news.saying(word)).first, "visible")
        if self.root.is_visible():
            self.press_join()

    def give_up(self) -> None:
        """Close the window where the refusal has left it open; a room may as well close it itself."""
        if self.root.is_visible():
            self.cancel()
        self.expect_closed()

    def press_join(self) -> None:
        self.press(self.button("Join stage"), 'the button "Join stage" in the window')

    def cancel(self) -> None:
        self.press(self.button("Cancel"), 'the button "Cancel" in the window')
        self.expect_closed()

    def escape(self) -> None:
        self.screen.page.keyboard.press("Escape")
        self.expect_closed()

    def expect_choices(self, device: Device, at_least: int) -> None:
        """The devices of this kind stand to choose from, each with a name."""
        options = self.choice(device).get_by_role("option")
        with self.screen.expecting(f"at least {at_least} to choose from under {device}", self.root):
            await_state(options.nth(at_least - 1), "attached")
            expect(self.choice(device)).to_be_enabled(timeout=APPEARANCE)
            names = options.all_inner_texts()
            assert all(names) and len(set(names)) == len(names), f"the names are {names}"

    def choose_another(self, device: Device) -> str:
        """Choose the last device of the list, which was not the chosen one, and return its name."""
        self.expect_choices(device, at_least=2)
        options = self.choice(device).get_by_role("option")
        name = options.last.inner_text()
        with self.screen.expecting(f"{device} {name} to choose", self.root):
            assert not options.last.evaluate("option => option.selected"), f"{name} was the chosen one already"
            self.screen.hands.choose(self.choice(device), name)
        return name

    def switch(self, device: Device, on: bool) -> None:
        """Turn the switch, from the opposite: before the device has started it may stand on off by itself."""
        with self.screen.expecting(f'the switch "{device} on" to turn', self.root):
            expect(self.on_switch(device)).to_be_checked(checked=not on, timeout=APPEARANCE)
            self.screen.hands.turn(self.on_switch(device), on)

    @property
    def meter(self) -> Locator:
        return self.root.get_by_role("meter", name=self.words("Microphone level"), exact=True)

    def expect_level(self, rising: bool) -> None:
        """The meter shows sound, or none at all: its value lies above its least one, or stands at it."""
        what = "the meter to show sound" if rising else "the meter to stand at nothing"
        with self.screen.expecting(what, self.root):
            await_state(self.meter, "visible")
            self.screen.page.wait_for_function(LEVEL, arg=[self.meter.element_handle(), rising], timeout=APPEARANCE)

    def expect_told_about(self, device: Device) -> None:
        """An alert in the window names the device that cannot be used, and says what to do about it."""
        alert = self.root.get_by_role("alert")
        with self.screen.expecting(f"to be told about the {device.lower()}", self.root):
            await_state(alert.filter(has_text=whole_word(self.words(device))), "visible")
