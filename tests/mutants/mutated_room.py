"""The sources of the reference room with the changes of a mutant, in a separate folder."""

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


def mutated_text(mutant: Mutant, change: SourceChange, text: str) -> str:
    """Return the text with the change made. Raises BadMutant unless the old text is there exactly once."""
    count = text.count(change.old)
    if count != 1:
        found = "is not there" if count == 0 else f"is there {count} times"
        what = f"the old text {found} in {PACKAGE}/{change.file}: {change.old.strip().splitlines()[0]!r}"
        raise BadMutant(f"The mutant {mutant.name}: {what}. Follow the code in tests/mutants/catalogue.")
    return text.replace(change.old, change.new)


def mutated_files(mutant: Mutant) -> dict[str, str]:
    """Return the changed files by their paths within the package. Raises BadMutant."""
    texts: dict[str, str] = {}
    for change in mutant.changes:
        text = texts.get(change.file)
        if text is None:
            text = _source(mutant, change.file)
        texts[change.file] = mutated_text(mutant, change, text)
    return texts


def write_mutated_room(mutant: Mutant, folder: Path) -> None:
    """Write the package with the mutant's changes into ``folder``, with new bundles where needed.

    Raises BadMutant, or ToolError where the bundles cannot be built.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / PACKAGE, folder / PACKAGE, copy_function=_link)
    texts = mutated_files(mutant)
    for file, text in texts.items():
        path = folder / PACKAGE / file
        # Replace the file: the present one is a link to the source.
        path.unlink()
        path.write_text(text, encoding="utf-8")
    if any(file.startswith("static/") for file in texts):
        _bundle(folder / STATIC)


def _bundle(static: Path) -> None:
    shutil.rmtree(static / BUNDLE.name)
    run_tool(*COMMAND, folder=static)


def _source(mutant: Mutant, file: str) -> str:
    path = ROOT / PACKAGE / file
    if not path.exists():
        raise BadMutant(
            f"The mutant {mutant.name}: there is no {PACKAGE}/{file}. Correct it in tests/mutants/catalogue."
        )
    return path.read_text(encoding="utf-8")


def _link(source: str, target: str) -> None:
    """Link the file, which is fast and leaves Python's compiled code valid.

    On another file system, copy it.
    """
    with suppress(OSError):
        os.link(source, target)
        return
    shutil.copy2(source, target)
