"""The lines that a mutant of mutmut changes, read from the module that contains all mutants."""

import ast
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

MARK = "__mutmut_"
ORIGINAL = f"{MARK}orig"
CLASS_MARK = "ǁ"
"""Stands in the name of a changed method between the class and the method."""


class MutantName(NamedTuple):
    """A mutant's name in parts: module, class with a dot if it changes a method, and function."""

    module: str
    owner: str
    function: str

    @property
    def original(self) -> str:
        """The name of the unchanged function in the module that holds the mutants."""
        return self.owner + self.function.partition(MARK)[0] + ORIGINAL

    @property
    def mutated(self) -> str:
        """The name of the changed function in that module."""
        return self.owner + self.function

    @property
    def source_name(self) -> str:
        """The function's name in the unchanged code, with its module."""
        mangled = self.function.partition(MARK)[0]
        name = mangled.rpartition(CLASS_MARK)[2] if self.owner else mangled.removeprefix("x_")
        return f"{self.module}.{self.owner}{name}"


def parts_of(mutant: str) -> MutantName:
    """Return the parts of a name such as ``reference_server.rules.stage.commands.x_ask__mutmut_2``."""
    module, _, function = mutant.rpartition(".")
    owner = f"{function.split(CLASS_MARK)[1]}." if CLASS_MARK in function else ""
    return MutantName(module, owner, function)


def changed_line(mutant: str, folder: Path) -> str:
    """Return the changed lines as "old -> new". ``folder`` holds the packages with all mutants."""
    name = parts_of(mutant)
    functions = functions_in(file_of(name.module, folder))
    old, new = (functions[each].splitlines()[1:] for each in (name.original, name.mutated))
    changes = [each for each in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes() if each[0] != "equal"]
    gone = [line for _, start, end, _, _ in changes for line in old[start:end]]
    come = [line for _, _, _, start, end in changes for line in new[start:end]]
    return f"{on_one_line(gone)} -> {on_one_line(come)}"


def file_of(module: str, folder: Path) -> Path:
    """Return the file of a module in this folder."""
    return folder / f"{module.replace('.', '/')}.py"


def on_one_line(lines: Iterable[str]) -> str:
    """Return the lines without their indentation, with spaces between."""
    return " ".join(line.strip() for line in lines)


@cache
def functions_in(path: Path) -> dict[str, str]:
    """Return the source of each function and method of a module; methods are named ``Class.method``."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    found = _functions(ast.parse(source).body)
    return {name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for name, node in found}


def _functions(body: Iterable[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield owner + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{node.name}.")
