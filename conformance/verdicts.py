"""Verdicts: what a run says about a scenario, a rule, or a statement."""

from collections.abc import Iterable
from enum import Enum


class Verdict(Enum):
    """From best to worst; the worst of several is the verdict on them together."""

    PASSED = "passed"
    NOT_OFFERED = "not offered"
    NOT_TESTED = "not tested"
    KNOWN_DEVIATION = "known deviation"
    NOT_REACHED = "not reached"
    UNEXPECTEDLY_PASSED = "unexpectedly passed"
    INCONSISTENT = "inconsistent"
    FAILED = "failed"

    @property
    def slug(self) -> str:
        return self.value.replace(" ", "-")

    @property
    def meaning(self) -> str:
        return MEANINGS[self]

    @property
    def is_tested(self) -> bool:
        """Whether it says something about the room."""
        return self not in (Verdict.NOT_TESTED, Verdict.NOT_REACHED)

    @property
    def is_good(self) -> bool:
        return self in (Verdict.PASSED, Verdict.NOT_OFFERED, Verdict.KNOWN_DEVIATION)

    @property
    def is_bad(self) -> bool:
        return self in (Verdict.FAILED, Verdict.INCONSISTENT, Verdict.UNEXPECTEDLY_PASSED, Verdict.NOT_REACHED)


MEANINGS = {
    Verdict.PASSED: "seen to hold",
    Verdict.FAILED: "the room did something else",
    Verdict.INCONSISTENT: "failed once, and not when run again alone",
    Verdict.NOT_OFFERED: "declared absent, and found absent",
    Verdict.KNOWN_DEVIATION: "failed as declared",
    Verdict.UNEXPECTEDLY_PASSED: "a declared deviation that holds now",
    Verdict.NOT_REACHED: "something broke before the rule was put to the test",
    Verdict.NOT_TESTED: "no scenario of this run shows it",
}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on all of them together; of none: not tested.

    A declared deviation shows where one scenario fails, though others of the same rule hold.
    """
    found = set(verdicts)
    if Verdict.KNOWN_DEVIATION in found:
        found.discard(Verdict.UNEXPECTEDLY_PASSED)
    order = list(Verdict)
    return max(found, key=order.index, default=Verdict.NOT_TESTED)


def confirmed(first: Verdict, alone: Verdict) -> Verdict:
    """Return the verdict on a scenario that went wrong at first and was then run again alone.

    | first       | alone: failed | alone: not reached | alone: anything else |
    |-------------|---------------|--------------------|----------------------|
    | failed      | failed        | inconsistent       | inconsistent         |
    | not reached | failed        | not reached        | not reached          |

    An attempt that was not reached says nothing about the room, so it makes no scenario inconsistent. It becomes no
    pass either: that the room or the network broke down once must be seen, and a run without it can be had.
    """
    if Verdict.FAILED in (first, alone):
        return Verdict.FAILED if alone is Verdict.FAILED else Verdict.INCONSISTENT
    return first


def of_one_rule(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on scenarios that show the same: where some need what the room does not offer, the others count."""
    found = set(verdicts)
    return worst(found - {Verdict.NOT_OFFERED} or found)
