"""What room files can give other words for is what page objects and steps look for."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pages.documented_words import WORDS
from pages.words import GAP

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "pages"
TAKING = ("words", "button", "press_button")
"""What page objects hand documented names to."""
NOTIFYING = ("expect_notified", "was_notified", "saying", "expect_shown", "patterns_of", "status_message")
"""What page objects and steps hand notifications to."""
DOCUMENTED_IN_PARTS = {f"NAME {GAP} microphones", f"NAME {GAP} cameras", f"poll {GAP} open", f"quiz {GAP} open"}
"""Notifications that steps put together."""


def texts(calls: tuple[str, ...], *folders: str) -> Iterator[str]:
    """The texts that these functions are called with, in all modules of the folders."""
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in calls:
                yield from (
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                )


def test_every_name_that_is_looked_for_is_documented() -> None:
    looked_for = set(texts(TAKING, "pages"))
    assert len(looked_for) > 20
    assert looked_for <= WORDS


def test_every_notification_that_is_expected_is_documented() -> None:
    expected = set(texts(NOTIFYING, "pages", "people", "steps", "conformance")) - {"moderator", "attendee"}
    assert {f"NAME {GAP} declined", "another", "wait"} <= expected
    assert expected <= WORDS


def test_every_documented_notification_is_expected_somewhere() -> None:
    sources = [path.read_text() for folder in ("pages", "people", "steps") for path in (ROOT / folder).glob("*.py")]
    text = "".join(source for source in sources if "WORDS = frozenset" not in source)
    unused = {word for word in WORDS if GAP in word and f'"{word}"' not in text}
    assert unused == DOCUMENTED_IN_PARTS


def test_every_documented_name_is_in_the_contract() -> None:
    text = (ROOT / "docs" / "check-your-own-room.md").read_text()
    counted = {"Option", "is right"}
    likewise = {"Open quiz", "Close quiz", "New quiz", "Go to quiz", "Close NAME", "Stage"}
    assert [word for word in sorted(WORDS - counted - likewise) if f'"{word}"' not in text] == []
