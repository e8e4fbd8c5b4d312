"""The capabilities that a room need not offer, as data, and which of them a scenario needs."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conformance.catalogue import Requirement

CAPABILITIES_FILE = Path(__file__).resolve().parents[1] / "features" / "offers.toml"
ABSENT_PREFIX = "absent-"
"""The prefix of a tag or marker: the scenario proves that the room lacks the capability that follows."""
NEEDS_PREFIX = "needs-"
"""The prefix of a marker: the scenario runs only where the room has the capability that follows."""


@dataclass(frozen=True)
class Capability:
    """A capability: ``what`` describes it.

    ``sentences`` are regular expressions of the steps that need it.
    """

    name: str
    what: str
    sentences: tuple[str, ...]

    def is_needed_by(self, steps: Iterable[str]) -> bool:
        return any(re.search(pattern, step) for pattern in self.sentences for step in steps)


@cache
def capabilities() -> dict[str, Capability]:
    """Return all capabilities by name, in the order of their file."""
    return capabilities_of(tomllib.loads(CAPABILITIES_FILE.read_text(encoding="utf-8")))


def capabilities_of(entries: Mapping[str, Mapping[str, object]]) -> dict[str, Capability]:
    """Return the capabilities that a file, or a run record, describes."""
    return {name: Capability(name, str(entry["what"]), tuple(entry["sentences"])) for name, entry in entries.items()}  # type: ignore[arg-type]


def needs_of(
    steps: Iterable[str],
    ids: Iterable[str],
    requirements: Mapping[str, Requirement],
    known_capabilities: Mapping[str, Capability],
) -> frozenset[str]:
    """Return the names of the capabilities that a scenario's steps and rules need."""
    texts = list(steps)
    needed_by_steps = {capability.name for capability in known_capabilities.values() if capability.is_needed_by(texts)}
    return frozenset(needed_by_steps | {requirements[id_].offer for id_ in ids if id_ in requirements} - {""})
