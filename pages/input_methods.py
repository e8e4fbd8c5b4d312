"""Input methods: mouse, touch and keyboard.

Page objects choose the elements, and an input method presses, chooses or writes. Each method waits for its element, and
raises Playwright's errors, or an AssertionError with the reason. A press that did not reach its element is repeated.
"""

from playwright.sync_api import Locator, Page, expect

from conformance.time_limits import APPEARANCE
from pages.presses import press_until_received

MAX_KEY_PRESSES = 250
"""The limit of key presses to reach an element; the longest list of people needs fewer."""

HAS_FOCUS = "element => element === element.getRootNode().activeElement"
NAME_OF_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused.getAttribute("aria-label") || focused.textContent.trim().slice(0, 30) || focused.tagName;
}"""


IS_OTHER_RADIO_FOCUSED = """radio => {
  const focused = radio.getRootNode().activeElement;
  return radio.type === "radio" && focused !== radio && focused?.type === "radio" && focused.name === radio.name;
}"""
"""JavaScript: whether the focus is on another radio button of the same group, of which Tab reaches only one."""

IS_PANNED_AND_UNCOVERED = """async (element, patience) => {
  const { offsetLeft, offsetTop } = visualViewport;
  if (!offsetLeft && !offsetTop) return false;
  for (const end = performance.now() + patience; performance.now() < end;) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
    if (element.contains(hit)) return true;
    await new Promise(done => setTimeout(done, 50));
  }
  return false;
}"""
"""JavaScript: whether the page is panned, and the element becomes uncovered within ``patience`` milliseconds."""


class Mouse:
    """Clicks with a mouse, and fills in fields at once, without key presses."""

    def press(self, target: Locator) -> None:
        press_until_received(target, lambda: self._press_once(target))

    def _press_once(self, target: Locator) -> None:
        target.click(timeout=APPEARANCE)

    def choose(self, choice: Locator, label: str) -> None:
        """Choose the option with this label."""
        choice.select_option(label=label, timeout=APPEARANCE)

    def turn(self, switch: Locator, on: bool) -> None:
        """Turn a switch on or off, and wait until it has that state."""
        if switch.is_checked(timeout=APPEARANCE) != on:
            self.press(switch)
        expect(switch).to_be_checked(checked=on, timeout=APPEARANCE)

    def write(self, field: Locator, text: str) -> None:
        """Replace the field's text."""
        field.fill(text, timeout=APPEARANCE)


class Touch(Mouse):
    """Taps on a touch screen."""

    def _press_once(self, target: Locator) -> None:
        """Tap the element.

        On a page that is wider than the phone and panned, Playwright looks for covering elements at the wrong point, so
        this method checks that nothing covers the element.
        """
        expect(target).to_be_enabled(timeout=APPEARANCE)
        target.scroll_into_view_if_needed(timeout=APPEARANCE)
        is_panned_and_uncovered = target.evaluate(IS_PANNED_AND_UNCOVERED, APPEARANCE, timeout=APPEARANCE)
        target.tap(force=is_panned_and_uncovered, timeout=APPEARANCE)


class Keyboard(Mouse):
    """Uses keys only: reaches every element by Tab or arrow keys, never by focusing it directly."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def _press_once(self, target: Locator) -> None:
        self._press_key(target, "Enter")

    def _press_key(self, target: Locator, key: str) -> None:
        self._reach(target)
        self._page.keyboard.press(key)

    def choose(self, choice: Locator, label: str) -> None:
        self._reach(choice)
        if label[:1].isalnum():
            self._page.keyboard.type(label)
        else:
            self._choose_by_arrow_keys(choice, label)
        expect(choice.locator("option:checked")).to_have_text(label, timeout=APPEARANCE)
        # Some rooms apply the choice at once, others when the field loses the focus.
        self._page.keyboard.press("Tab")

    def _choose_by_arrow_keys(self, choice: Locator, label: str) -> None:
        """Choose a label that no keyboard types, since it begins with a symbol such as an emoji."""
        labels = choice.locator("option").all_inner_texts()
        assert label in labels, f"the options are {labels}"
        distance = labels.index(label) - int(choice.evaluate("choice => choice.selectedIndex"))
        for _ in range(abs(distance)):
            self._page.keyboard.press("ArrowDown" if distance > 0 else "ArrowUp")

    def turn(self, switch: Locator, on: bool) -> None:
        if switch.is_checked(timeout=APPEARANCE) != on:
            press_until_received(switch, lambda: self._press_key(switch, "Space"))
        expect(switch).to_be_checked(checked=on, timeout=APPEARANCE)

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self._page.keyboard.press("ControlOrMeta+a")
        self._page.keyboard.type(text)

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_enabled(timeout=APPEARANCE)
        is_in_menu = target.get_attribute("role") in ("menuitem", "option")
        focused_names: list[str] = []
        while not target.evaluate(HAS_FOCUS, timeout=APPEARANCE):
            assert len(focused_names) < MAX_KEY_PRESSES, (
                f"no key leads to the element; Tab and arrow keys led to {', '.join(dict.fromkeys(focused_names))}"
            )
            # Arrow keys move within a menu or a radio group, which Tab leaves.
            key = "ArrowDown" if is_in_menu or target.evaluate(IS_OTHER_RADIO_FOCUSED) else "Tab"
            self._page.keyboard.press(key)
            focused_names.append(str(self._page.evaluate(NAME_OF_FOCUSED)))
