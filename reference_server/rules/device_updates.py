"""Refuses outdated updates about devices that a moderator has switched off (MODERATE-7).

A page may send an update before it receives the event that its device is off. The update then contains the device's
earlier state. It may reach the server after the moderator's message, but must not undo its effect.
"""

from collections.abc import Collection, Iterable, Mapping

from reference_server.rules.stage import Fact, FactKind, Refusal

DEVICES = {FactKind.MICROPHONE_MUTED: "microphone", FactKind.CAMERA_TURNED_OFF: "camera"}

SwitchedOff = Mapping[tuple[str, str], int]
"""The revision of the session at which a moderator last switched off a device, by person and device."""


def with_switched_off(
    switched_off: SwitchedOff, facts: Iterable[Fact], revision: int, present: Collection[str]
) -> SwitchedOff:
    """Return the mapping after these facts, which led to this revision, without people who have left."""
    off = {(fact.person, DEVICES[fact.kind]): revision for fact in facts if fact.kind in DEVICES and fact.person}
    if not off and all(person in present for person, _ in switched_off):
        return switched_off
    return {key: off_at for key, off_at in {**switched_off, **off}.items() if key[0] in present}


def refuse_outdated(
    switched_off: SwitchedOff, person: str, seen: int | None, devices: Mapping[str, bool | None]
) -> None:
    """Refuse to switch on a device that a moderator switched off after revision `seen`.

    `seen` is the newest revision that the page had received; None skips the check.
    """
    if seen is None:
        return
    for device, on in devices.items():
        if on and switched_off.get((person, device), seen) > seen:
            message = f"A moderator switched your {device} off at the same moment. You can switch it on again."
            raise Refusal("switched_off", message)
