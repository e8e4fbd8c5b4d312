"""Writes the kill matrix: each rule's mutants, with the scenario, step and message that killed them."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel

from conformance.errors import UnreadableFile
from living_docs.site.build import copy_static
from living_docs.site.environment import plain_environment
from living_docs.site.matrix_page import as_cell

PAGE, MARKDOWN = "kill-matrix.html", "kill-matrix.md"


class MutantRow(BaseModel):
    """A mutant: what it changes, and the scenario, step and message that killed it.

    ``scenario`` is empty if no scenario killed it; ``equivalent`` says why none can. ``judged``: whether scenarios have
    run.
    """

    name: str
    kind: str
    what: str
    scenario: str = ""
    step: str = ""
    message: str = ""
    equivalent: str = ""
    judged: bool = True

    @property
    def outcome(self) -> str:
        """Return "killed", "equivalent", "survived" or "not judged yet"."""
        if not self.judged:
            return "not judged yet"
        return "killed" if self.scenario else "equivalent" if self.equivalent else "survived"


class RuleRow(BaseModel):
    """A rule and its mutants."""

    id: str
    level: str
    rule: str
    mutants: list[MutantRow]


class KillMatrix(BaseModel):
    """All rules with their mutants, in the order of the catalogue, and the day of the kills."""

    day: date
    rules: list[RuleRow]

    @property
    def mutants(self) -> list[MutantRow]:
        return [mutant for rule in self.rules for mutant in rule.mutants]

    @property
    def killed(self) -> int:
        return sum(mutant.outcome == "killed" for mutant in self.mutants)

    @property
    def judged(self) -> int:
        return sum(mutant.judged for mutant in self.mutants)


def read_kill_matrix(path: Path) -> KillMatrix:
    """Return the matrix in a JSON file; raise UnreadableFile if it cannot be read."""
    try:
        return KillMatrix.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: not a kill matrix; `make mutants` writes one.") from error


def write_kill_matrix(matrix: KillMatrix, folder: Path, markdown: Path | None = None) -> Path:
    """Write page and Markdown into the folder, and the Markdown to a further path; return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    copy_static(folder)
    (folder / PAGE).write_text(_render(PAGE, matrix), encoding="utf-8")
    for path in filter(None, (folder / MARKDOWN, markdown)):
        path.write_text(as_markdown(matrix), encoding="utf-8")
    return folder / PAGE


def as_markdown(matrix: KillMatrix) -> str:
    """Return the matrix as Markdown, for a project's own documentation."""
    return _render(MARKDOWN, matrix)


def _render(template: str, matrix: KillMatrix) -> str:
    environment = plain_environment()
    environment.filters["cell"] = as_cell
    return environment.get_template(template).render(root="", report=None, matrix=matrix)
