"""The cast: the people whom features name, each with a different colour and tone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CastMember:
    """A person of the cast, independent of their device.

    ``colour`` is the RGB in the middle of their camera's picture, 0–255 each; ``tone`` is the frequency of their voice
    in Hz.
    """

    name: str
    colour: tuple[int, int, int]
    tone: int


# The colours stay distinct after video compression. Even after Opus compression, no tone is near a harmonic of another.
CAST: dict[str, CastMember] = {
    member.name: member
    for member in (
        CastMember("Maya", (190, 60, 190), 440),
        CastMember("Noah", (40, 160, 70), 570),
        CastMember("Ada", (215, 45, 45), 730),
        CastMember("Ben", (45, 85, 215), 960),
        CastMember("Cleo", (225, 185, 40), 1230),
    )
}


def cast_member(name: str) -> CastMember:
    """Return the member of the cast called ``name``; raise KeyError, with all names, if there is none."""
    try:
        return CAST[name]
    except KeyError:
        raise KeyError(f"nobody in the cast is called {name}; the cast is {', '.join(CAST)}") from None
