"""Names and titles are normalised without damage."""

import pytest

from reference_server.rules.user_text import isolated, one_line, several_lines


@pytest.mark.parametrize(
    "name",
    ["Ada", "Ada Lovelace", "Zoë", "О'Нил", "李雷", "محمد", "José-María", "👩‍💻", "<b>Ada</b>", "x" * 200, "می‌خواهم"],
)
def test_what_people_are_called_stays_as_it_is(name: str) -> None:
    assert one_line(name) == name


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("  Ada  ", "Ada"),
        ("Ada\n\tLovelace", "Ada Lovelace"),
        ("Ada\u2028Lovelace", "Ada Lovelace"),
        ("Ada\u00a0 Lovelace", "Ada Lovelace"),
        ("A\x00d\x07a", "Ada"),
        ("Ada\x1b[31m", "Ada[31m"),
        ("\u202eadA", "adA"),
        ("\u2066Ada\u2069", "Ada"),
        ("Ada\ud800", "Ada"),
        ("Ada\ufdd0", "Ada"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_what_could_disturb_a_line_goes(raw: str, line: str) -> None:
    assert one_line(raw) == line


@pytest.mark.parametrize("raw", ["", "   ", "\n", "\u200d", "\u200b", "\u3164", "\u2800", "\u0301", "\u202e", "\ufeff"])
def test_a_text_of_which_nothing_shows_is_empty(raw: str) -> None:
    assert one_line(raw) == ""


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  indented\n\tcode  ", "  indented\n code"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a paragraph\n\n\n\nand another", "a paragraph\n\nand another"),
        ("\n\nAda\n\n", "Ada"),
        ("\u202eadA\nA\x00d\x07a", "adA\nAda"),
        ("<b>Ada</b> 👩‍💻 محمد", "<b>Ada</b> 👩‍💻 محمد"),
        ("X marks the spot\nkisses, Ada XX", "X marks the spot\nkisses, Ada XX"),
        (" \n\u200b\n", ""),
    ],
)
def test_a_message_keeps_its_lines_and_nothing_that_could_disturb_others(raw: str, text: str) -> None:
    assert several_lines(raw) == text


@pytest.mark.parametrize("name", ["עדה", "محمد", "Ada עדה", "٣"])
def test_a_name_from_right_to_left_turns_no_words_around_it(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"


@pytest.mark.parametrize("name", ["Ada", "О'Нил", "李雷", "👩‍💻", "Ada!", ""])
def test_any_other_name_stands_in_a_sentence_as_it_is(name: str) -> None:
    assert isolated(name) == name
