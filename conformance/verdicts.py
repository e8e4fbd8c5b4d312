"""The verdicts that a scenario, a rule or a statement can have."""

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
        """Return whether the verdict says something about the room."""
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
    Verdict.INCONSISTENT: "failed once, but not when run again alone",
    Verdict.NOT_OFFERED: "declared absent, and found absent",
    Verdict.KNOWN_DEVIATION: "failed as declared",
    Verdict.UNEXPECTEDLY_PASSED: "passed, although a deviation is declared",
    Verdict.NOT_REACHED: "something failed before the rule was tested",
    Verdict.NOT_TESTED: "no scenario of this run shows it",
}
