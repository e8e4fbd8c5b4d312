"""How long anything may take before it counts as missing, for rooms that are quicker or slower than most."""

import os

VARIABLE = "STAGEDOOR_PATIENCE"
"""A number in the environment by which all waiting is multiplied: 3 for a room that is far away, 0.5 for one nearby."""


def factor() -> float:
    """What waiting is multiplied by; ValueError, in words for whoever has set it, where that is no number above 0."""
    told = os.environ.get(VARIABLE, "1")
    try:
        number = float(told)
    except ValueError:
        number = 0.0
    if not 0 < number < 1000:
        raise ValueError(f"{VARIABLE} is {told!r} and must be a number above 0, such as 3 for three times as patient.")
    return number


def milliseconds(usual: int) -> int:
    """So many instead of the usual ones; the usual ones where the variable makes no sense, which is told elsewhere."""
    try:
        return round(usual * factor())
    except ValueError:
        return usual
