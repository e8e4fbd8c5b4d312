"""The suite reads and writes text as UTF-8, whatever the machine's locale."""

import ast

from tests.hygiene.test_page_objects import get_called_name, parse_modules

FOLDERS = ("pages", "people", "steps", "conformance")
TEXT_METHODS = {"read_text", "write_text"}


def test_text_files_are_read_and_written_with_an_encoding() -> None:
    calls = [
        (f"{path}:{node.lineno}", [keyword.arg for keyword in node.keywords])
        for path, tree in parse_modules(*FOLDERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and get_called_name(node) in TEXT_METHODS
    ]
    assert calls
    without_encoding = [place for place, keywords in calls if "encoding" not in keywords]
    assert not without_encoding, f'add encoding="utf-8": {without_encoding}'
