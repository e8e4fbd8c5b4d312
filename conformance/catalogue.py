"""The catalogue of rules as data: what a room must do, how strongly, and on whose word."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).resolve().parents[1] / "features" / "requirements.toml"


@dataclass(frozen=True)
class Requirement:
    """A rule: ``level`` MUST, SHOULD or MAY; ``source`` A (article), K (other help pages) or O (our own).

    ``offer`` is the feature by whose offering alone a room is bound, empty where the rule binds every room.
    ``untested`` says why no scenario shows it, and is empty where one does. ``limit`` is the rule's own time limit in
    seconds, 0 where it has none, and ``limit_for`` what must have happened within it.
    """

    id: str
    level: str
    source: str
    rule: str
    offer: str = ""
    untested: str = ""
    limit: int = 0
    limit_for: str = ""


@cache
def requirements() -> dict[str, Requirement]:
    """All rules by their id, in the catalogue's order."""
    return {id_: Requirement(id_, **entry) for id_, entry in tomllib.loads(PATH.read_text()).items()}
