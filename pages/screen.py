"""One person's screen, and the base of every place on it.

Every wait is the browser's own, and every failure says whose screen it is, what was expected and what was there.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Error, Frame, Locator, Page, TimeoutError, expect

from conformance.errors import NotReached
from conformance.time_limits import APPEARANCE, DESCRIPTION, LOOK
from pages.hands import Finger, Mouse
from pages.words import Words

NETWORK = "net::ERR_"
"""How Chromium begins to say that an address could not be reached, which is no answer of the room's."""

PRESSABLE: tuple[Literal["button", "link", "menuitem"], ...] = ("button", "link", "menuitem")
"""The roles of what does something when it is pressed."""


class NotAsDocumented(AssertionError):
    """The room did something else than the documentation says."""


@dataclass
class Screen:
    """The screen of one person: ``page`` is the whole window, ``view`` the part of it that holds the room."""

    owner: str
    device: str
    page: Page
    words: Words
    hands: Mouse = field(init=False)
    worth_a_look: Callable[[], object] = field(default_factory=lambda: _nobody_looks, init=False)
    """Called when there is something on the screen that will be gone again at the end of the step."""
    _frames: list[str] = field(default_factory=list, init=False)
    _frame: Frame | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.hands = Finger() if self.device == "phone" else Mouse()

    @property
    def view(self) -> Page | Frame:
        """Where the room is: the window itself, or the frame that was entered; found anew after a reload."""
        if self._frame is not None and self._frame.is_detached():
            names, self._frames, self._frame = self._frames, [], None
            for name in names:
                self.enter_frame(name)
        return self._frame or self.page

    def left_behind(self, owner: str, page: Page) -> "Screen":
        """Move on to another page; what was there before stays reachable under this name, and is returned."""
        behind = copy(self)
        behind.owner = owner
        self.page, self._frames, self._frame = page, [], None
        return behind

    def enter_frame(self, name: str) -> None:
        """From now on the room is in the frame of this title, name or id, within the present view.

        Sound HTML gives a frame a title; a frame that has none can only be called by what else it has.
        """
        with self.expecting(f'a frame "{name}"'):
            named = self.view.locator(f'iframe[name="{name}"], iframe[id="{name}"]')
            element = self.view.get_by_title(name, exact=True).or_(named).element_handle(timeout=APPEARANCE)
            frame = element.content_frame()
            assert frame is not None, "what bears this name is no frame"
        self._frames.append(name)
        self._frame = frame

    def turn(self, upright: bool) -> None:
        """Hold the screen upright or sideways."""
        size = self.page.viewport_size
        assert size is not None, "a window without a size of its own cannot be turned"
        short, long = sorted((size["width"], size["height"]))
        width, height = (short, long) if upright else (long, short)
        self.page.set_viewport_size({"width": width, "height": height})

    def __str__(self) -> str:
        return f"{self.owner}'s screen ({self.device})"

    @contextmanager
    def expecting(self, what: str, around: Locator | None = None) -> Iterator[None]:
        """Turn a failed wait into a sentence that says whose screen, what was expected, and what was there."""
        try:
            yield
        except (AssertionError, Error) as error:
            if isinstance(error, NotAsDocumented):
                raise
            cause = str(error).strip().splitlines()[0]
            if NETWORK in cause:
                raise NotReached(f"{self}: expected {what}, and the network gave nothing.\n{cause}") from None
            # That a wait has ended is said by "expected" already, and its length is that of its last stretch only.
            causes = [] if isinstance(error, TimeoutError) else [cause]
            told = [f"{self}: expected {what}.", *causes, "There was:", self.describe(around)]
            raise NotAsDocumented("\n".join(told)) from None

    def describe(self, around: Locator | None = None) -> str:
        """What a screen reader would find, in one line per element; the whole page where ``around`` is missing."""
        try:
            for place in (around, self.view.locator("body")):
                if place is not None and place.count() == 1:
                    return place.aria_snapshot(timeout=DESCRIPTION)
        except TimeoutError:
            return f"unknown: the page did not answer within {DESCRIPTION // 1000} s"
        return "nothing: the page is empty or gone"


def _nobody_looks() -> None:
    """What comes of a sight that nobody keeps."""


class Place:
    """A part of the screen that is found by its role and name."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.words = screen.words

    @property
    def root(self) -> Locator:
        """The element that holds the place; each kind of place says which."""
        raise NotImplementedError

    def button(self, word: str, name: str = "") -> Locator:
        """The button of this documented name within the place."""
        return self.root.get_by_role("button", name=self.words(word, name), exact=True)

    def press(self, locator: Locator, what: str) -> None:
        """Press as this person does: by mouse, finger or keyboard."""
        with self.screen.expecting(f"{what} to press", self.root):
            self.screen.hands.press(locator)

    def expect_focus_within(self) -> None:
        """The keyboard is in here."""
        with self.screen.expecting("the keyboard's focus to be in here", self.root):
            expect(self.root.locator(":focus")).to_have_count(1, timeout=APPEARANCE)

    def expect_focus_on(self, locator: Locator, what: str) -> None:
        with self.screen.expecting(f"the keyboard's focus on {what}", self.root):
            expect(locator).to_be_focused(timeout=APPEARANCE)

    def expect_there(self, locator: Locator, what: str) -> None:
        with self.screen.expecting(what, self.root):
            await_state(locator, "visible")

    def expect_gone(self, locator: Locator, what: str) -> None:
        """Wait until it is not to be seen; callers see to it that it, or its like, was to be seen before."""
        with self.screen.expecting(f"no {what}", self.root):
            await_state(locator, "hidden")

    def expect_switched(self, locator: Locator, on: bool, what: str) -> None:
        with self.screen.expecting(f"{what} to be {'on' if on else 'off'}", self.root):
            expect(locator).to_have_attribute("aria-pressed", "true" if on else "false", timeout=APPEARANCE)


def await_state(
    locator: Locator, state: Literal["attached", "detached", "visible", "hidden"], patience: int = APPEARANCE
) -> None:
    """Wait until the one element is so; raises Playwright's error when patience, in milliseconds, ends."""
    for _ in range(patience // LOOK - 1):
        try:
            return locator.wait_for(state=state, timeout=LOOK)
        except TimeoutError:
            continue
    return locator.wait_for(state=state, timeout=LOOK)


def whole_word(text: str) -> re.Pattern[str]:
    """A pattern that finds ``text`` as a word of its own, whatever its case."""
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
