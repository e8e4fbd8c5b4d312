"""How a person works a screen: with a mouse, with a finger, or with nothing but the keyboard.

Page objects say what is to be pressed, chosen or written; the hands do it. All of them wait for what they need, and
raise Playwright's errors, or an AssertionError that says why it could not be done.
"""

from playwright.sync_api import Locator, Page, expect

from conformance.time_limits import APPEARANCE

STEPS = 250
"""So many times somebody presses Tab before giving up: more than there are people in the longest list."""

HAS_FOCUS = "element => element === element.ownerDocument.activeElement"
FOCUSED = """() => {
  const focused = document.activeElement;
  return focused.getAttribute("aria-label") || focused.textContent.trim().slice(0, 30) || focused.tagName;
}"""


SAME_RADIOS = """radio => radio.type === "radio" && document.activeElement !== radio &&
  document.activeElement.type === "radio" && document.activeElement.name === radio.name"""
"""Whether the focus is on another one of the same radio buttons, of which Tab reaches but one."""


class Mouse:
    """A pointer; text comes from the keyboard."""

    def press(self, target: Locator) -> None:
        target.click(timeout=APPEARANCE)

    def choose(self, choice: Locator, label: str) -> None:
        """Choose from a list of options by its label."""
        choice.select_option(label=label, timeout=APPEARANCE)

    def turn(self, switch: Locator, on: bool) -> None:
        """Turn a switch on or off."""
        switch.set_checked(on, timeout=APPEARANCE)

    def write(self, field: Locator, text: str) -> None:
        """Put this text into a field, in the place of what was there."""
        field.fill(text, timeout=APPEARANCE)


class Finger(Mouse):
    """A touch screen."""

    def press(self, target: Locator) -> None:
        target.tap(timeout=APPEARANCE)


class Keyboard(Mouse):
    """Nothing but keys: what is wanted is reached by pressing Tab, as often as it takes, and never by aiming at it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, target: Locator) -> None:
        self._reach(target)
        self._page.keyboard.press("Enter")

    def choose(self, choice: Locator, label: str) -> None:
        self._reach(choice)
        self._page.keyboard.type(label)
        expect(choice.locator("option:checked")).to_have_text(label, timeout=APPEARANCE)
        # Some rooms take what the keys have led to at once, others when the choice is left.
        self._page.keyboard.press("Tab")

    def turn(self, switch: Locator, on: bool) -> None:
        self._reach(switch)
        if switch.is_checked() != on:
            self._page.keyboard.press("Space")
        expect(switch).to_be_checked(checked=on, timeout=APPEARANCE)

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self._page.keyboard.press("ControlOrMeta+a")
        self._page.keyboard.type(text)

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_enabled(timeout=APPEARANCE)
        in_menu = target.get_attribute("role") == "menuitem"
        passed: list[str] = []
        while not target.evaluate(HAS_FOCUS, timeout=APPEARANCE):
            assert len(passed) < STEPS, f"no key leads there; they led to {', '.join(dict.fromkeys(passed))}"
            # Within a menu, or among radio buttons, the arrows lead on, and Tab leads out.
            key = "ArrowDown" if in_menu or target.evaluate(SAME_RADIOS) else "Tab"
            self._page.keyboard.press(key)
            passed.append(str(self._page.evaluate(FOCUSED)))
