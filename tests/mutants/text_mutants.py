"""Detects mutants by mutmut that change only texts for people, whose wording no rule determines."""

import ast
from collections.abc import Iterator

MARK = "__mutmut_"
ORIGINAL = "orig"


def find_text_mutants(source: str) -> set[str]:
    """Return the names of the mutated functions that differ from the original only in sentences.

    A string with a space counts as a sentence.
    """
    functions = {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
    return {name for name in functions if _is_mutant(name) and not _is_different(functions, name)}


def _is_mutant(name: str) -> bool:
    return name.rpartition(MARK)[2].isdigit()


def _is_different(functions: dict[str, ast.FunctionDef], name: str) -> bool:
    original = functions[name.rpartition(MARK)[0] + MARK + ORIGINAL]
    return list(_statements(functions[name])) != list(_statements(original))


def _statements(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the statements as text, without their sentences."""
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.JoinedStr):
                node.values = [part for part in node.values if not isinstance(part, ast.Constant)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                node.value = ""
        yield ast.dump(statement)
