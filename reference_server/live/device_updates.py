"""Refuses updates about devices that were sent before a moderator switched these off (MODERATE-7).

A page that had not received the moderator's command when it sent an update says how the device was before. Such an
update may arrive after the command, but must not undo it.
"""

from collections.abc import Iterable, Mapping

from reference_server.rules.stage import Fact, FactKind, Refusal

DEVICES = {FactKind.MICROPHONE_MUTED: "microphone", FactKind.CAMERA_TURNED_OFF: "camera"}


class DeviceUpdates:
    """Stores the revision of the session at which a moderator last switched off each device."""

    def __init__(self) -> None:
        self._off_at: dict[str, dict[str, int]] = {}

    def note(self, facts: Iterable[Fact], revision: int) -> None:
        """Store this revision for each device that one of the facts switches off."""
        for fact in facts:
            if fact.kind in DEVICES and fact.person:
                self._off_at.setdefault(fact.person, {})[DEVICES[fact.kind]] = revision

    def refuse_outdated(self, person: str, seen: int | None, wanted: Mapping[str, bool | None]) -> None:
        """Refuse to switch on a device that was switched off after revision `seen`, the last one on the page."""
        if seen is None:
            return
        for device, on in wanted.items():
            if on and self._off_at.get(person, {}).get(device, seen) > seen:
                why = f"A moderator switched your {device} off at the same moment. You can switch it on again."
                raise Refusal("switched_off", why)

    def forget(self, person: str) -> None:
        """Remove the entries of a person who has left."""
        self._off_at.pop(person, None)
