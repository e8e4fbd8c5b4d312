"""Text that people type in, made safe to stand on anybody's screen: a name on one line, a message on several."""

import unicodedata
from functools import lru_cache

# Letters and symbols that show nothing at all: a name of only these would be an invisible person.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def one_line(raw: str) -> str:
    """The text on one line, trimmed: runs of white space become one space, control characters go.

    Bidirectional controls go as well, since they would turn the text around them; joiners stay, since emoji
    and several scripts need them. A text of which nothing could be seen becomes empty.
    """
    kept = "".join(char for char in unicodedata.normalize("NFC", raw) if char.isspace() or _stays(char))
    line = " ".join(kept.split())
    return line if any(_shows(char) for char in line) else ""


@lru_cache(1024)
def isolated(name: str) -> str:
    """The name as it may stand in a sentence: one that is written from right to left turns no words around it."""
    turns = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in name)
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}" if turns else name


def several_lines(raw: str) -> str:
    """The text with its line breaks: each line as `one_line` would have it, but with its spaces as they are.

    Of several empty lines in a row one stays, so that nobody can push the others off the screen; none stands
    at the beginning or at the end.
    """
    lines = [_spaced(line) for line in unicodedata.normalize("NFC", raw).splitlines()]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    text = "\n".join(kept).strip("\n")
    return text if any(_shows(char) for char in text) else ""


def _spaced(line: str) -> str:
    return "".join(" " if char.isspace() else char for char in line if char.isspace() or _stays(char)).rstrip()


def _stays(char: str) -> bool:
    return char not in BIDI_CONTROLS and unicodedata.category(char) not in {"Cc", "Cs", "Cn"}


def _shows(char: str) -> bool:
    return char not in BLANK and unicodedata.category(char)[0] in "LNPS"
