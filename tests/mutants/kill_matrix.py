"""The kill matrix: all mutants and the pinned kills, as JSON, as pages, and as a figure in the README."""

import re
from pathlib import Path
from typing import Any

from conformance.catalogue import requirements
from living_docs.site.kill_matrix_page import KillMatrix, write_kill_matrix
from tests.mutants.mutant import Mutant, mutants
from tests.mutants.results import BUILD, ROOT, not_judged, pinned_day, pinned_kills

MARKDOWN = ROOT / "docs" / "kill-matrix.md"
README = ROOT / "README.md"
FIGURE = re.compile(r"\*\*\d+ of \d+ mutants\*\* \([^)]*\)")


def kill_matrix() -> KillMatrix:
    """Return the matrix of all mutants by the first rule that they break."""
    rules = [
        {"id": rule.id, "level": rule.level, "rule": rule.rule, "mutants": _rows(rule.id)}
        for rule in requirements().values()
    ]
    return KillMatrix.model_validate({"day": pinned_day(), "rules": rules})


def write_pages(build: Path = BUILD) -> Path:
    """Write the matrix as JSON, as a page and as docs/kill-matrix.md, and its figure into the README."""
    matrix = kill_matrix()
    build.mkdir(parents=True, exist_ok=True)
    (build / "kill-matrix.json").write_text(matrix.model_dump_json(indent=1), encoding="utf-8")
    README.write_text(FIGURE.sub(figure(matrix), README.read_text(encoding="utf-8")), encoding="utf-8")
    return write_kill_matrix(matrix, build, MARKDOWN)


def figure(matrix: KillMatrix) -> str:
    """Return the figure as it is written in the README."""
    not_judged_yet = len(matrix.mutants) - matrix.judged
    note = f"; {not_judged_yet} more are not judged yet" if not_judged_yet else ""
    return f"**{matrix.killed} of {matrix.judged} mutants** ({matrix.day:%-d %B %Y}{note})"


def _rows(rule: str) -> list[dict[str, Any]]:
    return [_row(mutant) for mutant in mutants().values() if mutant.breaks[0] == rule]


def _row(mutant: Mutant) -> dict[str, Any]:
    kill = pinned_kills().get(mutant.name, {})
    shown = {**kill, "scenario": scenario_title(kill["scenario"])} if kill else {}
    return {**_about(mutant), **shown}


def _about(mutant: Mutant) -> dict[str, Any]:
    about = {"name": mutant.name, "kind": mutant.kind, "what": mutant.what, "equivalent": mutant.equivalent}
    return {**about, "judged": mutant.name not in not_judged()}


def scenario_title(item: str) -> str:
    """Return the name of a pytest item as words: "test_going_live[laptop]" is "Going live (laptop)"."""
    name, _, parameters = item.removeprefix("test_").rstrip("]").partition("[")
    return f"{name.replace('_', ' ').capitalize()} ({parameters})"
