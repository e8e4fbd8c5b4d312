"""Elements of a screen by role and name, and their similarity to the one looked for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

SNAPSHOT_LINE = re.compile(
    r'^\s*- (?P<role>[a-z]+)(?: "(?P<name>(?:[^"\\]|\\.)*)")?(?P<rest>[^"]*?)(?:: (?P<text>.+))?:?$'
)
NAMELESS_BUTTON = re.compile(r'^\s*- button(?: "[\ue000-\uf8ff\s]*")?(?: \[[^]]*\])*:?(?: "?[\ue000-\uf8ff\s]*"?)?$')
"""A button without a name, or named by an icon font's characters, which have no meaning."""
RELATED_ROLES: tuple[frozenset[str], ...] = (
    frozenset({"button", "link", "menuitem", "tab", "switch", "checkbox", "radio", "option"}),
    frozenset({"region", "complementary", "navigation", "form", "main", "group", "figure", "dialog", "alertdialog"}),
    frozenset({"textbox", "searchbox", "combobox", "listbox", "spinbutton"}),
    frozenset({"list", "listitem", "log", "table", "row", "group"}),
    frozenset({"status", "alert", "log", "paragraph"}),
    frozenset({"meter", "progressbar", "slider"}),
    frozenset({"toolbar", "group", "navigation", "banner", "contentinfo", "menu"}),
)
"""Groups of roles that rooms confuse."""
MIN_SIMILARITY = 0.55
"""The similarity, from 0 to 1, from which on an element counts as similar."""


@dataclass(frozen=True)
class ScreenElement:
    """An element of a screen, as a screen reader presents it; ``name`` is its text where it has no name."""

    role: str
    name: str

    def __str__(self) -> str:
        return f'{self.role} "{self.name}"'


def elements_in(snapshot: str) -> list[ScreenElement]:
    """Return the distinct elements of an ARIA snapshot that have a name or a text, in order."""
    found = (SNAPSHOT_LINE.match(line) for line in snapshot.splitlines())
    elements = (
        ScreenElement(match["role"], _unquote(match["name"] or match["text"] or "")) for match in found if match
    )
    return list(dict.fromkeys(element for element in elements if element.name and element.role != "text"))


def count_nameless_buttons(snapshot: str) -> int:
    """Return the number of buttons in an ARIA snapshot that have neither a name nor a text."""
    return sum(bool(NAMELESS_BUTTON.match(line)) for line in snapshot.splitlines())


def names_of(role: str, snapshot: str, holds: str = "") -> list[str]:
    """Return the names of the elements of this role, in order.

    ``holds``: only those of elements that contain this text.
    """
    lines = snapshot.splitlines()
    return list(dict.fromkeys(
        _unquote(match["name"] or match["text"] or "")
        for number, match in enumerate(map(SNAPSHOT_LINE.match, lines))
        if match and match["role"] == role and holds in "\n".join(_subtree(lines, number))
    ))  # fmt: skip


def _subtree(lines: Sequence[str], number: int) -> list[str]:
    """Return the line of an element, and the lines of what it contains."""
    depth = len(lines[number]) - len(lines[number].lstrip())
    inside = takewhile(lambda line: len(line) - len(line.lstrip()) > depth, lines[number + 1 :])
    return [lines[number], *inside]


def find_similar(
    role: str, names: Iterable[str], elements: Iterable[ScreenElement], excluded_names: Iterable[str]
) -> list[ScreenElement]:
    """Return the elements similar in role and name, the most similar first.

    ``excluded_names`` are names of other elements of the contract, which are excluded.
    """
    own_names, other_names = list(names), set(excluded_names)
    candidates = [element for element in elements if element.name in own_names or element.name not in other_names]
    scored_elements = [(similarity(role, own_names, element), element) for element in candidates]
    ranked = sorted((pair for pair in scored_elements if pair[0] >= MIN_SIMILARITY), key=lambda pair: -pair[0])
    return [element for _, element in ranked]


def similarity(role: str, names: Iterable[str], element: ScreenElement) -> float:
    """Return a similarity from 0 (nothing in common) to 1 (the same role, and one of the names)."""
    by_name = max((_name_similarity(name, element.name) for name in names), default=0.0)
    if element.role == role:
        return by_name
    related = any({role, element.role} <= roles for roles in RELATED_ROLES)
    return by_name * (0.9 if related else 0.7)


def _name_similarity(first: str, second: str) -> float:
    a, b = first.casefold(), second.casefold()
    by_letters = SequenceMatcher(None, a, b).ratio()
    words_a, words_b = set(re.findall(r"\w+", a)), set(re.findall(r"\w+", b))
    # Words count in any order: "Stage: join" has all words of "Join stage", but few letters in the same order.
    by_words = 2 * len(words_a & words_b) / (len(words_a) + len(words_b)) if words_a and words_b else 0.0
    return max(by_letters, by_words)


def _unquote(text: str) -> str:
    """Return a name without the snapshot's quotation marks and escapes."""
    inner = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    return inner.replace('\\"', '"').replace("\\\\", "\\").strip()


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Return the text with placeholders such as ``NAME`` replaced by their values."""
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text


def restore_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Return the text with values replaced by their placeholders."""
    for placeholder, value in values.items():
        text = text.replace(value, placeholder)
    return text
