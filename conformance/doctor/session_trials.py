"""Trials of the usual ways to create sessions, for a room of which only the address is known."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import urlsplit

from conformance.errors import NotReached, Refused
from conformance.time_limits import SESSION
from rooms.room import SessionRequest
from rooms.room_file import MeetingLinks, RoomFile, SessionLinks, SessionSource
from rooms.session_requests import post_session

PATHS = ("/api/sessions", "", "/sessions", "/api/rooms", "/rooms", "/api/meetings", "/meetings")
"""Paths below the address at which rooms usually accept requests for sessions, the documented one first."""
WITH_SESSION = "{session}"


@dataclass(frozen=True)
class SessionTrial:
    """The result of the trials: a room ``file``, whether it is certain, and ``notes`` for its author."""

    file: RoomFile
    is_certain: bool
    notes: tuple[str, ...]


def try_sessions(address: str) -> SessionTrial:
    """Return the first usual way that creates a session; if there is none, treat every new address as a session."""
    name = urlsplit(address).netloc
    if WITH_SESSION in address or "{name}" in address:
        return SessionTrial(_room(name, _by_links(address)), False, ("the links were given, and not tried",))
    notes: list[str] = []
    for url, reason in _posts(address.rstrip("/")):
        if not reason:
            return SessionTrial(_room(name, SessionSource(post=url)), True, ())
        notes.append(reason)
    return _by_address(address.rstrip("/"), name, notes)


def _posts(address: str) -> Iterator[tuple[str, str]]:
    """Yield each address that was tried, with the reason why it creates no session, or "" if it creates one."""
    for path in PATHS:
        url = f"{address}{path}"
        yield url, _refusal(url)


def _refusal(url: str) -> str:
    try:
        post_session(url, SessionRequest("everyone"))
    except Refused as error:
        # A room may refuse one stage access and open another.
        return "" if _opens_any(url) else str(error)
    except NotReached as error:
        return str(error)
    return ""


def _opens_any(url: str) -> bool:
    for access in ("request", "invite", "nobody"):
        try:
            post_session(url, SessionRequest(access))
        except NotReached:
            continue
        return True
    return False


def _by_address(address: str, name: str, notes: list[str]) -> SessionTrial:
    """Return links in which every new address is a session, if such an address answers.

    If it does not, the address is one running meeting.
    """
    template = f"{address}/{WITH_SESSION}"
    if _answers(template.replace(WITH_SESSION, f"stagedoor-{token_hex(4)}")):
        return SessionTrial(
            _room(name, _by_links(template)),
            False,
            (*notes, f"{template} answers, so each such address is treated as a session"),
        )
    links = MeetingLinks(moderator=address, attendee=address)
    what = f"{template} does not answer either, so the address is treated as one running meeting"
    return SessionTrial(_room(name, SessionSource(meeting=links)), False, (*notes, what))


def _by_links(template: str) -> SessionSource:
    """Return this link for everybody: for new sessions if it contains {session}, otherwise for one meeting."""
    if WITH_SESSION in template:
        return SessionSource(links=SessionLinks(moderator=template, attendee=template))
    return SessionSource(meeting=MeetingLinks(moderator=template, attendee=template))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=SESSION) as answer:  # noqa: S310 - checked to be http or https
            return bool(answer.headers.get_content_type() == "text/html")
    except (OSError, ValueError, urllib.error.HTTPError):
        return False


def _room(name: str, source: SessionSource) -> RoomFile:
    return RoomFile(name=name, session=source)
