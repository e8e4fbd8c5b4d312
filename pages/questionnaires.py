"""The base class of the panels in which polls and quizzes are written, opened, answered and closed."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.composer import Composer, QuestionnaireDraft
from pages.panel import Panel


class Questionnaires(Panel):
    """A panel of polls or quizzes, each of which is a group named by its question or title.

    ``kind`` is "poll" or "quiz", as in the names of buttons; ``send`` is the button that sends an attendee's answer.
    """

    kind: str
    send: str

    def group(self, name: str) -> Locator:
        """Return the poll or quiz of this name, which may contain a group for each of its questions."""
        return self.root.get_by_role("group", name=name, exact=True)

    def expect_offered(self) -> None:
        """Expect that the panel can be opened."""
        with self.open():
            self.expect_there(self.root, f'the panel "{self.word}"')

    def expect_not_offered(self) -> None:
        """Expect neither the panel nor a button that opens it.

        Callers first wait until the screen would show them.
        """
        for locator in (self.root, self.opener):
            self.expect_none(locator, f'element named "{self.word}"')

    def write(self, draft: QuestionnaireDraft, *, and_open: bool) -> None:
        """Write a new poll or quiz, and open it or save it as a draft."""
        with self.open():
            self.press_new()
            self.finish(draft, and_open=and_open)

    @property
    def composer(self) -> Composer:
        """The dialog for a new poll or quiz."""
        return Composer(self.screen, self.kind)

    def press_new(self) -> None:
        self.press(self.button(f"New {self.kind}"), f'the button "New {self.kind}"')

    def finish(self, draft: QuestionnaireDraft, *, and_open: bool) -> None:
        """Fill in the dialog, and open the poll or quiz or save it as a draft."""
        self.composer.fill_in(draft)
        self.composer.finish(f"Open {self.kind}" if and_open else "Save draft")
        self.expect_there(self.group(draft.name), f"the {self.kind} “{draft.name}”")

    def press_in(self, name: str, word: str) -> None:
        """Press a button of one poll or quiz, and wait until it disappears."""
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
        # Not only the checked ones: that list would change with each box that is turned off.
        for box in within.get_by_role("checkbox").all():
            self.screen.input.turn(box, on=False)
        for option in options:
            with self.screen.expecting(f"the option “{option}” to choose", within):
                self.screen.input.turn(self.option(within, option), on=True)

    def option(self, within: Locator, text: str) -> Locator:
        """Return the option's radio button or checkbox."""
        radio = within.get_by_role("radio", name=text, exact=True)
        return radio.or_(within.get_by_role("checkbox", name=text, exact=True))

    def send_answer(self, name: str) -> None:
        self.press(self.button_in(name, self.send), f'the button "{self.send}" of “{name}”')

    def expect_cannot_answer(self, name: str) -> None:
        with self.open():
            self.expect_there(self.group(name), f"the {self.kind} “{name}”")
            self.expect_gone(self.button_in(name, self.send), f'button "{self.send}" of “{name}”')

    def result(self, within: Locator, option: str) -> Locator:
        """Return the list item that shows the result of an option."""
        return within.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{re.escape(option)}(?!\w)"))

    def expect_text(self, locator: Locator, pattern: str, what: str) -> None:
        with self.screen.expecting(what, self.root):
            expect(locator).to_have_text(re.compile(pattern, re.IGNORECASE), timeout=APPEARANCE)

    @property
    def notification_button(self) -> Locator:
        return self.screen.view.get_by_role("button", name=self.words(f"Go to {self.kind}"), exact=True)

    def follow_notification(self, name: str) -> None:
        """Open the poll or quiz by the button in its notification."""
        self.press(self.notification_button, f'a button "Go to {self.kind}" in the notification')
        self.expect_there(self.group(name), f"the {self.kind} “{name}” after following the notification")
        if self.root.is_visible():
            self.screen.notify_recorder()
            self.close()

    def button_in(self, name: str, word: str) -> Locator:
        return self.group(name).get_by_role("button", name=self.words(word), exact=True)
