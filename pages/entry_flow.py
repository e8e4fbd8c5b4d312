"""Follow a link into the room: first the steps of the room's own entry, then the documented entry page."""

from collections.abc import Iterable, Mapping

from playwright.sync_api import Locator

from conformance.room_profile import EntryStep
from conformance.time_limits import APPEARANCE, LOADING
from pages.entry import Entry
from pages.screen import Screen


class EntryFlow:
    """Follows a link into the room, with the entry steps of its room file."""

    def __init__(self, screen: Screen, entry: Entry, steps: Iterable[EntryStep], frame: str | None) -> None:
        self._screen = screen
        self._entry = entry
        self._steps = tuple(steps)
        self._frame = frame

    def open(self, link: str) -> None:
        """Follow the link until the server answers, without waiting for the page to load."""
        with self._screen.expecting("the link to open"):
            self._screen.page.goto(link, wait_until="commit", timeout=LOADING)

    def go_in(self, name: str, user: str) -> None:
        """Enter as ``name``, whose account is ``user``, and wait for the room's toolbar."""
        with self._screen.expecting("the page behind the link to load"):
            self._screen.page.wait_for_load_state(timeout=LOADING)
        for step in self._steps:
            self._take(step, {"{name}": name, "{user}": user})
        if self._frame is not None:
            self._screen.enter_frame(self._frame)
        self._entry.enter_as(name)

    def _take(self, step: EntryStep, values: Mapping[str, str]) -> None:
        if step.action == "frame":
            self._screen.enter_frame(step.target)
        elif step.action == "fill":
            with self._screen.expecting(f'a field "{step.target}" to fill in'):
                self._field(step.target).fill(_filled(step.text, values), timeout=APPEARANCE)
        else:
            with self._screen.expecting(f'something named "{step.target}" to click on'):
                self._screen.input.press(self._pressable(step.target))

    def _field(self, name: str) -> Locator:
        return self._screen.view.get_by_label(name, exact=True)

    def _pressable(self, name: str) -> Locator:
        view = self._screen.view
        link = view.get_by_role("link", name=name, exact=True)
        return view.get_by_role("button", name=name, exact=True).or_(link)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders replaced."""
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text
