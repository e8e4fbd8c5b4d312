"""Normalises text that people type, so that it cannot disturb a page."""

import unicodedata
from functools import lru_cache

# Letters and symbols without a visible glyph; a name that consists of them would be invisible.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def one_line(raw: str) -> str:
    """Return the text trimmed, on one line, with single spaces and without control characters.

    Bidirectional controls are removed too, since they would reorder the text around them; joiners stay, since emoji
    and several scripts need them. A text without a visible character becomes empty.
    """
    allowed = "".join(char for char in unicodedata.normalize("NFC", raw) if char.isspace() or _is_allowed(char))
    line = " ".join(allowed.split())
    return line if any(_is_visible(char) for char in line) else ""


@lru_cache(1024)
def isolated(name: str) -> str:
    """Return the name for use in a sentence: in directional isolates if it holds right-to-left text."""
    right_to_left = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in name)
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}" if right_to_left else name


def several_lines(raw: str) -> str:
    """Return the text with its line breaks, each line cleaned as in `one_line`, but with its spaces.

    Only the spaces at the end of a line are removed. Consecutive empty lines become one, so that a message cannot push
    the others off the screen; leading and trailing empty lines are removed.
    """
    lines = [_clean_line(line) for line in unicodedata.normalize("NFC", raw).splitlines()]
    collapsed = [line for line, previous in zip(lines, ["", *lines], strict=False) if line or previous]
    text = "\n".join(collapsed).strip("\n")
    return text if any(_is_visible(char) for char in text) else ""


def _clean_line(line: str) -> str:
    return "".join(" " if char.isspace() else char for char in line if char.isspace() or _is_allowed(char)).rstrip()


def _is_allowed(char: str) -> bool:
    return char not in BIDI_CONTROLS and unicodedata.category(char) not in {"Cc", "Cs", "Cn"}


def _is_visible(char: str) -> bool:
    return char not in BLANK and unicodedata.category(char)[0] in "LNPS"
