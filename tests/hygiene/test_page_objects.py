"""Page objects and steps have no unused methods and no pauses, and each check of the screen waits."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITE_FOLDERS = ("steps", "people", "pages", "rooms")
CALLING_FOLDERS = (*SUITE_FOLDERS, "conformance")
FORMER_NAMES = {"hands", "news"}
"""Former names of attributes of page objects, which stay for adapters that use them."""
GETTERS = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable"}
"""Playwright's methods that return the current state without waiting."""
PAUSE_FUNCTIONS = {"wait_for_timeout", "sleep"}
POLLING_MODULES = {"rooms/started_server.py"}
"""Modules that may pause; a server of another maker does not report when it is ready, so it is polled."""


def parse_modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield path and syntax tree of each module in these folders."""
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def get_called_name(node: ast.AST) -> str:
    """Return the name of the called method or function, or "" if the node is not a call."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def test_no_method_of_a_page_object_is_unused() -> None:
    methods = {
        function.name: f"{path}:{function.lineno} {function.name}"
        for path, tree in parse_modules("pages")
        for cls in ast.walk(tree)
        if isinstance(cls, ast.ClassDef)
        for function in cls.body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("__")
    }
    nodes = (node for _, tree in parse_modules(*CALLING_FOLDERS) for node in ast.walk(tree))
    used_names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    unused_methods = [method for name, method in methods.items() if name not in used_names | FORMER_NAMES]
    assert not unused_methods, f"methods of page objects that nothing uses: {unused_methods}"


def test_page_objects_and_steps_do_not_pause() -> None:
    pauses = [
        f"{path}:{node.lineno}"
        for path, tree in parse_modules(*SUITE_FOLDERS)
        if path not in POLLING_MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and get_called_name(node) in PAUSE_FUNCTIONS
    ]
    assert not pauses, f"wait for an event or a state of the page instead of pausing: {pauses}"


def test_each_check_of_the_screen_waits() -> None:
    """A call of one of GETTERS asserts nothing if its value is unused; asserted, it does not wait."""
    checks_without_wait = [
        f"{path}:{node.lineno}"
        for path, tree in parse_modules(*SUITE_FOLDERS)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Expr) and get_called_name(node.value) in GETTERS)
        or (isinstance(node, ast.Assert) and any(get_called_name(part) in GETTERS for part in ast.walk(node.test)))
    ]
    assert not checks_without_wait, f"use Playwright's expect, which waits: {checks_without_wait}"
