"""One person's screen, and the base class of all page objects.

Waits use Playwright's auto-waiting. Failures name the screen, what was expected, and what was there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from playwright.sync_api import Error, Frame, Locator, Page, TimeoutError, expect

from conformance.errors import NotReached
from conformance.room_profile import in_part
from conformance.time_limits import APPEARANCE, DESCRIPTION, LOOK
from pages.input_methods import Mouse, Touch
from pages.words import Words, whole_word

NETWORK = "net::ERR_"
"""The beginning of Chromium's network errors, which say nothing about the room."""
INVALID_SELECTOR = re.compile("while parsing css selector|is not a valid selector|engine expects")
"""Playwright's and Chromium's errors about a locator of the room file."""

PressableRole = Literal["button", "link", "menuitem", "option"]
PRESSABLE: tuple[PressableRole, ...] = ("button", "link", "menuitem", "option")
"""The roles of elements that act when pressed."""


class NotAsDocumented(AssertionError):
    """The room did something other than the documentation says."""


@dataclass
class Screen:
    """One person's screen: ``page`` is the whole window, ``view`` the page or frame with the room.

    ``locators``: the selectors of the room file, see `RoomProfile`.
    """

    owner: str
    device: str
    page: Page
    words: Words
    locators: Mapping[str, str] = field(default_factory=dict)
    input: Mouse = field(init=False)
    notify_recorder: Callable[[], object] = field(default_factory=lambda: _ignore, init=False)
    """Called when the screen shows something that will be gone at the end of the step."""
    _frames: list[str] = field(default_factory=list, init=False)
    _frame: Frame | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.input = Touch() if self.device == "phone" else Mouse()

    @property
    def hands(self) -> Mouse:
        """The former name of `input`, for adapters that use it."""
        return self.input

    @property
    def view(self) -> Page | Frame:
        """The page, or the frame that was entered, which is looked up again after a reload."""
        if self._frame is not None and self._frame.is_detached():
            names, self._frames, self._frame = self._frames, [], None
            for name in names:
                self.enter_frame(name)
        return self._frame or self.page

    def switch_page(self, owner: str, page: Page) -> "Screen":
        """Switch to another page, and return a screen for the previous page, whose owner is ``owner``."""
        previous = copy(self)
        previous.owner = owner
        self.page, self._frames, self._frame = page, [], None
        return previous

    def enter_frame(self, name: str) -> None:
        """Use the frame of this title, name or id within the current view as the view from now on.

        Accessible HTML gives each frame a title; name and id are for frames without a title.
        """
        with self.expecting(f'a frame "{name}"'):
            frame = self.frame_element(name).element_handle(timeout=APPEARANCE).content_frame()
            assert frame is not None, "the element of this name is not a frame"
        self._frames.append(name)
        self._frame = frame

    def frame_element(self, name: str) -> Locator:
        """Return the element of the frame of this title, name or id within the current view."""
        named = self.view.locator(f'iframe[name="{name}"], iframe[id="{name}"]')
        return self.view.get_by_title(name, exact=True).or_(named)

    def leave_frames(self) -> None:
        """Use the whole page as the view again."""
        self._frames, self._frame = [], None

    @property
    def is_in_frame(self) -> bool:
        return bool(self._frames)

    def turn(self, upright: bool) -> None:
        """Set the viewport to portrait (``upright``) or landscape."""
        size = self.page.viewport_size
        assert size is not None, "the window has no viewport size, so it cannot be turned"
        short, long = sorted((size["width"], size["height"]))
        width, height = (short, long) if upright else (long, short)
        self.page.set_viewport_size({"width": width, "height": height})

    def located(self, part: str, key: str) -> Locator | None:
        """Return the elements that the room file locates; None if it has no selector for this key."""
        selector = self.locators.get(in_part(part, key))
        return None if selector is None else self.view.locator(selector)

    def __str__(self) -> str:
        return f"{self.owner}'s screen ({self.device})"

    @contextmanager
    def expecting(self, what: str, around: Locator | None = None) -> Iterator[None]:
        """Raise NotAsDocumented if a wait within the context fails.

        The error says what was expected and what was there. Raises NotReached instead after a network error, or where a
        locator of the room file is not a selector.
        """
        try:
            yield
        except (AssertionError, Error) as error:
            if isinstance(error, NotAsDocumented):
                raise
            cause = str(error).strip().splitlines()[0]
            if INVALID_SELECTOR.search(cause):
                raise NotReached(f"{self}: expected {what}, but [locators] has an invalid selector.\n{cause}") from None
            if NETWORK in cause:
                raise NotReached(f"{self}: expected {what}, but there was a network error.\n{cause}") from None
            # The word "expected" implies the wait, and the error's duration is only that of the last attempt.
            causes = [] if isinstance(error, TimeoutError) else [cause]
            lines = [f"{self}: expected {what}.", *causes, "There was:", self.describe(around)]
            raise NotAsDocumented("\n".join(lines)) from None

    def expect_not_blank(self) -> None:
        """Expect that the screen is not blank: on a blank page, every check for absence would pass."""
        with self.expecting("the room on the screen"):
            await_state(self.view.locator("body :visible").first, "visible")

    def describe(self, around: Locator | None = None) -> str:
        """Return the ARIA snapshot of an element, or of the whole page without ``around``."""
        try:
            for element in (around, self.view.locator("body")):
                if element is not None and element.count() == 1:
                    return element.aria_snapshot(timeout=DESCRIPTION)
        except TimeoutError:
            return f"unknown: the page did not answer within {DESCRIPTION // 1000} s"
        return "nothing: the page is empty or gone"


