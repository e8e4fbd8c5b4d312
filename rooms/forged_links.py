"""Forged links: edits of a real link that an attacker could try without the room's secret."""

import re

PARTS = re.compile(r"([/?&=.,:;~])")


def forged_links(wished: str, owned: str) -> list[str]:
    """Return edits of ``owned`` towards ``wished``: exchanged parts, replaced words, and changed letters.

    Only parts that differ between the two are edited, so that each link still leads to the same room.
    """
    ours, theirs = PARTS.split(owned), PARTS.split(wished)
    differing = [index for index, part in enumerate(theirs[: len(ours)]) if part != ours[index]]
    mixed = [_replace_part(ours, index, theirs[index]) for index in differing]
    mixed += [_replace_part(theirs, index, ours[index]) for index in differing]
    altered = [_replace_part(theirs, index, _altered(theirs[index])) for index in differing]
    renamed = [owned.replace(word, "moderator") for word in ("attendee", "viewer", "guest", "student")]
    return sorted({*mixed, *altered, *renamed} - {wished, owned})


def _replace_part(parts: list[str], index: int, other: str) -> str:
    return "".join([*parts[:index], other, *parts[index + 1 :]])


def _altered(part: str) -> str:
    """Return the part with its middle letter changed."""
    middle = len(part) // 2
    return part[:middle] + ("A" if part[middle : middle + 1] != "A" else "B") + part[middle + 1 :]
