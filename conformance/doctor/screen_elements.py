"""What is on a screen by roles and names, and which of it comes nearest to what was looked for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

LINE = re.compile(r'^\s*- (?P<role>[a-z]+)(?: "(?P<name>(?:[^"\\]|\\.)*)")?(?P<rest>[^"]*?)(?:: (?P<text>.+))?:?$')
RELATED_ROLES: tuple[frozenset[str], ...] = (
    frozenset({"button", "link", "menuitem", "tab", "switch", "checkbox", "radio", "option"}),
    frozenset({"region", "complementary", "navigation", "form", "main", "group", "figure", "dialog", "alertdialog"}),
    frozenset({"textbox", "searchbox", "combobox", "listbox", "spinbutton"}),
    frozenset({"list", "listitem", "log", "table", "row", "group"}),
    frozenset({"status", "alert", "log", "paragraph"}),
    frozenset({"meter", "progressbar", "slider"}),
    frozenset({"toolbar", "group", "navigation", "banner", "contentinfo", "menu"}),
)
"""Roles that makers of rooms take for each other."""
NEAR = 0.55
"""The similarity, from 0 to 1, from which on two names are taken to mean the same."""


@dataclass(frozen=True)
class ScreenElement:
    """Something on a screen, as a screen reader meets it; ``name`` is its text where it has no name."""

    role: str
    name: str

    def __str__(self) -> str:
        return f'{self.role} "{self.name}"'


def elements_in(snapshot: str) -> list[ScreenElement]:
    """The elements of an ARIA snapshot that have a name or a text, in their order, each once."""
    found = (LINE.match(line) for line in snapshot.splitlines())
    elements = (ScreenElement(one["role"], _plain(one["name"] or one["text"] or "")) for one in found if one)
    return list(dict.fromkeys(element for element in elements if element.name and element.role != "text"))


def nearest(
    role: str, names: Iterable[str], elements: Iterable[ScreenElement], taken: Iterable[str]
) -> list[ScreenElement]:
    """What may be meant, the likest first: by its role and by any of ``names``.

    ``taken`` are the names of other places, which mean those.
    """
    wanted, others = list(names), set(taken)
    free = [element for element in elements if element.name in wanted or element.name not in others]
    likely = [(similarity(role, wanted, element), element) for element in free]
    ranked = sorted((one for one in likely if one[0] >= NEAR), key=lambda one: -one[0])
    return [element for _, element in ranked]


def similarity(role: str, names: Iterable[str], element: ScreenElement) -> float:
    """From 0, nothing in common, to 1, the same role and one of the names."""
    by_name = max((_alike(name, element.name) for name in names), default=0.0)
    if element.role == role:
        return by_name
    related = any({role, element.role} <= kin for kin in RELATED_ROLES)
    return by_name * (0.9 if related else 0.7)


def _alike(wanted: str, there: str) -> float:
    a, b = wanted.casefold(), there.casefold()
    letters = SequenceMatcher(None, a, b).ratio()
    ours, theirs = set(re.findall(r"\w+", a)), set(re.findall(r"\w+", b))
    # Whole words in common weigh more than letters: "Join stage" is nearer to "Go on stage" than to "Joints".
    words = 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
    return max(letters, words)


def _plain(text: str) -> str:
    """A name as it is, without what the snapshot puts around and before quotation marks."""
    inner = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    return inner.replace('\\"', '"').replace("\\\\", "\\").strip()


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with ``NAME`` and the like replaced by what they stand for."""
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text


def with_placeholders(text: str, values: Mapping[str, str]) -> str:
    """The opposite of `filled`."""
    for placeholder, value in values.items():
        text = text.replace(value, placeholder)
    return text
