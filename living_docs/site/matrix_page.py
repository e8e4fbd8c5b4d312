"""Writes the matrix of several rooms: a page, and Markdown for a project's own documentation."""

import os
from pathlib import Path

from conformance import report_texts
from conformance.levels import LEVELS
from conformance.matrix import Column, Matrix
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
    (folder / PAGE).write_text(_render(PAGE, matrix, folder), encoding="utf-8")
    for path in filter(None, (folder / MARKDOWN, markdown)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_render(MARKDOWN, matrix, path.parent), encoding="utf-8")
    return folder / PAGE


def _render(template: str, matrix: Matrix, folder: Path) -> str:
    environment = plain_environment()
    environment.filters |= {"cell": as_cell, "linked": lambda column: _link_title(column, folder)}
    values = {"matrix": matrix, "texts": report_texts, "signs": SIGNS, "all_levels": LEVELS, "verdicts": tuple(SIGNS)}
    return environment.get_template(template).render(root="", report=None, **values)


def _link_title(column: Column, folder: Path) -> str:
    """Return the column's title, as a link to the room's own page where there is one."""
    if column.details is None:
        return as_cell(column.title)
    return f"[{as_cell(column.title)}]({Path(os.path.relpath(column.details, folder)).as_posix()})"


def as_cell(text: str) -> str:
    """Return the text escaped for a cell of a Markdown table."""
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
