"""The lines that a mutant by mutmut changes, read from the module with all its mutants."""

import ast
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

MARK = "__mutmut_"
ORIGINAL = f"{MARK}orig"
CLASS_MARK = "ǁ"
"""Separates class and method in the name of a mutated method."""


class MutantName(NamedTuple):
    """The parts of a mutant's name: module, class (with a dot, or empty), and function."""

    module: str
    owner: str
    function: str

    @property
    def original(self) -> str:
        """The name of the unchanged function in the module with the mutants."""
        return self.owner + self.function.partition(MARK)[0] + ORIGINAL

    @property
    def mutated(self) -> str:
        """The name of the changed function in the module with the mutants."""
        return self.owner + self.function

    @property
    def source_name(self) -> str:
        """The function's full name in the unchanged code."""
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
    old, new = (functions[function].splitlines()[1:] for function in (name.original, name.mutated))
    opcodes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    changes = [opcode for opcode in opcodes if opcode[0] != "equal"]
    removed = [line for _, start, end, _, _ in changes for line in old[start:end]]
    added = [line for _, _, _, start, end in changes for line in new[start:end]]
    return f"{join_lines(removed)} -> {join_lines(added)}"


def file_of(module: str, folder: Path) -> Path:
    """Return the file of a module in this folder."""
    return folder / f"{module.replace('.', '/')}.py"


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines with spaces, without their indentation."""
    return " ".join(line.strip() for line in lines)


@cache
def functions_in(path: Path) -> dict[str, str]:
    """Return the source of each function and method of a module; methods are named ``Class.method``."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    nodes = _functions(ast.parse(source).body)
    return {name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for name, node in nodes}


def _functions(body: Iterable[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield owner + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{node.name}.")
