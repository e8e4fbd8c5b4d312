"""Quizzes: moderators ask, attendees answer, and everyone sees the results when the quiz is closed."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.questionnaires import Questionnaires
from pages.words import whole_word


class Quizzes(Questionnaires):
    """The region "Quizzes": a group for each quiz, named by its title, with a group for each question."""

    word = "Quizzes"
    kind = "quiz"
    send = "Answer"

    def question(self, title: str, text: str) -> Locator:
        return self.group(title).get_by_role("group", name=text, exact=True)

    def answer(self, title: str, answers: Mapping[str, Sequence[str]]) -> None:
        """Choose these options for these questions, and send the answers."""
        with self.open():
            self.expect_there(self.group(title), f"the quiz “{title}”")
            for text, options in answers.items():
                self.choose(self.question(title, text), options)
            self.send_answer(title)

    def expect_own_score(self, title: str, score: str) -> None:
        """Expect the number of the person's own right answers, such as "1 of 2"."""
        with self.open():
            result = self.group(title).get_by_text(whole_word(self._score_text(*score.split(" of "))))
            self.expect_there(result, f"{score} right")

    def expect_no_result(self, title: str) -> None:
        """Expect the quiz without a result or a right answer."""
        with self.open():
            self.expect_there(self.group(title), f"the quiz “{title}”")
            with self.screen.expecting(f"no result of “{title}”", self.root):
                expect(self.group(title)).not_to_have_text(self._any_result, timeout=APPEARANCE)

    def expect_right(self, title: str, text: str, right: Sequence[str]) -> None:
        """Expect exactly these options of the question to be marked as right."""
        with self.open():
            items = self.question(title, text).get_by_role("listitem")
            marked = items.filter(has_text=self.words("Right answer"))
            with self.screen.expecting(f"{' and '.join(right)} marked as right", self.root):
                expect(marked).to_contain_text([re.compile(re.escape(option)) for option in right], timeout=APPEARANCE)
                expect(marked).to_have_count(len(right), timeout=APPEARANCE)

    def expect_score_of(self, title: str, name: str, score: str) -> None:
        """Expect the number of this person's right answers on a moderator's screen."""
        with self.open():
            item = self.group(title).get_by_role("listitem").filter(has_text=whole_word(self.words.shown(name)))
            with self.screen.expecting(f"{name} with {score} right", self.root):
                expect(item).to_contain_text(self._score_text(*score.split(" of ")), timeout=APPEARANCE)

    def expect_no_score_of(self, title: str, name: str) -> None:
        """Expect that the quiz does not name this person."""
        with self.open():
            self.expect_there(self.group(title), f"the quiz “{title}”")
            with self.screen.expecting(f"no mention of {name} in the quiz", self.root):
                expect(self.group(title).get_by_text(whole_word(self.words.shown(name)))).to_have_count(
                    0, timeout=APPEARANCE
                )

    def _score_text(self, right: str, questions: str) -> str:
        """Return the room's text for a number of right answers, such as "1 of 2 right"."""
        return self.words("RIGHT of ALL right").replace("RIGHT", right).replace("ALL", questions)

    @property
    def _any_result(self) -> re.Pattern[str]:
        number, marked = r"\d+", self.words("Right answer")
        score = re.escape(self._score_text("RIGHT", "ALL")).replace("RIGHT", number).replace("ALL", number)
        return re.compile(rf"{score}|{whole_word(marked).pattern}|\d+ of \d+|\d+\s*%", re.IGNORECASE)
