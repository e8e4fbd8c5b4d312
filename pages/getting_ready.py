"""The dialog "Get ready to join the stage": preview, choice of devices, and the button to go live."""

from typing import Literal

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.screen import Place, await_state
from pages.status_messages import StatusMessages
from pages.words import whole_word

Device = Literal["Microphone", "Camera"]
HAS_EXPECTED_LEVEL = """([meter, rising]) => {
  const [now, least, most] = ["now", "min", "max"].map(part => Number(meter.getAttribute(`aria-value${part}`)));
  return rising ? now > least + (most - least) / 10 : now === least;
}"""
"""JavaScript: whether a meter is above a tenth of its range (rising), or exactly at its minimum."""


class GettingReady(Place):
    """The dialog in which a person chooses devices before going live."""

    part = "getting_ready"
    title = "Get ready to join the stage"

    @property
    def root(self) -> Locator:
        dialog = self.screen.view.get_by_role("dialog", name=self.words(self.title), exact=True)
        return self.located("root") or dialog

    @property
    def preview(self) -> Locator:
        """The video, or the canvas if there is no video."""
        video = self.root.locator("video:visible")
        return video.or_(self.root.filter(has_not=self.screen.view.locator("video:visible")).locator("canvas")).first

    def choice(self, device: Device) -> Locator:
        return self.located(device) or self.root.get_by_role("combobox", name=self.words(device), exact=True)

    def device_switch(self, device: Device) -> Locator:
        word = f"{device} on"
        return self.located(word) or self.root.get_by_role("switch", name=self.words(word), exact=True)

    def expect_open(self) -> None:
        self.expect_there(self.root, 'the dialog "Get ready to join the stage"')

    def expect_closed(self) -> None:
        self.expect_gone(self.root, 'dialog "Get ready to join the stage"')

    def go_live(self) -> None:
        self.press_join()
        self.expect_closed()

    def join_unless_refused(self, status_messages: StatusMessages, refusal: str) -> None:
        """Press "Join stage" in the dialog.

        Do nothing if a status message containing ``refusal`` appears instead.
        """
        with self.screen.expecting(f"the dialog, or a status message or alert containing “{refusal}”"):
            await_state(self.root.or_(status_messages.saying(refusal)).first, "visible")
        if self.root.is_visible():
            self.press_join()

    def close_if_open(self) -> None:
        """Close the dialog if it is open; some rooms close it themselves after a refusal."""
        if self.root.is_visible():
            self.cancel()
        self.expect_closed()

    def press_join(self) -> None:
        self.press(self.button("Join stage"), 'the button "Join stage" in the dialog')

    def cancel(self) -> None:
        self.press(self.button("Cancel"), 'the button "Cancel" in the dialog')
        self.expect_closed()

    def escape(self) -> None:
        self.screen.page.keyboard.press("Escape")
        self.expect_closed()

    def expect_choices(self, device: Device, at_least: int) -> None:
        """Expect at least this many devices of this kind to choose from, with distinct names."""
        options = self.choice(device).get_by_role("option")
        with self.screen.expecting(f'at least {at_least} options under "{device}"', self.root):
            await_state(options.nth(at_least - 1), "attached")
            expect(self.choice(device)).to_be_enabled(timeout=APPEARANCE)
            names = options.all_inner_texts()
            assert all(names) and len(set(names)) == len(names), f"the names are {names}"

    def choose_another(self, device: Device) -> str:
        """Choose the last device in the list, which must not be chosen already, and return its name."""
        self.expect_choices(device, at_least=2)
        options = self.choice(device).get_by_role("option")
        name = options.last.inner_text()
        with self.screen.expecting(f"another {device.lower()} to choose from", self.root):
            assert not options.last.evaluate("option => option.selected"), f"{name} was chosen already"
            self.screen.input.choose(self.choice(device), name)
        return name

    def switch(self, device: Device, on: bool) -> None:
        """Turn the switch, after waiting for the opposite state.

        It may be off until the device has started.
        """
        with self.screen.expecting(f'the switch "{device} on" to turn', self.root):
            expect(self.device_switch(device)).to_be_checked(checked=not on, timeout=APPEARANCE)
            self.screen.input.turn(self.device_switch(device), on)

    @property
    def meter(self) -> Locator:
        return self.root.get_by_role("meter", name=self.words("Microphone level"), exact=True)

    def expect_level(self, rising: bool) -> None:
        """Expect the meter above its minimum, or exactly at it."""
        what = "the level meter to rise" if rising else "the level meter to be at its minimum"
        with self.screen.expecting(what, self.root):
            await_state(self.meter, "visible")
            self.screen.view.wait_for_function(
                HAS_EXPECTED_LEVEL, arg=[self.meter.element_handle(), rising], timeout=APPEARANCE
            )

    def expect_alert_about(self, device: Device) -> None:
        """Expect an alert in the dialog that names the device that cannot be used."""
        alert = self.root.get_by_role("alert")
        with self.screen.expecting(f"an alert about the {device.lower()} in the dialog", self.root):
            await_state(alert.filter(has_text=whole_word(self.words(device))), "visible")
