"""Counts how much of a finished room file the doctor proposes."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NOT_COUNTED = "name"
"""The key at the top of the file that does not count."""
Setting = tuple[str, ...]
"""A key with the names of its tables before it, and its value, as ("words", "chat", "Send", "'Submit'")."""


@dataclass(frozen=True)
class ProposalCount:
    """A proposal compared with a finished room file: ``proposed`` of its ``total`` settings.

    ``given``: settings that the doctor had, which do not count otherwise; ``unconfirmed``: settings that were proposed
    and are not in the finished file.
    """

    proposed: int
    total: int
    given: int
    unconfirmed: int

    def __str__(self) -> str:
        return (
            f"{self.proposed} of {self.total} settings, besides {self.given} that were given; "
            f"{self.unconfirmed} proposed settings are not in the file"
        )


def count_proposed(proposed: str, final: str, given: str = "") -> ProposalCount:
    """Count the settings of the room file ``final`` that are also in the room file ``proposed``.

    A setting is a key with its value, or a deviation, by its rule. The name of the room and the reasons of deviations
    do not count. The settings of the room file ``given``, which the doctor had, count neither as proposed nor in the
    total. Raises TOMLDecodeError.
    """
    wanted, proposals, known = map(_settings_in, (final, proposed, given))
    return ProposalCount(
        proposed=len((wanted & proposals) - known),
        total=len(wanted - known),
        given=len(wanted & known),
        unconfirmed=len(proposals - wanted - known),
    )


def _settings_in(room_file: str) -> set[Setting]:
    table = tomllib.loads(room_file)
    table.pop(NOT_COUNTED, None)
    deviations = {("deviation", str(deviation.get("requirement"))) for deviation in table.pop("deviation", [])}
    return deviations | set(_settings(table))


def _settings(table: Mapping[str, Any], tables: Setting = ()) -> Iterator[Setting]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _settings(value, (*tables, key))
        else:
            yield (*tables, key, repr(value))
