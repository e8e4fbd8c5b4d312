"""What room files can give other words for is what page objects look for."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pages.documented_words import WORDS

PAGES = Path(__file__).parents[2] / "pages"
TAKING = ("words", "button", "press_button")
"""What page objects hand documented names to."""
NEWS = {"viewer", "declined"}
"""Words within what people are told, which are no names of anything."""


def handed() -> Iterator[str]:
    for path in PAGES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in TAKING:
                yield from (
                    one.value for one in node.args[:1] if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_every_name_that_is_looked_for_is_documented() -> None:
    looked_for = set(handed())
    assert len(looked_for) > 20
    assert looked_for - NEWS <= WORDS


def test_every_documented_name_is_in_the_contract() -> None:
    text = (PAGES.parent / "docs" / "check-your-own-room.md").read_text()
    counted = {"Option", "is right", "right"}
    likewise = {"Open quiz", "Close quiz", "New quiz", "Go to quiz", "Close NAME", "Stage"}
    assert [word for word in sorted(WORDS - counted - likewise) if f'"{word}"' not in text] == []
