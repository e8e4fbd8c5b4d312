"""Writes the sources of the reference room, with the changes of a mutant, into a separate folder."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from reference_server.web.static_files import BUNDLE
from tests.mutants.mutant import BadMutant, Mutant, SourceChange
from tools.javascript.bundle import COMMAND
from tools.javascript.npm_packages import run_tool

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "reference_server"
STATIC = f"{PACKAGE}/static"


def apply_change(mutant: Mutant, change: SourceChange, text: str) -> str:
    """Return the text with the change. Raises BadMutant unless the old text occurs exactly once."""
    count = text.count(change.old)
    if count != 1:
        occurs = "does not occur" if count == 0 else f"occurs {count} times"
        problem = f"the old text {occurs} in {PACKAGE}/{change.file}: {change.old.strip().splitlines()[0]!r}"
        raise BadMutant(f"The mutant {mutant.name}: {problem}. Update it in tests/mutants/catalogue.")
    return text.replace(change.old, change.new)


def mutate_files(mutant: Mutant) -> dict[str, str]:
    """Return the texts of the changed files by their paths within the package. Raises BadMutant."""
    texts: dict[str, str] = {}
    for change in mutant.changes:
        text = texts.get(change.file)
        if text is None:
            text = _read_source(mutant, change.file)
        texts[change.file] = apply_change(mutant, change, text)
    return texts


def write_mutated_room(mutant: Mutant, folder: Path) -> None:
    """Write the package with the mutant's changes into ``folder``, with new bundles if necessary.

    Raises BadMutant, or ToolError if the bundles cannot be built.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / PACKAGE, folder / PACKAGE, copy_function=_link)
    texts = mutate_files(mutant)
    for file, text in texts.items():
        path = folder / PACKAGE / file
        # Replace the file, which is a link to the source, instead of writing to it.
        path.unlink()
        path.write_text(text, encoding="utf-8")
    if any(file.startswith("static/") for file in texts):
        _build_bundles(folder / STATIC)


def _build_bundles(static: Path) -> None:
    shutil.rmtree(static / BUNDLE.name)
    run_tool(*COMMAND, folder=static)


def _read_source(mutant: Mutant, file: str) -> str:
    path = ROOT / PACKAGE / file
    if not path.exists():
        raise BadMutant(
            f"The mutant {mutant.name}: there is no {PACKAGE}/{file}. Correct it in tests/mutants/catalogue."
        )
    return path.read_text(encoding="utf-8")


def _link(source: str, target: str) -> None:
    """Create a hard link, or copy to another file system.

    A hard link is fast and keeps Python's compiled code valid.
    """
    with suppress(OSError):
        os.link(source, target)
        return
    shutil.copy2(source, target)
