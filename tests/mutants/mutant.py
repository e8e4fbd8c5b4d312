"""Reads the mutants in ``tests/mutants/catalogue``, each a TOML table with the mutant's name."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conformance.catalogue import requirements

CATALOGUE = Path(__file__).parent / "catalogue"
KINDS = ("server rule", "wire", "screen", "media", "style sheet")
DEVICES = ("laptop", "phone")
REQUIRED, OPTIONAL = {"breaks", "kind", "what"}, {"device", "scenario", "in_action", "equivalent"}
CHANGE = {"file", "old", "new"}


class BadMutant(ValueError):
    """A mutant is invalid; the message says which mutant, what is wrong and what to do."""


@dataclass(frozen=True)
class SourceChange:
    """A text substitution in one file of ``reference_server``, in which ``old`` must occur exactly once."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    """A change to the reference room that breaks the rules ``breaks``.

    The scenarios of the first rule must kill it.

    ``what`` describes the behaviour of the mutated room in one sentence. ``device`` is the attendees' device on which
    the change is visible. ``scenario`` is part of the names of the scenarios to run, or empty for all scenarios of the
    first rule. ``in_action`` allows a When step to kill the mutant, because the rule is about the effect of that
    action. ``equivalent`` explains why no scenario can distinguish the mutant from the room; otherwise it is empty.
    """

    name: str
    breaks: tuple[str, ...]
    kind: str
    what: str
    changes: tuple[SourceChange, ...]
    device: str = "laptop"
    scenario: str = ""
    in_action: bool = False
    equivalent: str = ""


@cache
def mutants(folder: Path = CATALOGUE) -> dict[str, Mutant]:
    """Return all mutants by name, in the order of the catalogue's files. Raises BadMutant."""
    catalogue: dict[str, Mutant] = {}
    for path in sorted(folder.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in catalogue:
                raise BadMutant(f"{path.name}: there are two mutants named {name}; rename one of them.")
            catalogue[name] = read_mutant(name, table)
    return catalogue


def mutant_named(name: str) -> Mutant:
    """Return the mutant with this name. Raises BadMutant."""
    if name not in mutants():
        raise BadMutant(f"There is no mutant {name!r}. The names are in tests/mutants/catalogue.")
    return mutants()[name]


def read_mutant(name: str, table: dict[str, Any]) -> Mutant:
    """Return the mutant of a table, which has either one change or several in ``changes``.

    Raises BadMutant.
    """
    changes = table.get("changes") or [{key: table.get(key, "") for key in CHANGE}]
    fields = {key: value for key, value in table.items() if key not in CHANGE | {"changes"}}
    _expect_valid(name, fields, changes)
    fields["breaks"] = tuple(fields["breaks"])
    return Mutant(name, changes=tuple(SourceChange(**change) for change in changes), **fields)


def _expect_valid(name: str, fields: dict[str, Any], changes: list[dict[str, str]]) -> None:
    faults = [f"{key} is missing" for key in sorted(REQUIRED - fields.keys())]
    faults += [f"{key} is not a key of a mutant" for key in sorted(fields.keys() - REQUIRED - OPTIONAL)]
    faults += [f"{id_} is not a rule" for id_ in fields.get("breaks", ()) if id_ not in requirements()]
    faults += [f"its kind must be one of {', '.join(KINDS)}"] if fields.get("kind") not in KINDS else []
    faults += (
        [f"its device must be one of {', '.join(DEVICES)}"] if fields.get("device", "laptop") not in DEVICES else []
    )
    faults += ["each change needs file, old and new"] if not all(_is_change(change) for change in changes) else []
    if faults:
        raise BadMutant(f"The mutant {name}: {'; '.join(faults)}. Correct it in tests/mutants/catalogue.")


def _is_change(change: dict[str, str]) -> bool:
    return change.keys() == CHANGE and bool(change["file"]) and bool(change["old"])
