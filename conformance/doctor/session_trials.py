"""Trials of the usual ways to create sessions, for a room of which only the URL is known."""

import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from secrets import token_hex
from urllib.parse import urlsplit

from conformance.doctor.start_page import SESSION_PLACEHOLDER
from conformance.errors import NotReached, Refused
from conformance.time_limits import SESSION
from rooms.room import SessionRequest
from rooms.room_file import MeetingLinks, RoomFile, SessionLinks, SessionSource
from rooms.session_requests import post_session

PATHS = ("/api/sessions", "", "/sessions", "/api/rooms", "/rooms", "/api/meetings", "/meetings")
"""Paths below a room's URL at which rooms usually accept requests for sessions, the documented one first."""


@dataclass(frozen=True)
class SessionTrial:
    """The result of the trials: a room ``file``, whether it is certain, and ``notes`` for its author."""

    file: RoomFile
    is_certain: bool
    notes: tuple[str, ...]


def try_sessions(room_url: str, find_link_template: Callable[[str], str]) -> SessionTrial:
    """Return the first usual way to create sessions that works.

    If no request creates a session, the sessions are links: those to which the start page leads, else every new URL
    below the room's. If there is no page at such a URL, the room's URL is treated as one running meeting. A URL with
    placeholders is used without a trial. ``find_link_template`` returns the link to which the start page at a URL
    leads, or "".
    """
    name = urlsplit(room_url).netloc
    if SESSION_PLACEHOLDER in room_url or "{name}" in room_url:
        return SessionTrial(
            _create_room_file(name, _link_source(room_url)), False, ("the links were given, and not tried",)
        )
    notes: list[str] = []
    for url, reason in _try_posts(room_url.rstrip("/")):
        if not reason:
            return SessionTrial(_create_room_file(name, SessionSource(post=url)), True, ())
        notes.append(reason)
    if template := find_link_template(room_url):
        what = f"the start page leads to {template}, so each such URL is treated as a session"
        return SessionTrial(_create_room_file(name, _link_source(template)), False, (*notes, what))
    notes.append("the start page leads to no other URL")
    return _try_links(room_url.rstrip("/"), name, notes)


def _try_posts(room_url: str) -> Iterator[tuple[str, str]]:
    """Yield each URL that was tried, with the reason why it creates no session, or "" if it creates one."""
    for path in PATHS:
        url = f"{room_url}{path}"
        yield url, _find_refusal(url)


def _find_refusal(url: str) -> str:
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


def _try_links(room_url: str, name: str, notes: list[str]) -> SessionTrial:
    """Return links in which every new URL is a session, if the room has a page at such a URL.

    If it has none, treat the room's URL as one running meeting.
    """
    template = f"{room_url}/{SESSION_PLACEHOLDER}"
    if _is_page(template.replace(SESSION_PLACEHOLDER, f"stagedoor-{token_hex(4)}")):
        return SessionTrial(
            _create_room_file(name, _link_source(template)),
            False,
            (*notes, f"{template} answers, so each such URL is treated as a session"),
        )
    links = MeetingLinks(moderator=room_url, attendee=room_url)
    what = f"{template} does not answer either, so the URL is treated as one running meeting"
    return SessionTrial(_create_room_file(name, SessionSource(meeting=links)), False, (*notes, what))


def _link_source(template: str) -> SessionSource:
    """Return this link for everybody: for new sessions if it contains {session}, else for one meeting."""
    if SESSION_PLACEHOLDER in template:
        return SessionSource(links=SessionLinks(moderator=template, attendee=template))
    return SessionSource(meeting=MeetingLinks(moderator=template, attendee=template))


def _is_page(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=SESSION) as answer:  # noqa: S310 - checked to be http or https
            return bool(answer.headers.get_content_type() == "text/html")
    except (OSError, ValueError, HTTPException):
        return False


def _create_room_file(name: str, source: SessionSource) -> RoomFile:
    return RoomFile(name=name, session=source)
