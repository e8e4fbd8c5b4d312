"""The contract lists all words that a room file can replace."""

from pathlib import Path

from pages.documented_words import WORDS

CONTRACT = Path(__file__).parents[2] / "docs" / "check-your-own-room.md"


def test_every_documented_word_is_in_the_contract() -> None:
    text = CONTRACT.read_text()
    with_number = {"Option", "is right"}
    analogous = {"Open quiz", "Close quiz", "New quiz", "Go to quiz", "Close NAME", "Stage"}
    assert [word for word in sorted(WORDS - with_number - analogous) if f'"{word}"' not in text] == []
