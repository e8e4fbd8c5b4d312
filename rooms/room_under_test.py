"""The room under test, from the options of the command line."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from rooms.declared import room_file_for_address, room_file_for_meeting, start_declared_room
from rooms.reference import ReferenceRoom
from rooms.room import Room
from rooms.room_file import BadRoomFile, RoomFile, read_room_file


def read_declared_room(
    room: str | None,
    requirements: Collection[str],
    capabilities: Collection[str],
    cast: Collection[str],
    words: Collection[str],
) -> RoomFile | None:
    """Return the room file of ``room``, a path or an address; None for the reference room.

    Raises BadRoomFile.
    """
    if room is None:
        return None
    if "://" in room:
        return room_file_for_address(_expect_address(room))
    return read_room_file(Path(room), requirements, capabilities, date.today(), tuple(cast), words)


def read_meeting(moderator: str | None, attendee: str | None, room: str | None) -> RoomFile | None:
    """Return the room file of a running meeting by its two links; None if neither is given.

    Raises BadRoomFile if one of them is missing or is no web address, if both are the same, or if ``room`` is given.
    """
    links = {"--moderator": moderator, "--attendee": attendee}
    given = [option for option, link in links.items() if link]
    if not given:
        return None
    if room:
        raise BadRoomFile(f"{given[0]}: give either --room, or the two links of a running meeting.")
    for option, link in links.items():
        _expect_link(option, link)
    _expect_different_links(moderator, attendee)
    return room_file_for_meeting(str(moderator), str(attendee))


def _expect_link(option: str, link: str | None) -> None:
    if not link:
        raise BadRoomFile(f"{option} is missing. Give both links of the meeting, the moderator's and the attendees'.")
    if not _is_web_address(link):
        raise BadRoomFile(f"{option} {link}: not an address. Use http or https, such as https://rooms.example.org/m/1.")


def _expect_different_links(moderator: str | None, attendee: str | None) -> None:
    if moderator == attendee:
        raise BadRoomFile(
            "--moderator and --attendee are the same address, so that everybody would have the same role. Give the "
            "link of each role; where people log in instead, write a room file with [entry]."
        )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _expect_address(room: str) -> str:
    if not _is_web_address(room):
        raise BadRoomFile(f"{room}: not the address of a room. Use http or https, such as https://rooms.example.org.")
    return room


def start_room(file: RoomFile | None, logs: Path, name: str) -> Room:
    """Return the room, with its server started if the suite starts it.

    ``name`` is part of the name of its log.
    """
    if file is None:
        return ReferenceRoom(logs / f"reference-room-{name}.log")
    return start_declared_room(file, logs / f"room-{name}.log")
