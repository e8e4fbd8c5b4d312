"""The room under test, from the options of the command line."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from rooms.declared import declared_room, room_at
from rooms.reference import ReferenceRoom
from rooms.room import Room
from rooms.room_file import BadRoomFile, RoomFile, read_room_file


def read_declared_room(
    room: str | None,
    requirements: Collection[str],
    offers: Collection[str],
    cast: Collection[str],
    words: Collection[str],
) -> RoomFile | None:
    """Return the room file of ``room``, a path or an address; None for the reference room.

    Raises BadRoomFile.
    """
    if room is None:
        return None
    if "://" in room:
        return room_at(_expect_address(room))
    return read_room_file(Path(room), requirements, offers, date.today(), tuple(cast), words)


def _expect_address(room: str) -> str:
    parts = urlsplit(room)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadRoomFile(f"{room}: not the address of a room. Use http or https, such as https://rooms.example.org.")
    return room


def start_room(file: RoomFile | None, logs: Path, name: str) -> Room:
    """Return the room, with its server started where the suite does that; ``name`` is part of its log's name."""
    if file is None:
        return ReferenceRoom(logs / f"reference-room-{name}.log")
    return declared_room(file, logs / f"room-{name}.log")
