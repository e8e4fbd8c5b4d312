"""Finds a room's program in the folder that an environment variable names."""

from collections.abc import Iterable, Mapping
from pathlib import Path


class ProgramMissing(RuntimeError):
    """A room's program is not installed; the message says what to do."""


def find_installed_program(
    environment: Mapping[str, str], variable: str, name: str, files: Iterable[Path], readme: str
) -> Path:
    """Return the folder that the environment variable names.

    ``name``: of the program; ``files``: what the folder of an installed program contains; ``readme``: the file that
    says how to install it. Raises ProgramMissing.
    """
    named = environment.get(variable, "")
    folder = Path(named).expanduser()
    if not named:
        raise ProgramMissing(f"Set {variable} to the folder of {name}; see {readme}.")
    for file in files:
        if not (folder / file).exists():
            raise ProgramMissing(f"{variable}: {folder} has no {file}; see {readme}.")
    return folder
