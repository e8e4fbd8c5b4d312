"""Links that no room has given out, made of those it has: what somebody could try without its secret."""

import re

PARTS = re.compile(r"([/?&=.,:;~])")


def forged(wished: str, owned: str) -> list[str]:
    """``owned`` edited towards ``wished``: a part of the one in the other, a word in it replaced, a letter changed.

    Only what differs between the two is touched, so that each still leads to the same room.
    """
    ours, theirs = PARTS.split(owned), PARTS.split(wished)
    differing = [place for place, part in enumerate(theirs[: len(ours)]) if part != ours[place]]
    mixed = [_with(ours, place, theirs[place]) for place in differing]
    mixed += [_with(theirs, place, ours[place]) for place in differing]
    bent = [_with(theirs, place, _bent(theirs[place])) for place in differing]
    renamed = [owned.replace(word, "moderator") for word in ("attendee", "viewer", "guest", "student")]
    return sorted({*mixed, *bent, *renamed} - {wished, owned})


def _with(parts: list[str], place: int, other: str) -> str:
    return "".join([*parts[:place], other, *parts[place + 1 :]])


def _bent(part: str) -> str:
    """The part with the letter in its midst changed."""
    middle = len(part) // 2
    return part[:middle] + ("A" if part[middle : middle + 1] != "A" else "B") + part[middle + 1 :]
