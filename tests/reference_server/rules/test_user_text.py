"""Normalisation of names, titles and messages."""

import pytest

from reference_server.rules.user_text import isolated, one_line, several_lines


@pytest.mark.parametrize(
    "name",
    ["Ada", "Ada Lovelace", "Zoë", "О'Нил", "李雷", "محمد", "José-María", "👩‍💻", "<b>Ada</b>", "x" * 200, "می‌خواهم"],
)
def test_ordinary_names_stay_unchanged(name: str) -> None:
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
def test_control_characters_and_extra_spaces_are_removed_from_a_line(raw: str, line: str) -> None:
    assert one_line(raw) == line


@pytest.mark.parametrize("raw", ["", "   ", "\n", "\u200d", "\u200b", "\u3164", "\u2800", "\u0301", "\u202e", "\ufeff"])
def test_an_invisible_text_becomes_empty(raw: str) -> None:
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
def test_a_message_keeps_its_lines_without_control_characters(raw: str, text: str) -> None:
    assert several_lines(raw) == text


@pytest.mark.parametrize("name", ["עדה", "محمد", "Ada עדה", "٣"])
def test_a_name_from_right_to_left_is_isolated(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"


@pytest.mark.parametrize("name", ["Ada", "О'Нил", "李雷", "👩‍💻", "Ada!", ""])
def test_a_name_from_left_to_right_is_not_isolated(name: str) -> None:
    assert isolated(name) == name
