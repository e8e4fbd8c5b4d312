"""The room under test: from what was said on the command line to a room that gives sessions."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from rooms.declared import declared_room, room_at
from rooms.reference import ReferenceRoom
from rooms.room import Room
from rooms.room_file import BadRoomFile, RoomFile, read_room_file


def room_file_of(
    room: str | None,
    requirements: Collection[str],
    offers: Collection[str],
    cast: Collection[str],
    words: Collection[str],
) -> RoomFile | None:
    """What is known of ``room``, a path or an address; None for the reference room. Raises BadRoomFile."""
    if room is None:
        return None
    if "://" in room:
        return room_at(_expect_address(room))
    return read_room_file(Path(room), requirements, offers, date.today(), tuple(cast), words)


def _expect_address(room: str) -> str:
    parts = urlsplit(room)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadRoomFile(f"{room}: this is no address of a room. Give one such as https://rooms.example.org.")
    return room


def start_room(file: RoomFile | None, logs: Path, name: str) -> Room:
    """The room, with its server where that is in our hands; ``name`` tells its log from others in ``logs``."""
    if file is None:
        return ReferenceRoom(logs / f"reference-room-{name}.log")
    return declared_room(file, logs / f"room-{name}.log")
