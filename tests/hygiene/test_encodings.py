"""The suite, its rooms and tools read and write text as UTF-8, whatever the machine's locale."""

import ast

from tests.hygiene.test_page_objects import get_called_name, parse_modules

FOLDERS = ("pages", "people", "steps", "conformance", "living_docs", "rooms", "tools", ".ci")
TEXT_METHODS = {"read_text", "write_text"}
TEXT_MODES = {"r", "w", "a", "x", "r+", "w+", "a+"}


def is_text_call(node: ast.Call) -> bool:
    """Return whether the call reads or writes text, or opens a file in a text mode."""
    name, modes = get_called_name(node), [node.value for node in node.args if isinstance(node, ast.Constant)]
    return name in TEXT_METHODS or (name == "open" and not TEXT_MODES.isdisjoint(modes))


def test_text_files_are_read_and_written_with_an_encoding() -> None:
    calls = [
        (f"{path}:{node.lineno}", get_called_name(node), [keyword.arg for keyword in node.keywords])
        for path, tree in parse_modules(*FOLDERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and is_text_call(node)
    ]
    assert {name for _, name, _ in calls} == {"open", *TEXT_METHODS}
    without_encoding = [place for place, _, keywords in calls if "encoding" not in keywords]
    assert not without_encoding, f'add encoding="utf-8": {without_encoding}'
