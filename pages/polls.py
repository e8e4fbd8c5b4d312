"""Polls: moderators ask, attendees vote, and everyone sees the result when the poll is closed."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.questionnaires import Questionnaires
from pages.words import any_form

VOTES_FORMS = "votes|vote"
"""The forms of the documented word "votes"."""


class Polls(Questionnaires):
    """The region "Polls": a group for each poll, named by its question."""

    word = "Polls"
    kind = "poll"
    send = "Vote"

    def vote(self, question: str, options: Sequence[str]) -> None:
        """Choose exactly these options, and vote."""
        with self.open():
            self.expect_there(self.group(question), f"the poll “{question}”")
            self.choose(self.group(question), options)
            self.send_answer(question)

    def expect_votes(self, question: str, votes: dict[str, int]) -> None:
        """Expect these numbers of votes, by option."""
        with self.open():
            for option, number in votes.items():
                result = self.result(self.group(question), option)
                what = f"{number} {'vote' if number == 1 else 'votes'} for “{option}”"
                self.expect_text(result, rf"(?<!\d){number}\s*{self._votes_pattern}", what)

    def expect_no_result(self, question: str) -> None:
        """Expect the poll without any number of votes."""
        with self.open():
            self.expect_there(self.group(question), f"the poll “{question}”")
            with self.screen.expecting(f"no result of “{question}”", self.root):
                any_result = re.compile(rf"\d+\s*(%|{self._votes_pattern})", re.IGNORECASE)
                expect(self.group(question)).not_to_have_text(any_result, timeout=APPEARANCE)

    def expect_chosen(self, question: str, option: str) -> None:
        """Expect the option to be chosen in the open poll."""
        with self.open(), self.screen.expecting(f"“{option}” to be the choice", self.root):
            expect(self.option(self.group(question), option)).to_be_checked(timeout=APPEARANCE)

    def expect_marked_own(self, question: str, option: str) -> None:
        """Expect the option, and no other, to be marked as the person's own vote in the result."""
        with self.open():
            marked = self._results(question).filter(has_text=self.words("Your vote"))
            with self.screen.expecting(f"“{option}” alone to be marked as the person's own vote", self.root):
                expect(marked).to_have_count(1, timeout=APPEARANCE)
                expect(marked).to_contain_text(option, timeout=APPEARANCE)

    @property
    def _votes_pattern(self) -> str:
        own = self.words("votes")
        return f"(?:{any_form(VOTES_FORMS if own == 'votes' else own).pattern})"

    def _results(self, question: str) -> Locator:
        return self.group(question).get_by_role("listitem")
