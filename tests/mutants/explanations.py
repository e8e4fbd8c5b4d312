"""Reads the explanations why generated mutants are equivalent to the room.

The file is ``generated_equivalents.toml``. The file has a table for each function, with a line for each change: "old ->
new" = "reason".
"""

import tomllib
from functools import cache
from pathlib import Path

from tests.mutants.changed_source import describe_change, file_of, join_lines, parse_mutant_name, read_functions

EQUIVALENTS = Path(__file__).with_name("generated_equivalents.toml")
ARROW = " -> "

Explanations = dict[str, dict[str, str]]


@cache
def read_explanations() -> Explanations:
    """Return the reasons by function and change."""
    return tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))


def find_reason(mutant: str, folder: Path) -> str | None:
    """Return why the mutant is equivalent, or None without an explanation.

    ``folder`` contains the packages with all mutants.
    """
    return read_explanations().get(parse_mutant_name(mutant).source_name, {}).get(describe_change(mutant, folder))


def find_outdated(explained: Explanations, folder: Path) -> list[str]:
    """Return the explanations of changes to lines that no longer exist.

    ``folder`` contains the unchanged packages.
    """
    return [
        f"{function}: {change}"
        for function, changes in explained.items()
        for change in changes
        if change.partition(ARROW)[0] not in source_on_one_line(function, folder)
    ]


def source_on_one_line(function: str, folder: Path) -> str:
    """Return the source of a function on one line, or an empty string if there is no such function."""
    parts = function.split(".")
    for end in range(len(parts) - 1, 0, -1):
        file = file_of(".".join(parts[:end]), folder)
        if file.exists():
            return join_lines(read_functions(file).get(".".join(parts[end:]), "").splitlines())
    return ""
