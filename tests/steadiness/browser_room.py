"""A room with people in browsers and with people who have only a Socket.IO connection."""

from pathlib import Path
from typing import Any

from conformance.room_profile import RoomProfile
from people.scene import Scene
from rooms.room import Links, SessionRequest
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

PRESS_SCRIPT = (Path(__file__).parent / "scheduled_press.js").read_text()
"""The script that must have run in a page before the page can evaluate the next three constants."""
SCHEDULE = "(element, [moment, choice]) => stagedoorPress.schedule(element, moment, choice)"
READ_RESULT = "() => stagedoorPress.result"
CATCH_UP = "revision => stagedoorPress.catchUp(revision)"


class ServerAsRoom:
    """A server started by a test, as the room under test; ``session`` connects people without a browser."""

    name = "Stagedoor reference room"
    profile = RoomProfile()

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self.session: ConnectedSession | None = None

    def open_session(self, session_request: SessionRequest) -> Links:
        self.session = ConnectedSession(self.server, **session_request.as_json())
        return Links(*(f"{self.session.links[role]}?name={{name}}" for role in ("moderator", "attendee")))

    def expect_alive(self) -> None:
        """Do nothing: the tests themselves kill the server."""

    def stop(self) -> None:
        self.server.kill()

    def hang(self) -> None:
        raise NotImplementedError("no test of this folder suspends the server")

    def recover(self) -> None:
        if self.server.process.returncode is not None:
            self.server.start()

    def close(self) -> None:
        if self.session:
            self.session.close()


def open_session_with(scene: Scene, session_request: SessionRequest, *, moderators: str, attendees: str) -> Scene:
    """Open a session that these people enter, and return the scene. Names are separated by spaces."""
    scene.open_session(session_request)
    scene.moderators_arrive(*moderators.split())
    scene.attendees_arrive(*attendees.split())
    return scene


def evaluate_everywhere(scene: Scene, script: str, argument: Any = None) -> None:
    """Run a script in the page of every person."""
    for person in scene.people.values():
        person.page.evaluate(script, argument)
