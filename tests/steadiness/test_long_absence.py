"""A person absent beyond the grace period returns as a viewer and sends nothing (STEADY-2, 4)."""

from typing import Any

from conformance.time_limits import DEPARTURE
from people.browsers import Browsers
from people.devices import Kind
from people.scene import Scene
from rooms.room import SessionRequest
from steps import joining, leaving, recovering, watching
from tests.reference_server.conftest import MakeServer
from tests.steadiness.browser_room import ServerAsRoom, open_session_with


def test_steady_4_a_person_returns_from_a_long_absence_as_a_viewer(
    start_server: MakeServer, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]
) -> None:
    room = ServerAsRoom(start_server("--grace", "0.2", "--restart-grace", "0.2"))
    scene = Scene(room, browsers, "phone", descriptors)
    open_session_with(scene, SessionRequest("everyone"), moderators="Maya", attendees="Ada")
    joining.join_stage(scene, "Ada")
    watching.expect_seen_and_heard(scene, "Maya", "Ada")
    scene["Ada"].lose_network()
    scene["Maya"].places.participants.expect_unlisted("Ada", DEPARTURE)
    scene["Maya"].places.stage.expect_no_tile("Ada")
    scene["Ada"].regain_network()
    recovering.expect_no_longer_notified_of_loss(scene, "Ada")
    watching.expect_viewer(scene, "Ada")
    leaving.expect_sending_nothing(scene, "Ada")
    joining.join_stage(scene, "Ada")
    watching.expect_seen_and_heard(scene, "Maya", "Ada")
    scene.close()
    room.close()
