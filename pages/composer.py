"""The window in which a moderator writes a poll or a quiz."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.screen import Place, Screen


@dataclass(frozen=True)
class Asked:
    """A question with its options; in a quiz some of them are right."""

    text: str
    options: Sequence[str]
    right: Sequence[str] = ()


@dataclass(frozen=True)
class Composed:
    """A poll, which has one question and no title, or a quiz. ``several``: a poll with several choices."""

    questions: Sequence[Asked]
    title: str = ""
    several: bool = False

    @property
    def name(self) -> str:
        """What it is called on the screen."""
        return self.title or self.questions[0].text


class Composer(Place):
    """The dialog "New poll" or "New quiz"."""

    def __init__(self, screen: Screen, kind: str) -> None:
        super().__init__(screen)
        self._kind = kind

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("dialog", name=self.words(f"New {self._kind}"), exact=True)

    def fill_in(self, composed: Composed) -> None:
        self.expect_there(self.root, f'the window "New {self._kind}"')
        if composed.title:
            self._fill(self.root, "Title", composed.title)
        for number, question in enumerate(composed.questions, start=1):
            self._fill_question(self._place_of(number, composed), question)
        if composed.several:
            self._tick(self.root.get_by_role("switch", name=self.words("Several choices"), exact=True))

    def finish(self, word: str) -> None:
        self.screen.worth_a_look()
        self.press(self.button(word), f'the button "{word}" in the window')
        self.expect_gone(self.root, f'window "New {self._kind}" any more')

    def _place_of(self, number: int, composed: Composed) -> Locator:
        """Where a question is written: in a quiz each has a group of its own."""
        if not composed.title:
            return self.root
        if number > 1:
            self.press(self.button("Add question"), 'the button "Add question"')
        return self.root.get_by_role("group", name=f"{self.words('Question')} {number}", exact=True)

    def _fill_question(self, place: Locator, question: Asked) -> None:
        self._fill(place, "Question", question.text)
        for number, option in enumerate(question.options, start=1):
            if number > 2:
                add = place.get_by_role("button", name=self.words("Add option"), exact=True)
                self.press(add, 'the button "Add option"')
            name = f"{self.words('Option')} {number}"
            self._fill(place, name, option)
            if option in question.right:
                self._tick(place.get_by_role("checkbox", name=f"{name} {self.words('is right')}", exact=True))

    def _fill(self, place: Locator, name: str, text: str) -> None:
        with self.screen.expecting(f'the textbox "{name}"', self.root):
            self.screen.hands.write(place.get_by_role("textbox", name=self.words(name), exact=True), text)

    def _tick(self, box: Locator) -> None:
        with self.screen.expecting("a box to tick", self.root):
            self.screen.hands.turn(box, on=True)
            expect(box).to_be_checked(timeout=APPEARANCE)
