"""Writes the matrix of several rooms: a page, and Markdown for a project's own documentation."""

from pathlib import Path

from conformance import report_texts
from conformance.levels import LEVELS
from conformance.matrix import Matrix
from conformance.verdicts import Verdict
from living_docs.site.build import copy_static
from living_docs.site.environment import plain_environment

PAGE, MARKDOWN = "matrix.html", "matrix.md"
SIGNS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.INCONSISTENT: "±",
    Verdict.NOT_OFFERED: "–",
    Verdict.KNOWN_DEVIATION: "≈",
    Verdict.UNEXPECTEDLY_PASSED: "!",
    Verdict.NOT_REACHED: "?",
    Verdict.NOT_TESTED: "·",
}


def write_matrix(matrix: Matrix, folder: Path, markdown: Path | None = None) -> Path:
    """Write page and Markdown into the folder, and the Markdown to a further path; return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    copy_static(folder)
    (folder / PAGE).write_text(_render(PAGE, matrix), encoding="utf-8")
    for path in filter(None, (folder / MARKDOWN, markdown)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_render(MARKDOWN, matrix), encoding="utf-8")
    return folder / PAGE


def _render(template: str, matrix: Matrix) -> str:
    environment = plain_environment()
    environment.filters["cell"] = as_cell
    values = {"matrix": matrix, "texts": report_texts, "signs": SIGNS, "all_levels": LEVELS, "verdicts": tuple(SIGNS)}
    return environment.get_template(template).render(root="", report=None, **values)


def as_cell(text: str) -> str:
    """Return the text escaped for a cell of a Markdown table."""
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
