"""Explanations why generated mutants are equivalent to the room: ``generated_equivalents.toml``.

The file has a table for each function, with a line for each change: "old -> new" = "reason".
"""

import tomllib
from functools import cache
from pathlib import Path

from tests.mutants.changed_source import changed_line, file_of, functions_in, join_lines, parts_of

EQUIVALENTS = Path(__file__).with_name("generated_equivalents.toml")
ARROW = " -> "

Explanations = dict[str, dict[str, str]]


@cache
def explanations() -> Explanations:
    """Return the reasons by function and change."""
    return tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))


def reason_for(mutant: str, folder: Path) -> str | None:
    """Return why the mutant is equivalent, or None without an explanation.

    ``folder`` contains the packages with all mutants.
    """
    return explanations().get(parts_of(mutant).source_name, {}).get(changed_line(mutant, folder))


def outdated(explained: Explanations, folder: Path) -> list[str]:
    """Return the explanations of changes to lines that no longer exist.

    ``folder`` contains the unchanged packages.
    """
    return [
        f"{function}: {change}"
        for function, changes in explained.items()
        for change in changes
        if change.partition(ARROW)[0] not in lines_of(function, folder)
    ]


def lines_of(function: str, folder: Path) -> str:
    """Return the source of a function on one line, or an empty text if there is no such function."""
    parts = function.split(".")
    for end in range(len(parts) - 1, 0, -1):
        file = file_of(".".join(parts[:end]), folder)
        if file.exists():
            return join_lines(functions_in(file).get(".".join(parts[end:]), "").splitlines())
    return ""
