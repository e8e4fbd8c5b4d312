"""The catalogue of rules as data: each with its level and its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CATALOGUE_FILE = Path(__file__).resolve().parents[1] / "features" / "requirements.toml"


@dataclass(frozen=True)
class Requirement:
    """A rule: ``level`` MUST, SHOULD or MAY; ``source`` A (article), K (other help pages) or O (our own).

    ``offer`` names the capability without which the rule does not bind a room; empty where it binds every room.
    ``untested`` says why no scenario tests the rule, and is empty where one does. ``limit`` is the rule's own time
    limit in seconds, 0 where it has none, and ``limit_for`` what must have happened within it.
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
    """Return all rules by their id, in the order of the catalogue."""
    return {
        id_: Requirement(id_, **entry)
        for id_, entry in tomllib.loads(CATALOGUE_FILE.read_text(encoding="utf-8")).items()
    }
