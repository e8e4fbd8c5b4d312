"""Devices that moderators have switched off, and messages that were on their way meanwhile (MODERATE-7).

Whoever switches a microphone on has seen that it was off. A message that was sent before its sender could know of a
moderator's word is an older one than that word, though it comes in after it.
"""

from collections.abc import Iterable, Mapping

from reference_server.rules.stage import Fact, Kind, Refusal

DEVICES = {Kind.MICROPHONE_MUTED: "microphone", Kind.CAMERA_TURNED_OFF: "camera"}


class FromAfar:
    """Remembers at which revision of the session whose device was switched off by somebody else."""

    def __init__(self) -> None:
        self._off_at: dict[tuple[str | None, str], int] = {}

    def note(self, facts: Iterable[Fact], revision: int) -> None:
        """Take note of what has happened by this revision."""
        for fact in facts:
            if fact.kind in DEVICES:
                self._off_at[fact.person, DEVICES[fact.kind]] = revision

    def refuse_if_overtaken(self, person: str, seen: int | None, wanted: Mapping[str, bool | None]) -> None:
        """Refuse to switch a device on that was switched off after the revision that the person had seen."""
        if seen is None:
            return
        for device, on in wanted.items():
            if on and self._off_at.get((person, device), seen) > seen:
                why = f"A moderator switched your {device} off at the same moment. You can switch it on again."
                raise Refusal("switched_off", why)
