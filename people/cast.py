"""Who may appear in a feature, and how each of them can be told apart by eye and ear."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A person of the cast before they sit down at a device.

    ``colour`` is the RGB in the middle of their camera's picture, 0–255 each; ``tone`` is their voice in Hz.
    """

    name: str
    colour: tuple[int, int, int]
    tone: int


# Colours stay apart after video compression, and tones after Opus: no tone is near another's harmonic.
CAST: dict[str, Role] = {
    role.name: role
    for role in (
        Role("Maya", (190, 60, 190), 440),
        Role("Noah", (40, 160, 70), 570),
        Role("Ada", (215, 45, 45), 730),
        Role("Ben", (45, 85, 215), 960),
        Role("Cleo", (225, 185, 40), 1230),
    )
}


def member(name: str) -> Role:
    """The member of the cast called ``name``; KeyError names the whole cast where there is none."""
    try:
        return CAST[name]
    except KeyError:
        raise KeyError(f"nobody in the cast is called {name}; the cast is {', '.join(CAST)}") from None
