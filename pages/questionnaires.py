"""What polls and quizzes have in common on the screen: a panel, a group for each, and ways to write, open and close."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.composer import Composed, Composer
from pages.panel import Panel


class Questionnaires(Panel):
    """A panel of polls or quizzes. In it each is a group, named by what it is about.

    ``kind`` is "poll" or "quiz", as it stands on buttons; ``send`` is the button by which an attendee answers.
    """

    kind: str
    send: str

    def group(self, name: str) -> Locator:
        """The one poll or quiz of this name, which may hold a group for each of its questions."""
        return self.root.get_by_role("group", name=name, exact=True)

    def expect_offered(self) -> None:
        """The panel can be opened."""
        with self.open():
            self.expect_there(self.root, f'the panel "{self.word}"')

    def expect_not_offered(self) -> None:
        """Neither the panel nor anything that would open it; callers see to it that it would be found."""
        for locator in (self.root, self.opener):
            with self.screen.expecting(f'nothing named "{self.word}"'):
                expect(locator).to_have_count(0, timeout=APPEARANCE)

    def write(self, composed: Composed, *, and_open: bool) -> None:
        """Write a new one, and open it or keep it as a draft."""
        with self.open():
            self.press_new()
            self.finish(composed, and_open=and_open)

    @property
    def composer(self) -> Composer:
        """The window in which one is written."""
        return Composer(self.screen, self.kind)

    def press_new(self) -> None:
        self.press(self.button(f"New {self.kind}"), f'the button "New {self.kind}"')

    def finish(self, composed: Composed, *, and_open: bool) -> None:
        """Fill in the window, and leave it by one of its buttons."""
        self.composer.fill_in(composed)
        self.composer.finish(f"Open {self.kind}" if and_open else "Save draft")
        self.expect_there(self.group(composed.name), f"the {self.kind} “{composed.name}”")

    def press_in(self, name: str, word: str) -> None:
        """Press a button that belongs to one poll or quiz; it goes away once that has happened."""
        with self.open():
            button = self.button_in(name, word)
            self.press(button, f'the button "{word}" of “{name}”')
            self.expect_gone(button, f'button "{word}" of “{name}” any more')

    def expect_listed(self, name: str) -> None:
        with self.open():
            self.expect_there(self.group(name), f"the {self.kind} “{name}”")

    def expect_absent(self, name: str) -> None:
        with self.open():
            self.expect_gone(self.group(name), f"{self.kind} “{name}”")

    def choose(self, within: Locator, options: Sequence[str]) -> None:
        """Choose exactly these options of a question."""
        for box in within.get_by_role("checkbox", checked=True).all():
            self.screen.hands.turn(box, on=False)
        for option in options:
            with self.screen.expecting(f"the option “{option}” to choose", within):
                self.screen.hands.turn(self.option(within, option), on=True)

    def option(self, within: Locator, text: str) -> Locator:
        """A radio button or a checkbox."""
        radio = within.get_by_role("radio", name=text, exact=True)
        return radio.or_(within.get_by_role("checkbox", name=text, exact=True))

    def send_answer(self, name: str) -> None:
        self.press(self.button_in(name, self.send), f'the button "{self.send}" of “{name}”')

    def expect_cannot_answer(self, name: str) -> None:
        with self.open():
            self.expect_there(self.group(name), f"the {self.kind} “{name}”")
            self.expect_gone(self.button_in(name, self.send), f'button "{self.send}" of “{name}”')

    def result(self, within: Locator, option: str) -> Locator:
        """The line that tells the result of an option, as text beside it."""
        return within.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{re.escape(option)}(?!\w)"))

    def expect_text(self, locator: Locator, pattern: str, what: str) -> None:
        with self.screen.expecting(what, self.root):
            expect(locator).to_have_text(re.compile(pattern, re.IGNORECASE), timeout=APPEARANCE)

    @property
    def way_from_news(self) -> Locator:
        return self.screen.view.get_by_role("button", name=self.words(f"Go to {self.kind}"), exact=True)

    def follow_news(self, name: str) -> None:
        """Come to it by the button that stands with the news of it."""
        self.press(self.way_from_news, f'a button "Go to {self.kind}" with the news')
        self.expect_there(self.group(name), f"the {self.kind} “{name}” after following the news")
        if self.root.is_visible():
            self.screen.worth_a_look()
            self.close()

    def button_in(self, name: str, word: str) -> Locator:
        return self.group(name).get_by_role("button", name=self.words(word), exact=True)
