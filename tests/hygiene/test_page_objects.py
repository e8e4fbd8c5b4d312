"""Page objects and steps have no unused methods and no pauses, and each check of the screen waits."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITE = ("steps", "people", "pages", "rooms")
USING = (*SUITE, "conformance")
FOR_ADAPTERS = {"hands", "news", "choose_to_join"}
"""Methods that only adapters use."""
STATES = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable"}
"""Playwright's methods that return the current state without waiting."""
PAUSES = {"wait_for_timeout", "sleep"}
WITH_REASON = {"rooms/started_server.py", "rooms/janus/serve_janus.py"}
"""Modules that may poll; ruff requires a reason in them."""


def trees(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield path and syntax tree of each module in these folders."""
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def name_of_call(node: ast.AST) -> str:
    """Return the name of the called method or function, or "" if the node is not a call."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def test_no_method_of_a_page_object_is_unused() -> None:
    methods = {
        function.name: f"{path}:{function.lineno} {function.name}"
        for path, tree in trees("pages")
        for cls in ast.walk(tree)
        if isinstance(cls, ast.ClassDef)
        for function in cls.body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("__")
    }
    used = {node.attr for _, tree in trees(*USING) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    unused = [place for name, place in methods.items() if name not in used | FOR_ADAPTERS]
    assert not unused, f"methods of page objects that nothing uses: {unused}"


def test_page_objects_and_steps_do_not_pause() -> None:
    pauses = [
        f"{path}:{node.lineno}"
        for path, tree in trees(*SUITE)
        if path not in WITH_REASON
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of_call(node) in PAUSES
    ]
    assert not pauses, f"wait for what happens instead of pausing: {pauses}"


def test_each_check_of_the_screen_waits() -> None:
    """A call of STATES asserts nothing if its value is unused, and does not wait if its value is asserted."""
    not_waiting = [
        f"{path}:{node.lineno}"
        for path, tree in trees(*SUITE)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Expr) and name_of_call(node.value) in STATES)
        or (isinstance(node, ast.Assert) and any(name_of_call(part) in STATES for part in ast.walk(node.test)))
    ]
    assert not not_waiting, f"use Playwright's expect, which waits: {not_waiting}"
