"""The metadata of a run: the room under test and what it declares."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from rooms.room_file import RoomFile


def run_facts(
    file: RoomFile | None, room: str, level: str, devices: Sequence[str], *, third_party_cookies: bool = True
) -> dict[str, Any]:
    """Return the metadata of a run of this ``room`` and the room's declarations, as JSON values.

    ``level``: the weakest level whose failures make the run fail; ``devices``: the kinds of device of a complete run;
    ``third_party_cookies``: False if the run blocked them; only then does the result contain the key.
    """
    facts: dict[str, Any] = {"room": room, "level": level, "devices": list(devices)}
    if not third_party_cookies:
        facts["third_party_cookies"] = "blocked"
    return facts | (_declarations(file) if file else {})


def _declarations(file: RoomFile) -> dict[str, Any]:
    return {
        "address": _origin(file.session.post),
        "adapter": file.adapter,
        "words": file.words,
        "locators": file.locators,
        "not_offered": sorted(file.lacks),
        "deviations": [deviation.model_dump(mode="json") for deviation in file.deviation],
    }


def _origin(address: str | None) -> str | None:
    """Return the address without what may be secret: user names, passwords, paths and queries.

    Return None without an address, or if the run starts the server itself, on any free port.
    """
    parts = urlsplit(address or "")
    if not parts.hostname or "{" in parts.netloc:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
