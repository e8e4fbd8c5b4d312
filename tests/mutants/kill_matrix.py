"""Writes the kill matrix: all mutants and the pinned kills.

It is written as JSON, as pages, and as a count in the README.
"""

import re
from pathlib import Path
from typing import Any

from conformance.catalogue import requirements
from living_docs.site.kill_matrix_page import KillMatrix, write_kill_matrix
from tests.mutants.mutant import Mutant, mutants
from tests.mutants.results import BUILD, ROOT, not_judged, pinned_day, pinned_kills

MARKDOWN = ROOT / "docs" / "kill-matrix.md"
README = ROOT / "README.md"
KILL_COUNT = re.compile(r"\*\*\d+ of \d+ mutants\*\* \([^)]*\)")


def build_kill_matrix() -> KillMatrix:
    """Return the matrix of all mutants by the first rule that each of them breaks."""
    rules = [
        {"id": rule.id, "level": rule.level, "rule": rule.rule, "mutants": _mutant_rows(rule.id)}
        for rule in requirements().values()
    ]
    return KillMatrix.model_validate({"day": pinned_day(), "rules": rules})


def write_pages(build: Path = BUILD) -> Path:
    """Write the matrix as JSON, as a page and as docs/kill-matrix.md, and its count into the README.

    Return the page's path.
    """
    matrix = build_kill_matrix()
    build.mkdir(parents=True, exist_ok=True)
    (build / "kill-matrix.json").write_text(matrix.model_dump_json(indent=1), encoding="utf-8")
    README.write_text(KILL_COUNT.sub(format_kill_count(matrix), README.read_text(encoding="utf-8")), encoding="utf-8")
    return write_kill_matrix(matrix, build, MARKDOWN)


def format_kill_count(matrix: KillMatrix) -> str:
    """Return the number of killed mutants as the README states it."""
    remaining = len(matrix.mutants) - matrix.judged
    note = f"; {remaining} more are not judged yet" if remaining else ""
    return f"**{matrix.killed} of {matrix.judged} mutants** ({matrix.day:%-d %B %Y}{note})"


def _mutant_rows(rule: str) -> list[dict[str, Any]]:
    return [_mutant_row(mutant) for mutant in mutants().values() if mutant.breaks[0] == rule]


def _mutant_row(mutant: Mutant) -> dict[str, Any]:
    kill = pinned_kills().get(mutant.name, {})
    return {
        "name": mutant.name,
        "kind": mutant.kind,
        "what": mutant.what,
        "equivalent": mutant.equivalent,
        "judged": mutant.name not in not_judged(),
        **({**kill, "scenario": scenario_title(kill["scenario"])} if kill else {}),
    }


def scenario_title(item_name: str) -> str:
    """Return the title for a pytest item: "Going live (laptop)" for "test_going_live[laptop]"."""
    name, _, parameters = item_name.removeprefix("test_").rstrip("]").partition("[")
    return f"{name.replace('_', ' ').capitalize()} ({parameters})"
