"""The style sheets stand side by side on one page: what one of them names, no other names again."""

import re
from pathlib import Path

SHEETS = Path(__file__).parents[3] / "reference_server" / "static" / "css"
NAMED = re.compile(r"@keyframes ([\w-]+)")
USED = re.compile(r"animation: ([\w-]+)")


def test_an_animation_has_one_meaning_and_is_used() -> None:
    text = "\n".join(sheet.read_text() for sheet in sorted(SHEETS.glob("*.css")))
    named = NAMED.findall(text)
    assert len(named) > 4
    assert sorted(named) == sorted(set(named))
    assert set(named) == set(USED.findall(text))
