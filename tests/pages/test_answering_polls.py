"""Votes are for exactly the named options, and a missing result is reported in plain words."""

import pytest
from playwright.sync_api import Page

from pages.polls import Polls
from pages.screen import Screen
from pages.words import Words
from tests.short_time_limits import expecting_failure

POLL = """
<section aria-label=Polls>
  <div role=group aria-label="What to practise?">
    <label><input type=checkbox checked>Lights</label>
    <label><input type=checkbox checked>Cues</label>
    <label><input type=checkbox>Sound</label>
    <label><input type=checkbox checked>Voices</label>
  </div>
  <div role=group aria-label="Lunch?"><ul><li>Yes 2 votes</li><li>No 1 vote</li></ul></div>
</section>
"""
READ_CHOSEN = "boxes => boxes.filter(box => box.checked).map(box => box.parentElement.textContent)"


@pytest.fixture
def polls(isolated_page: Page) -> Polls:
    isolated_page.set_content(POLL)
    return Polls(Screen("Ada", "laptop", isolated_page, Words()))


@pytest.mark.parametrize("options", [["Sound"], ["Cues", "Sound"], ["Lights", "Cues", "Sound", "Voices"]])
def test_exactly_the_named_options_are_chosen(polls: Polls, isolated_page: Page, options: list[str]) -> None:
    polls.choose(polls.group("What to practise?"), options)
    assert isolated_page.locator("input").evaluate_all(READ_CHOSEN) == options


@pytest.mark.parametrize(("number", "expected"), [(1, "1 vote for “Yes”"), (3, "3 votes for “Yes”")])
def test_a_missing_result_is_named_with_its_number_of_votes(polls: Polls, number: int, expected: str) -> None:
    polls.expect_votes("Lunch?", {"Yes": 2, "No": 1})
    with expecting_failure(f"expected {expected}"):
        polls.expect_votes("Lunch?", {"Yes": number})
