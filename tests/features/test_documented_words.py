"""The words that a room file can replace are those of the contract."""

from pathlib import Path

from pages.documented_words import WORDS

CONTRACT = Path(__file__).parents[2] / "docs" / "check-your-own-room.md"


def test_every_documented_word_is_in_the_contract() -> None:
    text = CONTRACT.read_text()
    counted = {"Option", "is right"}
    likewise = {"Open quiz", "Close quiz", "New quiz", "Go to quiz", "Close NAME", "Stage"}
    assert [word for word in sorted(WORDS - counted - likewise) if f'"{word}"' not in text] == []
