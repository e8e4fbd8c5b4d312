"""Devices that moderators have switched off, and updates of their owners that were sent before (MODERATE-7).

A person who switches a microphone on has seen that it was off. An update sent before its sender could know that a
moderator switched the device off is older than the moderator's command, although it arrives later.
"""

from collections.abc import Iterable, Mapping

from reference_server.rules.stage import Fact, FactKind, Refusal

DEVICES = {FactKind.MICROPHONE_MUTED: "microphone", FactKind.CAMERA_TURNED_OFF: "camera"}


class DeviceUpdates:
    """Remembers the revision of the session at which each device was last switched off by a moderator."""

    def __init__(self) -> None:
        self._off_at: dict[str, dict[str, int]] = {}

    def note(self, facts: Iterable[Fact], revision: int) -> None:
        """Note which of the facts, true since this revision, switch devices off."""
        for fact in facts:
            if fact.kind in DEVICES and fact.person:
                self._off_at.setdefault(fact.person, {})[DEVICES[fact.kind]] = revision

    def refuse_outdated(self, person: str, seen: int | None, wanted: Mapping[str, bool | None]) -> None:
        """Refuse to switch a device on that was switched off after revision `seen`, the last that the person had."""
        if seen is None:
            return
        for device, on in wanted.items():
            if on and self._off_at.get(person, {}).get(device, seen) > seen:
                why = f"A moderator switched your {device} off at the same moment. You can switch it on again."
                raise Refusal("switched_off", why)

    def forget(self, person: str) -> None:
        """Forget a person who has left."""
        self._off_at.pop(person, None)
