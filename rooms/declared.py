"""A room that others made, under test by its address or its room file."""

import json
import subprocess
from pathlib import Path

from conformance.errors import NotReached, Refused
from conformance.time_limits import SESSION
from rooms.posting import post_session, read_links
from rooms.room import ExternalServer, Links, SessionWish
from rooms.room_file import RoomFile, ServerStart, SessionSource
from rooms.serving import Server, own_python


class DeclaredRoom(ExternalServer):
    """Opens sessions as the room file says; its server is not in our hands."""

    def __init__(self, file: RoomFile) -> None:
        self.file = file
        self.name = file.name
        self.profile = file.profile

    def open_session(self, wish: SessionWish) -> Links:
        source = self.file.session
        if source.post is not None:
            return post_session(source.post, wish)
        if source.command is not None:
            return _by_command(source.command, wish)
        return _made_by_hand(source, wish)

    def close(self) -> None:
        """Nothing was started."""


class ServedRoom(DeclaredRoom):
    """One whose server is started for the run, on a port of its own, and is in our hands."""

    def __init__(self, file: RoomFile, start: ServerStart, log: Path) -> None:
        self._server = Server(file.name, start.command, start.address, log)
        # The port is figures only, which mean the same within a text of JSON.
        session = SessionSource.model_validate_json(self._server.filled(file.session.model_dump_json()))
        super().__init__(file.model_copy(update={"session": session}))

    def open_session(self, wish: SessionWish) -> Links:
        self._server.expect_alive()
        return super().open_session(wish)

    def expect_alive(self) -> None:
        if not self._server.is_stopped:
            self._server.expect_alive()

    def stop(self) -> None:
        self._server.stop()

    def hang(self) -> None:
        self._server.hang()

    def recover(self) -> None:
        self._server.recover()

    def close(self) -> None:
        self._server.close()


def declared_room(file: RoomFile, log: Path) -> DeclaredRoom:
    """The room of this file, with its server started where the file names one; what that says goes to ``log``."""
    return ServedRoom(file, file.server, log) if file.server else DeclaredRoom(file)


def room_at(address: str) -> RoomFile:
    """What is known of a room by its address alone: it takes wishes for sessions at ``/api/sessions`` there."""
    return RoomFile(name=address, session=SessionSource(post=f"{address.rstrip('/')}/api/sessions"))


def _by_command(command: list[str], wish: SessionWish) -> Links:
    told = json.dumps(wish.as_json())
    try:
        done = subprocess.run(
            own_python(command), input=told, capture_output=True, text=True, timeout=SESSION, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotReached(f"{command[0]} opened no session: {error}") from error
    if done.returncode != 0:
        raise Refused(f"{command[0]} opened no session: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return read_links(done.stdout.encode(), command[0])


def _made_by_hand(source: SessionSource, wish: SessionWish) -> Links:
    links = (source.fixed or {}).get(wish.access)
    if links is None:
        raise Refused(
            f"The room file has no session with stage access “{wish.access}” ([session.fixed.{wish.access}])."
        )
    if wish.limit is not None or wish.polls or wish.quizzes:
        raise NotReached("A session made by hand cannot be given another size or other offers.")
    return Links(links.moderator, links.attendee)
