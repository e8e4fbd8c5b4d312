"""Faults in the selectors of a room file that can be found without a browser."""

import re

PAIRS = {")": "(", "]": "["}
PIECE = re.compile(r"\\.|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|.", re.DOTALL)
"""An escaped character, a text in quotation marks, or any other character."""
XPATH = "xpath="
"""The beginning of a selector that is XPath, for what CSS cannot express."""


def find_fault(selector: str) -> str:
    """Return what is wrong with a selector of Playwright, such as "“(” is not closed"; "" if nothing is."""
    if not selector.strip():
        return "it is empty"
    open_brackets: list[str] = []
    for piece in PIECE.findall(selector):
        if piece in "\"'":
            return f"{piece} is not closed"
        if piece in PAIRS.values():
            open_brackets.append(piece)
        elif piece in PAIRS and (not open_brackets or open_brackets.pop() != PAIRS[piece]):
            return f"“{piece}” closes nothing"
    if open_brackets:
        return f"“{open_brackets[-1]}” is not closed"
    return "" if selector.startswith(XPATH) else _find_fault_at_ends(selector.strip())


def _find_fault_at_ends(selector: str) -> str:
    if selector[0] in ",>+~":
        return f"nothing is before “{selector[0]}”"
    return f"nothing is after “{selector[-1]}”" if selector[-1] in ",>+~.#:" else ""
