"""The toolbar: buttons to join the stage, and to switch the person's own microphone and camera."""

from contextlib import AbstractContextManager, nullcontext

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.screen import Place, appears, await_state

WAYS_ON_STAGE = ("Join stage", "Ask to join stage", "Cancel request")
REQUEST_BUTTONS = ("Ask to join stage", "Cancel request")
MIDDLE_AND_SCREEN_HEIGHT = """button => {
  const { top, height } = button.getBoundingClientRect();
  return [top + height / 2, innerHeight];
}"""
OWN_DEVICES = ("Microphone", "Camera")


class Toolbar(Place):
    """The toolbar "Controls"."""

    part = "toolbar"

    @property
    def root(self) -> Locator:
        toolbar = self.screen.view.get_by_role("toolbar", name=self.words("Controls"), exact=True)
        return self.located("root") or toolbar

    def button(self, word: str, name: str = "") -> Locator:
        """Return the button.

        If asking and cancelling have the same name in the room, ``aria-pressed`` decides.
        """
        have_one_name = len({self.words(button_word) for button_word in REQUEST_BUTTONS}) == 1
        if word in REQUEST_BUTTONS and have_one_name and not self.located(word):
            pressed = word == "Cancel request"
            return self.root.get_by_role("button", name=self.words(word), exact=True, pressed=pressed)
        return super().button(word, name)

    def stage_buttons_in_view(self) -> AbstractContextManager[None]:
        """Bring the buttons to join the stage into view.

        An adapter overrides this if they are not on the toolbar.
        """
        return nullcontext()

    def stage_buttons_if_present(self) -> AbstractContextManager[None]:
        """Bring the buttons into view like `stage_buttons_in_view`; do nothing if the room does not show them."""
        return nullcontext()

    def press_button(self, word: str) -> None:
        with self.stage_buttons_in_view() if word in WAYS_ON_STAGE else nullcontext():
            self.press(self.button(word), f'the button "{word}" on the toolbar')

    def press_if_possible(self, word: str) -> None:
        """Press the button to join the stage, unless the room has disabled it or removed it from the screen."""
        with self.stage_buttons_if_present():
            if appears(self.button(word)) and self.button(word).is_enabled():
                self.press_button(word)

    def is_asking(self) -> bool:
        """Return whether the person waits for an answer, so that their button cancels the request."""
        waits, can_ask = (self.button(word) for word in ("Cancel request", "Ask to join stage"))
        with self.stage_buttons_in_view():
            with self.screen.expecting("the button to cancel the request, or to ask", self.root):
                await_state(waits.or_(can_ask).first, "visible")
            return waits.is_visible()

    def expect_offered(self, word: str) -> None:
        """Expect this button to join the stage, and no other."""
        with self.stage_buttons_in_view():
            self.expect_there(self.button(word), f'the button "{word}" on the toolbar')
            for other in WAYS_ON_STAGE:
                if other != word:
                    self.expect_gone(self.button(other), f'button "{other}" beside "{word}"')

    def expect_no_way_on_stage(self) -> None:
        with self.stage_buttons_in_view():
            self.expect_there(self.root, 'the toolbar "Controls"')
            for word in WAYS_ON_STAGE:
                self.expect_gone(self.button(word), f'button "{word}" on the toolbar')

    def expect_at_the_bottom(self, word: str) -> None:
        """Expect the button in the lower third of the screen, entirely within the screen."""
        button = self.button(word)
        with self.screen.expecting(f'the button "{word}" within the screen', self.root):
            expect(button).to_be_in_viewport(ratio=1, timeout=APPEARANCE)
        middle, height = button.evaluate(MIDDLE_AND_SCREEN_HEIGHT)
        with self.screen.expecting(f'the button "{word}" at the bottom of the screen', self.root):
            assert middle > height * 2 / 3, f"its middle is at {middle} px of {height}"

    def expect_own_devices(self) -> None:
        for word in OWN_DEVICES:
            self.expect_there(self.button(word), f'the button "{word}" on the toolbar')

    def expect_no_own_devices(self) -> None:
        self.expect_there(self.root, 'the toolbar "Controls"')
        for word in OWN_DEVICES:
            self.expect_gone(self.button(word), f'button "{word}" on the toolbar')

    def switch(self, word: str, on: bool) -> None:
        """Switch a toggle button, such as the microphone, which must be in the opposite state."""
        self._expect_state(word, not on, f'the button "{word}" before the press')
        self.press_button(word)
        self.expect_device(word, on)

    def expect_device(self, word: str, on: bool) -> None:
        """Expect a toggle button, such as the microphone, to be on or off."""
        self._expect_state(word, on, f'the button "{word}"')

    def _expect_state(self, word: str, on: bool, what: str) -> None:
        """Expect ``aria-pressed``, or the element that shows the state according to the room file."""
        state = "on" if on else "off"
        located = self.screen.located(f"{self.part}.{state}", word)
        if located is None:
            self.expect_switched(self.button(word), on, what)
        else:
            with self.screen.expecting(f"{what} to be {state}", self.root):
                await_state(located.first, "attached")
