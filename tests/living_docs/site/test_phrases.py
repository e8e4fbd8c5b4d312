"""Texts of the pages: the headline of a run, plurals and quotation marks."""

from collections import Counter

import pytest

from conformance.verdicts import Verdict
from living_docs.site.phrases import headline, in_words, last_word, number, quoted


def make_counts(**rules: int) -> dict[Verdict, Counter[str]]:
    return {verdict: Counter(total=rules.get(verdict.name.lower(), 0)) for verdict in Verdict}


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        ({"passed": 77}, "All 77 rules that were tested hold"),
        ({"passed": 1}, "The one rule that was tested holds"),
        ({"failed": 1}, "The one rule that was tested does not hold"),
        ({"known_deviation": 1}, "The one rule that was tested differs as declared"),
        ({"passed": 4, "failed": 1}, "4 of 5 tested rules hold, 1 does not"),
        ({"passed": 3, "failed": 2, "known_deviation": 1}, "3 of 6 tested rules hold, 2 do not, 1 differs as declared"),
        ({"passed": 70, "known_deviation": 2}, "70 of 72 tested rules hold, 2 differ as declared"),
        ({"passed": 5, "not_offered": 3}, "All 5 rules that were tested hold"),
        ({"unexpectedly_passed": 1, "passed": 1}, "All 2 rules that were tested hold"),
        ({"passed": 2, "not_reached": 3}, "All 2 rules that were tested hold, 3 could not be reached"),
        ({"not_reached": 1}, "No rule could be tested"),
        ({"not_tested": 77}, "No rule was tested"),
    ],
)
def test_the_headline_counts_tested_rules(rules: dict[str, int], text: str) -> None:
    assert headline(make_counts(**rules), "") == text


def test_the_headline_of_an_interrupted_run_is_preliminary() -> None:
    assert headline(make_counts(passed=3), "The run was interrupted.") == "All 3 rules that were tested hold so far"
    assert headline(make_counts(passed=3, failed=1), "The run was interrupted.").endswith("1 does not")


def test_a_noun_agrees_with_its_number() -> None:
    assert [number(count, "rule") for count in (0, 1, 2)] == ["0 rules", "1 rule", "2 rules"]
    assert number(2, "does not", "do not") == "2 do not"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.44, "0.4 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (75.4, "75 s"),
        (119.4, "119 s"),
        (119.6, "2 min 0 s"),
        (179.6, "3 min 0 s"),
        (250, "4 min 10 s"),
    ],
)
def test_durations_are_rounded_to_whole_seconds(seconds: float, text: str) -> None:
    assert in_words(seconds) == text


def test_uses_typographic_quotation_marks() -> None:
    assert quoted('There is "Heart" to choose, and "Clap"') == "There is “Heart” to choose, and “Clap”"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("and you are live.", ("and you are ", "live.")),
        ("the button <b>Join stage</b>.", ("the button ", "<b>Join stage</b>.")),
        ("<b>Decline</b> tells them", ("<b>Decline</b> tells ", "them")),
        ("Gone.", ("", "Gone.")),
    ],
)
def test_the_last_word_keeps_its_markup(text: str, parts: tuple[str, str]) -> None:
    assert last_word(text) == parts
