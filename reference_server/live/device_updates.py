"""Refuses outdated updates about devices that a moderator has switched off (MODERATE-7).

A page may send an update before it receives the moderator's command. The update then contains the earlier state of the
device. It may reach the server after the command, but must not undo it.
"""

from collections.abc import Iterable, Mapping

from reference_server.live.process_bus import NoBus, ProcessBus
from reference_server.rules.stage import Fact, FactKind, Refusal

DEVICES = {FactKind.MICROPHONE_MUTED: "microphone", FactKind.CAMERA_TURNED_OFF: "camera"}


class DeviceUpdates:
    """Stores the revision of the session at which a moderator last switched off each device."""

    def __init__(self, bus: ProcessBus | None = None) -> None:
        self._bus = bus or NoBus()
        self._off_at: dict[str, dict[str, int]] = {}

    def note(self, facts: Iterable[Fact], revision: int) -> None:
        """Store this revision for each device that one of the facts switches off."""
        off = [(fact.person, DEVICES[fact.kind]) for fact in facts if fact.kind in DEVICES and fact.person]
        self.take(off, revision)
        if off:
            self._bus.publish({"kind": "devices", "off": off, "revision": revision})

    def take(self, off: Iterable[tuple[str, str]], revision: int) -> None:
        """Store the revision for devices, by person, that a moderator switched off, perhaps at another process."""
        for person, device in off:
            self._off_at.setdefault(person, {})[device] = revision

    def refuse_outdated(self, person: str, seen: int | None, devices: Mapping[str, bool | None]) -> None:
        """Refuse to switch on a device that was switched off after revision `seen`, the page's newest."""
        if seen is None:
            return
        for device, on in devices.items():
            if on and self._off_at.get(person, {}).get(device, seen) > seen:
                message = f"A moderator switched your {device} off at the same moment. You can switch it on again."
                raise Refusal("switched_off", message)

    def forget(self, person: str) -> None:
        """Remove the entries of a person who has left."""
        self._off_at.pop(person, None)
