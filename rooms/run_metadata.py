"""What a room declares of itself, as the record of a run tells it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from rooms.room_file import RoomFile


def run_facts(file: RoomFile | None, room: str, level: str, devices: Sequence[str]) -> dict[str, Any]:
    """What a whole run of this ``room`` would be, and what it declares; all of it can be written as JSON.

    ``level``: the weakest rules whose failing makes the run fail; ``devices``: the kinds that a whole run covers.
    """
    facts: dict[str, Any] = {"room": room, "level": level, "devices": list(devices)}
    return facts | (_declared(file) if file else {})


def _declared(file: RoomFile) -> dict[str, Any]:
    return {
        "address": _origin(file.session.post),
        "adapter": file.adapter,
        "words": file.words,
        "not_offered": sorted(file.lacks),
        "deviations": [one.model_dump(mode="json") for one in file.deviation],
    }


def _origin(address: str | None) -> str | None:
    """The address without what may be secret in it: names, passwords, paths and queries.

    None where there is none, as of a server that is started for the run, on a port of its own each time.
    """
    parts = urlsplit(address or "")
    if not parts.hostname or "{" in parts.netloc:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
