"""What is written down on the way."""

from collections.abc import Iterable

from conformance.doctor.findings import Finding, Status
from conformance.doctor.visit_steps import Lookup
from people.devices import Kind


class FindingLog:
    """``lacks``: the features that the room declares not to offer."""

    def __init__(self, lacks: frozenset[str]) -> None:
        self.lacks = lacks
        self.findings: list[Finding] = []

    def note(self, lookups: Iterable[Lookup], attendees_on: Kind, status: Status, seen: str = "") -> None:
        """The same of each of these places; what the room does not offer is that first of all."""
        for lookup in lookups:
            said = Status.NOT_OFFERED if lookup.needs in self.lacks else status
            column = column_of(lookup.actor, attendees_on)
            self.findings.append(Finding(lookup.place, lookup.what, column, said, "" if said is not status else seen))


def column_of(actor: str, attendees_on: Kind) -> str:
    """Whose screen, and on what; moderators sit at laptops."""
    return f"{actor}, {'laptop' if actor == 'moderator' else attendees_on}"


def brief_message(error: BaseException) -> str:
    """The first line of what went wrong, and the second where the first is only what was expected."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return " ".join(lines[:1] if "There was:" in lines[1:2] else lines[:2])
