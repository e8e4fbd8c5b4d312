"""Finds the lines that one of mutmut's mutants changes.

They are in the module that mutmut has written with all its mutants.
"""

import ast
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

MARK = "__mutmut_"
ORIGINAL = f"{MARK}orig"
CLASS_SEPARATOR = "ǁ"
"""Separates class and method in the name of a mutated method."""


class MutantName(NamedTuple):
    """The parts of a mutant's name: module, class with a dot (empty for a function), and function."""

    module: str
    class_prefix: str
    function: str

    @property
    def original(self) -> str:
        """The name of the original function in the module with the mutants."""
        return self.class_prefix + self.function.partition(MARK)[0] + ORIGINAL

    @property
    def mutated(self) -> str:
        """The name of the mutated function in the module with the mutants."""
        return self.class_prefix + self.function

    @property
    def source_name(self) -> str:
        """The function's full name in the unchanged code."""
        mangled = self.function.partition(MARK)[0]
        name = mangled.rpartition(CLASS_SEPARATOR)[2] if self.class_prefix else mangled.removeprefix("x_")
        return f"{self.module}.{self.class_prefix}{name}"


def parse_mutant_name(mutant: str) -> MutantName:
    """Return the parts of a mutant's name.

    An example of a name is ``reference_server.rules.stage.commands.x_ask__mutmut_2``.
    """
    module, _, function = mutant.rpartition(".")
    class_prefix = f"{function.split(CLASS_SEPARATOR)[1]}." if CLASS_SEPARATOR in function else ""
    return MutantName(module, class_prefix, function)


def describe_change(mutant: str, folder: Path) -> str:
    """Return the changed lines as "old lines -> new lines".

    ``folder`` contains the packages with all mutants.
    """
    name = parse_mutant_name(mutant)
    functions = read_functions(file_of(name.module, folder))
    old, new = (functions[function].splitlines()[1:] for function in (name.original, name.mutated))
    opcodes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    changes = [opcode for opcode in opcodes if opcode[0] != "equal"]
    removed_lines = [line for _, start, end, _, _ in changes for line in old[start:end]]
    added_lines = [line for _, _, _, start, end in changes for line in new[start:end]]
    return f"{join_lines(removed_lines)} -> {join_lines(added_lines)}"


def file_of(module: str, folder: Path) -> Path:
    """Return the path of a module's file in the folder that contains its package."""
    return folder / f"{module.replace('.', '/')}.py"


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines with spaces, without their indentation."""
    return " ".join(line.strip() for line in lines)


@cache
def read_functions(path: Path) -> dict[str, str]:
    """Return the source of each function and method of a module; methods are named ``Class.method``."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    nodes = _functions(ast.parse(source).body)
    return {name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for name, node in nodes}


def _functions(body: Iterable[ast.stmt], class_prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield class_prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{node.name}.")
