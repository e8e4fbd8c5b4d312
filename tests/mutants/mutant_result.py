"""The outcome of a mutant: which scenario killed it, or that it survived."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Whether a mutant was detected.

    KILLED: a scenario failed twice in the same step, which checks the rule. SURVIVED: all scenarios passed. BROKEN:
    undecided, since the mutated room did not start, no scenario was selected, or a scenario neither passed nor failed
    in a step that counts. A broken mutant is judged again in the next run.
    """

    KILLED = "killed"
    SURVIVED = "survived"
    BROKEN = "broken"


@dataclass(frozen=True)
class Failure:
    """The failure of one attempt: the step, and the first line of the message.

    ``counts``: whether it can kill the mutant, because the step checks the rule and the attempt's verdict is “failed”.
    """

    scenario: str
    step: str
    message: str
    counts: bool


@dataclass(frozen=True)
class MutantResult:
    """The outcome of one mutant.

    ``tried`` lists the scenarios that ran, and ``notes`` the failures that do not count. ``failed_rules`` lists the
    rules that failed in a run of all scenarios.
    """

    name: str
    outcome: Outcome
    scenario: str = ""
    step: str = ""
    message: str = ""
    tried: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    failed_rules: tuple[str, ...] = ()
