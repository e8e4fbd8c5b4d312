"""A room with people in browsers, and with people whose connections the test itself holds."""

from pathlib import Path
from typing import Any

from conformance.room_profile import RoomProfile
from people.scene import Scene
from rooms.room import Links, SessionRequest
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

RACING = (Path(__file__).parent / "racing.js").read_text()
"""To be run in everybody's page before the following three are."""
APPOINT = "(element, [moment, choice]) => stagedoorRace.appoint(element, moment, choice)"
OUTCOME = "() => stagedoorRace.outcome"
CAUGHT_UP = "revision => stagedoorRace.caughtUp(revision)"


class RoomOf:
    """A test's own server as the suite's room under test; whoever is no browser comes by its ``session``."""

    name = "Stagedoor reference room"
    profile = RoomProfile()

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self.session: ConnectedSession | None = None

    def open_session(self, wish: SessionRequest) -> Links:
        self.session = ConnectedSession(self.server, **wish.as_json())
        return Links(*(f"{self.session.links[role]}?name={{name}}" for role in ("moderator", "attendee")))

    def expect_alive(self) -> None:
        """It is the tests themselves that end it."""

    def stop(self) -> None:
        self.server.kill()

    def hang(self) -> None:
        raise NotImplementedError("nobody here halts the server")

    def recover(self) -> None:
        if self.server.process.returncode is not None:
            self.server.start()

    def close(self) -> None:
        if self.session:
            self.session.close()


def seated(scene: Scene, wish: SessionRequest, *, moderators: str, attendees: str) -> Scene:
    """The session with these people in it, by their names."""
    scene.open_session(wish)
    scene.moderators_arrive(*moderators.split())
    scene.attendees_arrive(*attendees.split())
    return scene


def evaluate_everywhere(scene: Scene, script: str, argument: Any = None) -> None:
    """Run a script in everybody's page."""
    for person in scene.people.values():
        person.page.evaluate(script, argument)
