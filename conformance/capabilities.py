"""What a room need not offer, as data, and which of it a scenario needs."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conformance.catalogue import Requirement

PATH = Path(__file__).resolve().parents[1] / "features" / "offers.toml"


@dataclass(frozen=True)
class Offer:
    """A feature that rooms may do without: ``what`` it is, and the regular expressions of sentences that need it."""

    name: str
    what: str
    sentences: tuple[str, ...]

    def is_needed_by(self, sentences: Iterable[str]) -> bool:
        return any(re.search(pattern, sentence) for pattern in self.sentences for sentence in sentences)


@cache
def offers() -> dict[str, Offer]:
    """All features that a room need not offer, by name, in the catalogue's order."""
    return offers_of(tomllib.loads(PATH.read_text()))


def offers_of(told: Mapping[str, Mapping[str, object]]) -> dict[str, Offer]:
    """The features as a catalogue or a record tells them."""
    return {name: Offer(name, str(one["what"]), tuple(one["sentences"])) for name, one in told.items()}  # type: ignore[arg-type]


def needs_of(
    sentences: Iterable[str],
    ids: Iterable[str],
    requirements: Mapping[str, Requirement],
    offers: Mapping[str, Offer],
) -> frozenset[str]:
    """The features that a scenario needs: by what it says, and by the rules that it shows."""
    said = list(sentences)
    by_sentence = {offer.name for offer in offers.values() if offer.is_needed_by(said)}
    return frozenset(by_sentence | {requirements[id_].offer for id_ in ids if id_ in requirements} - {""})
