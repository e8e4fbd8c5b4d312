"""Entering the room by a link: the room's own entry steps, then the documented entry page."""

from collections.abc import Iterable, Mapping, Sequence

from playwright.sync_api import Locator

from conformance.room_profile import EntryStep
from conformance.time_limits import APPEARANCE, LOADING
from pages.entry import Entry
from pages.screen import Screen, await_state

Form = tuple[EntryStep, ...]
"""Steps on one page: fields to fill in, and then a control to click or a frame to enter."""


class EntryFlow:
    """Follows a link into the room, with the entry steps of its room file.

    A form is skipped if it is missing and a later form is visible, since a browser may be logged in already.
    """

    def __init__(self, screen: Screen, entry: Entry, steps: Iterable[EntryStep], frame: str | None) -> None:
        self._screen = screen
        self._entry = entry
        self._forms = _forms(steps)
        self._frame = frame

    def open(self, link: str) -> None:
        """Open the link, and return when the server has responded, without waiting for the page to load."""
        with self._screen.expecting("the link to open"):
            self._screen.page.goto(link, wait_until="commit", timeout=LOADING)
        self._screen.leave_frames()

    def enter(self, name: str, user: str) -> None:
        """Enter as ``name``, whose account is ``user``, and wait for the room's toolbar."""
        self._take_steps({"{name}": name, "{user}": user})
        if self._frame is not None:
            self._screen.enter_frame(self._frame)
        self._entry.enter_as(name)

    def try_to_enter(self, name: str, user: str) -> bool:
        """Enter as a person who may be refused; return whether the person is in the room."""
        if not self._take_steps({"{name}": name, "{user}": user}, may_be_refused=True):
            return False
        if self._frame is not None:
            frame = self._screen.frame_element(self._frame)
            if not self._entry.is_there_unless_refused(frame, _describe_frame(self._frame)):
                return False
            self._screen.enter_frame(self._frame)
        return self._entry.try_to_enter(name)

    def _take_steps(self, values: Mapping[str, str], *, may_be_refused: bool = False) -> bool:
        """Take the entry steps; return False if a page refuses the person, who may be refused, instead."""
        with self._screen.expecting("the page of the link to load"):
            self._screen.page.wait_for_load_state(timeout=LOADING)
        for index, form in enumerate(self._forms):
            later_elements = self._elements_after(self._forms[index + 1 :])
            if may_be_refused:
                expected = self._target(form[0]).or_(later_elements)
                if not self._entry.is_there_unless_refused(expected, _describe(form[0])):
                    return False
            if not self._is_skipped(form[0], later_elements):
                for step in form:
                    self._take_step(step, values)
        return True

    def _elements_after(self, forms: Sequence[Form]) -> Locator:
        """Return the elements that may follow a form, up to the next frame."""
        elements: Locator | None = None
        for form in forms:
            target = self._target(form[0])
            elements = elements.or_(target) if elements else target
            if form[0].action == "frame":
                return elements
        end = self._screen.frame_element(self._frame) if self._frame is not None else self._entry.arrival
        return elements.or_(end) if elements else end

    def _is_skipped(self, step: EntryStep, later_elements: Locator) -> bool:
        """Return whether the step's element is missing and one of the later elements is visible."""
        if step.action == "frame":
            return False
        target = self._target(step)
        with self._screen.expecting(_describe(step)):
            await_state(target.or_(later_elements).first, "visible")
        return not target.first.is_visible()

    def _take_step(self, step: EntryStep, values: Mapping[str, str]) -> None:
        if step.action == "frame":
            self._screen.enter_frame(step.target)
            return
        with self._screen.expecting(_describe(step)):
            if step.action == "fill":
                self._target(step).fill(_fill_placeholders(step.text, values), timeout=APPEARANCE)
            else:
                self._screen.input.press(self._target(step))

    def _target(self, step: EntryStep) -> Locator:
        view, name = self._screen.view, step.target
        if step.action == "frame":
            return self._screen.frame_element(name)
        if step.action == "fill":
            return view.get_by_label(name, exact=True)
        return view.get_by_role("button", name=name, exact=True).or_(view.get_by_role("link", name=name, exact=True))


def _forms(steps: Iterable[EntryStep]) -> list[Form]:
    """Return the steps in groups that end with a click or with entering a frame."""
    forms: list[list[EntryStep]] = [[]]
    for step in steps:
        forms[-1].append(step)
        if step.action != "fill":
            forms.append([])
    return [tuple(form) for form in forms if form]


def _describe(step: EntryStep) -> str:
    if step.action == "frame":
        return _describe_frame(step.target)
    if step.action == "fill":
        return f'a field "{step.target}" to fill in'
    return f'a button or link "{step.target}" to click'


def _describe_frame(name: str) -> str:
    return f'a frame "{name}"'


def _fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text
