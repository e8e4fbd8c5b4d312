"""The contract lists all words that a room file can replace."""

from pathlib import Path

from pages.documented_words import WORDS

CONTRACT = Path(__file__).parents[2] / "docs" / "check-your-own-room.md"
WORDS_WITH_NUMBER = {"Option", "is right"}
"""Words that the contract lists with a number, such as "Option 1"."""
WORDS_BY_ANALOGY = {"Open quiz", "Close quiz", "New quiz", "Go to quiz", "Close NAME", "Stage"}
"""Words that follow from similar ones in the contract, such as "Open quiz" from "Open poll"."""


def test_every_documented_word_is_in_the_contract() -> None:
    contract = CONTRACT.read_text()
    missing_words = [
        word for word in sorted(WORDS - WORDS_WITH_NUMBER - WORDS_BY_ANALOGY) if f'"{word}"' not in contract
    ]
    assert not missing_words, f"add these words to the contract in {CONTRACT.name}: {missing_words}"
