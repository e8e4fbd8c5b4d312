"""A usual word of one element is no guess for another."""

import pytest

from conformance.doctor.usual_words import has_other_meaning


@pytest.mark.parametrize(
    ("name", "word", "is_other"),
    [
        ("➤", "Ask to join stage", True),
        ("Say something...", "Your name", True),
        ("➤", "Send", False),
        ("Accept", "Bring to stage", False),
        ("Onward", "Enter", False),
    ],
)
def test_names_with_another_meaning_are_recognised(name: str, word: str, is_other: bool) -> None:
    assert has_other_meaning(name, word) is is_other
