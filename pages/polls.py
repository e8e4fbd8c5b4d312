"""Polls: moderators ask, attendees vote, everybody sees the result at the close."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.questionnaires import Questionnaires

ANY_RESULT = re.compile(r"\d+\s*(%|votes?\b)", re.IGNORECASE)


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
        """The number of votes stands beside each of these options."""
        with self.open():
            for option, number in votes.items():
                line = self.result(self.group(question), option)
                self.expect_text(line, rf"(?<!\d){number} votes?\b", f"{number} votes for “{option}”")

    def expect_no_result(self, question: str) -> None:
        """The poll is there, and no number of votes in it."""
        with self.open():
            self.expect_there(self.group(question), f"the poll “{question}”")
            with self.screen.expecting(f"no result of “{question}”", self.root):
                expect(self.group(question)).not_to_have_text(ANY_RESULT, timeout=APPEARANCE)

    def expect_chosen(self, question: str, option: str) -> None:
        """The option is the one chosen in the open poll."""
        with self.open(), self.screen.expecting(f"“{option}” to be the choice", self.root):
            expect(self.option(self.group(question), option)).to_be_checked(timeout=APPEARANCE)

    def expect_marked_own(self, question: str, option: str) -> None:
        """In the result, the own choice is marked, and no other option is."""
        with self.open():
            marked = self._lines(question).filter(has_text=self.words("Your vote"))
            with self.screen.expecting(f"“{option}” alone to be marked as the own vote", self.root):
                expect(marked).to_have_count(1, timeout=APPEARANCE)
                expect(marked).to_contain_text(option, timeout=APPEARANCE)

    def _lines(self, question: str) -> Locator:
        return self.group(question).get_by_role("listitem")