def _ignore() -> None:
    """Do nothing: the default of ``Screen.notify_recorder``."""


class Place:
    """A page object: a part of the screen, found by its role and name, or by a locator of the room file.

    ``part``: the name of the part in room files, which can give words and locators for this part only.
    """

    part: ClassVar[str] = ""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.words = screen.words.within(self.part)

    @property
    def root(self) -> Locator:
        """The element that contains this part; every subclass defines it."""
        raise NotImplementedError

    def located(self, key: str) -> Locator | None:
        """Return the elements of this part that the room file locates; None without a selector for this key."""
        return self.screen.located(self.part, key)

    def in_view(self) -> AbstractContextManager[None]:
        """Bring this part into view during the context; an adapter overrides this if the part is in a panel."""
        return nullcontext()

    def button(self, word: str, name: str = "") -> Locator:
        """Return the button of this documented name within this part, or the one that the room file locates."""
        return self.located(word) or self.root.get_by_role("button", name=self.words(word, name), exact=True)

    def naming(self, elements: Locator, name: str) -> Locator:
        """Return those elements that contain the person's name as a word.

        Texts of nested elements are also searched separately, since the whole text may have no space between them.
        """
        pattern = whole_word(self.words.shown(name))
        return elements.filter(has_text=pattern).or_(elements.filter(has=self.screen.view.get_by_text(pattern)))

    def press(self, locator: Locator, what: str) -> None:
        """Press the element with this person's input method."""
        with self.screen.expecting(f"{what} to press", self.root):
            self.screen.input.press(locator)

    def expect_focus_within(self) -> None:
        """Expect the keyboard focus within this part."""
        with self.screen.expecting("the keyboard focus within this part of the screen", self.root):
            expect(self.root.locator(":focus")).to_have_count(1, timeout=APPEARANCE)

    def expect_focus_on(self, locator: Locator, what: str) -> None:
        with self.screen.expecting(f"the keyboard focus on {what}", self.root):
            expect(locator).to_be_focused(timeout=APPEARANCE)

    def expect_there(self, locator: Locator, what: str) -> None:
        with self.screen.expecting(what, self.root):
            await_state(locator, "visible")

    def expect_gone(self, locator: Locator, what: str) -> None:
        """Wait until the element is not visible.

        Callers make sure that it, or a similar one, was visible before.
        """
        self.screen.expect_not_blank()
        with self.screen.expecting(f"no {what}", self.root):
            await_state(locator, "hidden")

    def expect_none(self, locator: Locator, what: str, patience: int = APPEARANCE) -> None:
        """Expect no such element, visible or hidden, on a screen that shows something."""
        self.screen.expect_not_blank()
        with self.screen.expecting(f"no {what}", self.root):
            expect(locator).to_have_count(0, timeout=patience)

    def expect_switched(self, locator: Locator, on: bool, what: str) -> None:
        with self.screen.expecting(f"{what} to be {'on' if on else 'off'}", self.root):
            expect(locator).to_have_attribute("aria-pressed", "true" if on else "false", timeout=APPEARANCE)


def await_state(
    locator: Locator, state: Literal["attached", "detached", "visible", "hidden"], patience: int = APPEARANCE
) -> None:
    """Wait until the element is in this state; raise Playwright's error after ``patience`` milliseconds."""
    for _ in range(patience // LOOK - 1):
        try:
            return locator.wait_for(state=state, timeout=LOOK)
        except TimeoutError:
            continue
    return locator.wait_for(state=state, timeout=LOOK)


def appears(element: Locator, patience: int = APPEARANCE) -> bool:
    """Return whether the element becomes visible within ``patience`` milliseconds."""
    try:
        await_state(element, "visible", patience)
    except Error:
        return False
    return True
