"""What was asked last in a scenario, so that its sentences can say "the poll" and "the quiz"."""

import re
from dataclasses import dataclass

import pytest

OPTIONS = r'(?P<options>"[^"]+"(?:, "[^"]+")*(?: and "[^"]+")?)'


@dataclass
class WasAsked:
    """The question of the last poll, and the title of the last quiz."""

    poll: str = ""
    quiz: str = ""


@pytest.fixture
def asked() -> WasAsked:
    return WasAsked()


def quoted(options: str) -> list[str]:
    """The texts in quotation marks, as in `"Yes", "No" and "Later"`."""
    return re.findall(r'"([^"]+)"', options)
