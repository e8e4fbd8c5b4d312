"""Writes the sources of the reference room, with the changes of a mutant, into a separate folder."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from reference_server.web.static_files import BUNDLE, ENTRIES
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


def changes_page(mutant: Mutant) -> bool:
    """Return whether the mutant changes a script or a style sheet of a page."""
    return any(change.file.startswith("static/") for change in mutant.changes)


def write_mutated_room(mutant: Mutant, folder: Path) -> None:
    """Write the package with the mutant's changes into ``folder``, with new bundles if necessary.

    Raises BadMutant, or ToolError if the bundles cannot be built.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / PACKAGE, folder / PACKAGE, copy_function=_link)
    texts = mutate_files(mutant)
    for file, text in texts.items():
        _replace(folder / PACKAGE / file, text)
    if changes_page(mutant):
        _build_bundles(folder / STATIC)


def check_bundles(room_mutants: Iterable[Mutant], folder: Path) -> None:
    """Bundle the pages of all mutants at once, within ``folder``; raise ToolError if one is invalid."""
    sources = shutil.ignore_patterns(BUNDLE.name)
    entries: list[str] = []
    for mutant in room_mutants:
        shutil.copytree(ROOT / STATIC, folder / mutant.name, ignore=sources, copy_function=_link)
        for file, text in mutate_files(mutant).items():
            if file.startswith("static/"):
                _replace(folder / mutant.name / file.removeprefix("static/"), text)
        entries += [f"{mutant.name}/{entry}" for entry in _changed_entries(mutant)]
    options = ("--bundle", "--format=esm", "--external:*.woff2", "--external:*.svg", "--outdir=bundles")
    run_tool("esbuild", *entries, *options, folder=folder)


def _changed_entries(mutant: Mutant) -> set[str]:
    """Return the entries that contain the changes; all scripts are part of the first one."""
    files = {change.file.removeprefix("static/") for change in mutant.changes}
    script, style = ENTRIES[0], "css/room_page.css"
    return {file if file in ENTRIES else script if file.endswith(".js") else style for file in files}


def _replace(path: Path, text: str) -> None:
    # The file is a link to the source, so remove it instead of writing to it.
    path.unlink()
    path.write_text(text, encoding="utf-8")


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
