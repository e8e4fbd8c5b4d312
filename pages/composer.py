"""The dialog in which a moderator writes a poll or a quiz."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.screen import Place, Screen


@dataclass(frozen=True)
class QuestionDraft:
    """A question with its options; ``right`` are the correct ones of a quiz."""

    text: str
    options: Sequence[str]
    right: Sequence[str] = ()


@dataclass(frozen=True)
class QuestionnaireDraft:
    """A poll or a quiz to write. A poll has one question and no title.

    ``several``: whether the poll allows several choices.
    """

    questions: Sequence[QuestionDraft]
    title: str = ""
    several: bool = False

    @property
    def name(self) -> str:
        """The name that the screen shows: the title, or the question of a poll."""
        return self.title or self.questions[0].text


class Composer(Place):
    """The dialog "New poll" or "New quiz"."""

    def __init__(self, screen: Screen, kind: str) -> None:
        super().__init__(screen)
        self._kind = kind

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("dialog", name=self.words(f"New {self._kind}"), exact=True)

    def fill_in(self, draft: QuestionnaireDraft) -> None:
        self.expect_there(self.root, f'the dialog "New {self._kind}"')
        if draft.title:
            self._fill(self.root, "Title", draft.title)
        for number, question in enumerate(draft.questions, start=1):
            self._fill_question(self._open_container(number, draft), question)
        if draft.several:
            switch = self.root.get_by_role("switch", name=self.words("Several choices"), exact=True)
            self._tick(switch, 'the switch "Several choices"')

    def finish(self, word: str) -> None:
        self.screen.notify_recorder()
        self.press(self.button(word), f'the button "{word}" in the dialog')
        self.expect_gone(self.root, f'dialog "New {self._kind}" any more')

    def _open_container(self, number: int, draft: QuestionnaireDraft) -> Locator:
        """Return the element that contains a question: the dialog, or a quiz question's group.

        Adds the group if necessary.
        """
        if not draft.title:
            return self.root
        if number > 1:
            self.press(self.button("Add question"), 'the button "Add question"')
        return self.root.get_by_role("group", name=f"{self.words('Question')} {number}", exact=True)

    def _fill_question(self, container: Locator, question: QuestionDraft) -> None:
        self._fill(container, "Question", question.text)
        for number, option in enumerate(question.options, start=1):
            if number > 2:
                add = container.get_by_role("button", name=self.words("Add option"), exact=True)
                self.press(add, 'the button "Add option"')
            name = f"{self.words('Option')} {number}"
            self._fill(container, name, option)
            if option in question.right:
                name_of_box = f"{name} {self.words('is right')}"
                box = container.get_by_role("checkbox", name=name_of_box, exact=True)
                self._tick(box, f'the checkbox "{name_of_box}"')

    def _fill(self, container: Locator, name: str, text: str) -> None:
        with self.screen.expecting(f'the textbox "{name}"', self.root):
            self.screen.input.write(container.get_by_role("textbox", name=self.words(name), exact=True), text)

    def _tick(self, box: Locator, what: str) -> None:
        with self.screen.expecting(f"{what} to turn on", self.root):
            self.screen.input.turn(box, on=True)
            expect(box).to_be_checked(timeout=APPEARANCE)
