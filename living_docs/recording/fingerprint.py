"""The fingerprint of the suite: its version, and hashes that change with its features and code."""

import ast
import hashlib
import io
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from conformance.capabilities import CAPABILITIES_FILE
from conformance.catalogue import CATALOGUE_FILE

ROOT = CATALOGUE_FILE.parents[1]
FOLDERS = ("features", "steps", "pages", "people")
"""Folders with the code that checks the rules; room files and adapters belong to the rooms."""
MODULES = ("conformance/time_limits.py",)
"""Modules in other folders whose values change the checks."""
SUFFIXES = (".feature", ".py", ".js")


def suite_facts(root: Path = ROOT) -> dict[str, str]:
    """Return "version", "hash" and "catalogue" (SHA-256) of the suite in ``root``, equal on every system."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    catalogues = [root / path.relative_to(ROOT) for path in (CATALOGUE_FILE, CAPABILITIES_FILE)]
    return {
        "version": project["version"],
        "hash": _hash_files(root, _find_files(root)),
        "catalogue": _hash_files(root, catalogues),
    }


def _find_files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in (root / folder).rglob("*") if path.suffix in SUFFIXES)
    yield from (root / module for module in MODULES if (root / module).exists())


def _hash_files(root: Path, files: Iterable[Path]) -> str:
    """Return the hash of names and texts, in order of the names.

    Independent of line endings, and of comments and docstrings in Python, which decide no verdict.
    """
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        text = _code(text.decode()).encode() if path.suffix == ".py" else text
        digest.update(f"{name}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def _code(source: str) -> str:
    """Return the source of a module without comments, docstrings and empty lines."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for first, last in _docstrings(source):
        lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _docstrings(source: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each statement that is a string alone."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.end_lineno or node.lineno
