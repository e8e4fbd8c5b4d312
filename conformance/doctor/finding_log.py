"""The findings of an examination, as they are made."""

from collections.abc import Iterable

from conformance.doctor.findings import Finding, Status
from conformance.doctor.visit_steps import Lookup
from people.devices import Kind


class FindingLog:
    """The findings of an examination; ``lacks``: the capabilities that the room declares absent."""

    def __init__(self, lacks: frozenset[str]) -> None:
        self.lacks = lacks
        self.findings: list[Finding] = []
        self.observed: dict[str, str] = {}
        """Why a capability is absent or a rule does not hold, by the capability or the rule's id."""
        self.nameless_buttons = 0
        """The largest number of buttons without a name on a screen that lacked an element."""

    def add_all(self, lookups: Iterable[Lookup], attendees_on: Kind, status: Status, seen: str = "") -> None:
        """Add the same finding for each lookup, or NOT_OFFERED if the room does not offer the element."""
        for lookup in lookups:
            actual = Status.NOT_OFFERED if lookup.needs in self.lacks else status
            column = column_of(lookup.actor, attendees_on)
            self.findings.append(
                Finding(lookup.place, lookup.what, column, actual, "" if actual is not status else seen)
            )


def column_of(actor: str, attendees_on: Kind) -> str:
    """Return the table's column: the person, and the kind of device; moderators have laptops."""
    return f"{actor}, {'laptop' if actor == 'moderator' else attendees_on}"


def brief_message(error: BaseException) -> str:
    """Return the first two lines of the error; only the first if the second is “There was:”."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return " ".join(lines[:1] if "There was:" in lines[1:2] else lines[:2])
