"""The levels of the catalogue: how strongly a rule binds a room."""

from typing import Literal

Level = Literal["must", "should", "may"]
LEVELS: tuple[Level, ...] = ("must", "should", "may")
"""From the strongest to the weakest."""
