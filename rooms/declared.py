"""Rooms under test that are given by a room file, an address, or the two links of a meeting."""

import json
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from typing import NoReturn
from urllib.parse import urlsplit

from conformance.errors import NotReached, OwnSessionNeeded, Refused
from conformance.room_profile import RoomProfile
from conformance.time_limits import FOREIGN_SERVER_END, FOREIGN_SERVER_START, SESSION
from rooms.not_offered import NOT_OFFERED_CODE
from rooms.room import ExternalServer, Links, SessionRequest
from rooms.room_file import MeetingLinks, RoomFile, ServerStart, SessionLinks, SessionSource
from rooms.session_requests import post_session, read_links
from rooms.started_server import StartedServer, with_own_python


class DeclaredRoom(ExternalServer):
    """A room whose sessions are opened as its room file says, and whose server runs already."""

    def __init__(self, file: RoomFile) -> None:
        self.file = file
        self.name = file.name
        self.profile = file.profile

    def open_session(self, session_request: SessionRequest) -> Links:
        source = self.file.session
        if source.post is not None:
            return post_session(source.post, session_request)
        if source.command is not None:
            return _session_by_command(source.command, session_request)
        if source.links is not None:
            return _session_by_links(source.links, self.profile, session_request)
        if source.meeting is not None:
            return _session_in_meeting(source.meeting, self.profile, session_request)
        return _fixed_session(source, session_request)

    def close(self) -> None:
        """Do nothing, since nothing was started."""


class ServedRoom(DeclaredRoom):
    """A room whose server is started for the run, on a free port."""

    def __init__(self, file: RoomFile, start: ServerStart, log: Path) -> None:
        self._server = StartedServer(
            file.name,
            start.command,
            log,
            address=start.address,
            start_limit=FOREIGN_SERVER_START,
            end_limit=FOREIGN_SERVER_END,
        )
        # The port consists of digits, so it can be filled in within the JSON text.
        session = SessionSource.model_validate_json(self._server.fill_port(file.session.model_dump_json()))
        super().__init__(file.model_copy(update={"session": session}))

    def open_session(self, session_request: SessionRequest) -> Links:
        self._server.expect_alive()
        return super().open_session(session_request)

    def expect_alive(self) -> None:
        self._server.expect_alive()

    def stop(self) -> None:
        self._server.kill()

    def hang(self) -> None:
        self._server.hang()

    def recover(self) -> None:
        self._server.recover()

    def close(self) -> None:
        self._server.close()


def start_declared_room(file: RoomFile, log: Path) -> DeclaredRoom:
    """Return the room of this file; start its server if the file describes one. ``log``: the server's log."""
    return ServedRoom(file, file.server, log) if file.server else DeclaredRoom(file)


def room_file_for_address(address: str) -> RoomFile:
    """Return the room file for an address at which POST ``/api/sessions`` opens sessions."""
    return RoomFile(name=address, session=SessionSource(post=f"{address.rstrip('/')}/api/sessions"))


def room_file_for_meeting(moderator: str, attendee: str) -> RoomFile:
    """Return the room file of a running meeting that is given by its two links."""
    links = MeetingLinks(moderator=moderator, attendee=attendee)
    return RoomFile(name=f"Meeting at {urlsplit(attendee).netloc}", session=SessionSource(meeting=links))


def _session_by_links(links: SessionLinks, profile: RoomProfile, session_request: SessionRequest) -> Links:
    """Return links with a new name for the session; the room creates it when somebody follows a link.

    Links cannot request polls and quizzes, so every session is expected to have both, unless the room declares them
    absent: then no scenario requests them.
    """
    if not profile.offers_access(session_request.access):
        raise Refused(f"The links of the room file create no session with stage access “{session_request.access}”.")
    if session_request.limit is not None:
        raise NotReached("Links cannot create a session with a stage limit; use post or command.")
    values = {"{session}": f"stagedoor-{token_hex(6)}", "{access}": session_request.access}
    return Links(_fill_placeholders(links.moderator, values), _fill_placeholders(links.attendee, values))


def _fill_placeholders(link: str, values: Mapping[str, str]) -> str:
    for placeholder, value in values.items():
        link = link.replace(placeholder, value)
    return link


def _session_in_meeting(links: MeetingLinks, profile: RoomProfile, session_request: SessionRequest) -> Links:
    if not profile.offers_access(session_request.access):
        _raise_own_session_needed(f"the stage access “{session_request.access}”", profile)
    if session_request.limit is not None:
        _raise_own_session_needed(f"{session_request.limit} places on stage", profile)
    if session_request.polls or session_request.quizzes:
        _raise_own_session_needed("polls or quizzes", profile)
    return Links(links.moderator, links.attendee)


def _raise_own_session_needed(what: str, profile: RoomProfile) -> NoReturn:
    access = profile.meeting.access if profile.meeting else None
    raise OwnSessionNeeded(
        f"This scenario needs a session of its own with {what}; the running meeting has the stage access “{access}”. "
        "Write a room file that says how sessions are created."
    )


def _session_by_command(command: list[str], session_request: SessionRequest) -> Links:
    process = _run_command(command, json.dumps(session_request.as_json()))
    if process.returncode != 0:
        raise _session_command_error(process, shlex.join(command))
    return read_links(process.stdout.encode(), shlex.join(command))


def _session_command_error(process: subprocess.CompletedProcess[str], command: str) -> NotReached:
    """Return Refused for the exit code that means a refusal, and NotReached for any other."""
    error = process.stderr.strip() or "it printed no reason"
    if process.returncode == NOT_OFFERED_CODE:
        return Refused(f"{command} opened no session: {error}")
    code = f"exit code {process.returncode}; {NOT_OFFERED_CODE} would mean that the room has no such session"
    return NotReached(f"{command} opened no session: {error} ({code})")


def _run_command(command: list[str], request_json: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            with_own_python(command), input=request_json, capture_output=True, text=True, timeout=SESSION, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotReached(f"{shlex.join(command)} opened no session: {error}") from error


def _fixed_session(source: SessionSource, session_request: SessionRequest) -> Links:
    """Return the links of the session with this stage access.

    Raises NotReached for polls and quizzes: all scenarios share the session, so those of earlier scenarios would be in
    it, and scenarios that expect none would find them.
    """
    access = session_request.access
    links = (source.fixed or {}).get(access)
    if links is None:
        raise Refused(f"The room file has no session with stage access “{access}” ([session.fixed.{access}]).")
    if session_request.limit is not None or session_request.polls or session_request.quizzes:
        raise NotReached(
            "A fixed session ([session.fixed]) cannot be given a stage limit, polls or quizzes; use post or command."
        )
    return Links(links.moderator, links.attendee)
