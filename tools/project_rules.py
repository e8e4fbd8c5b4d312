"""Lint rules of this project that no linter has: ``python -m tools.project_rules``.

Prints a line for each violation, and exits with 1 if there is any.
"""

import ast
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from pages.documented_words import WORDS
from pages.words import GAP

ROOT = Path(__file__).resolve().parents[1]
SUITE_FOLDERS = ("pages", "people", "steps", "rooms", "conformance")
NAME_METHODS = ("words", "button", "press_button")
"""The methods of page objects that take the name of an element."""
NOTIFICATION_FUNCTIONS = (
    "expect_notified",
    "was_notified",
    "saying",
    "expect_shown",
    "patterns_of",
    "status_message",
    "with_own_words",
)
"""The functions of page objects and steps that take the words of a notification, or of a control's name."""
NOT_WORDS = {"moderator", "attendee"}
"""Arguments of these functions that are not words on a screen."""
COMPOSED_NOTIFICATIONS = {f"NAME {GAP} microphones", f"NAME {GAP} cameras", f"poll {GAP} open", f"quiz {GAP} open"}
"""Notifications that steps put together."""
CODE_FOLDERS = (*SUITE_FOLDERS, ".ci", "living_docs", "reference_server", "tests", "tools")
NOT_NAMES = {"__init__.py", "__main__.py", "conftest.py"}
"""Modules with a name that Python or pytest prescribes."""
PYTHON_FOLDERS = (*CODE_FOLDERS, "features")
"""The folders with Python files; conftest.py is beside them."""
DOCSTRING_OWNERS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
MAX_SUMMARY_LENGTH = 100
TIME_LIMIT = re.compile(r"\b(?:timeout|patience)(?:: \w+)? ?= ?[\d_.]+")


def find_violations(root: Path, words: Collection[str] = WORDS) -> Iterator[str]:
    """Yield the violations in the project's folder ``root``; ``words``: the documented words."""
    yield from _find_undocumented_words(root, words, NAME_METHODS, "pages")
    yield from _find_undocumented_words(root, words, NOTIFICATION_FUNCTIONS, "pages", "people", "steps", "conformance")
    yield from _find_unexpected_notifications(root, words)
    yield from _find_time_limits(root)
    yield from _find_repeated_names(root)
    yield from _find_long_summaries(root)


def python_files(root: Path) -> list[Path]:
    """Return all Python files of the project."""
    return [*sorted(root.glob("*.py")), *_sources(root, *PYTHON_FOLDERS)]


def _find_undocumented_words(
    root: Path, words: Collection[str], functions: Collection[str], *folders: str
) -> Iterator[str]:
    """Yield the words that are not documented, which a room file could not replace."""
    for path in _sources(root, *folders):
        for text, line in _text_arguments(path, functions):
            if text not in words and text not in NOT_WORDS:
                place = f"{path.relative_to(root)}:{line}"
                yield f'{place}: "{text}" is not documented; add it to pages/documented_words.py'


def _find_unexpected_notifications(root: Path, words: Collection[str]) -> Iterator[str]:
    """Yield the documented notifications that no step expects, so that no room file needs them."""
    sources = [path.read_text(encoding="utf-8") for path in _sources(root, "pages", "people", "steps")]
    text = "".join(source for source in sources if "WORDS = frozenset" not in source)
    for word in sorted(words):
        if GAP in word and word not in COMPOSED_NOTIFICATIONS and f'"{word}"' not in text:
            yield f'pages/documented_words.py: no step expects "{word}"; remove it'


def _find_time_limits(root: Path) -> Iterator[str]:
    """Yield time limits outside time_limits.py, which STAGEDOOR_PATIENCE would not multiply."""
    for path in _sources(root, *SUITE_FOLDERS):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := TIME_LIMIT.search(line):
                place = f"{path.relative_to(root)}:{number}"
                yield f'{place}: "{found[0]}" is a time limit; move the number to conformance/time_limits.py'


def _find_repeated_names(root: Path) -> Iterator[str]:
    """Yield the modules and classes that have the name of another one."""
    modules: dict[str, str] = {}
    classes: dict[str, str] = {}
    for path in _sources(root, *CODE_FOLDERS):
        place = str(path.relative_to(root))
        if path.name not in NOT_NAMES and (other := modules.setdefault(path.name, place)) != place:
            yield f"{place}: {other} has the same name; rename one"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                line = f"{place}:{node.lineno}"
                if (other := classes.setdefault(node.name, line)) != line:
                    yield f'{line}: "{node.name}" is the name of the class of {other} as well; rename one'


def _find_long_summaries(root: Path) -> Iterator[str]:
    """Yield the docstrings whose first line is too long."""
    for path in python_files(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, DOCSTRING_OWNERS) and (docstring := ast.get_docstring(node)):
                length = len(docstring.split("\n")[0])
                if length > MAX_SUMMARY_LENGTH:
                    place = f"{path.relative_to(root)}:{node.body[0].lineno}"
                    advice = f"write at most {MAX_SUMMARY_LENGTH}"
                    yield f"{place}: the first line of a docstring has {length} characters; {advice}"


def _text_arguments(path: Path, functions: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield the literal texts that these functions are called with, and their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in functions:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, argument.lineno


def _sources(root: Path, *folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]


def main() -> int:
    """Print the violations; return the exit code."""
    lines = list(find_violations(ROOT))
    print("\n".join(lines) or "All rules of the project hold.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
