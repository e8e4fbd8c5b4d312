"""Whoever is away for longer than the room waits comes back as a viewer, and nothing of them goes on (STEADY-2, 4)."""

from typing import Any

from conformance.time_limits import DEPARTURE
from people.browsers import Browsers
from people.devices import Kind
from people.scene import Scene
from rooms.room import SessionRequest
from steps import joining, leaving, recovering, watching
from tests.reference_server.conftest import MakeServer
from tests.steadiness.with_browsers import RoomOf, seated


def test_steady_4_after_a_long_loss_one_is_a_viewer_with_devices_released(
    start_server: MakeServer, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]
) -> None:
    room = RoomOf(start_server("--grace", "0.2", "--restart-grace", "0.2"))
    scene = Scene(room, browsers, "phone", descriptors)
    seated(scene, SessionRequest("everyone"), moderators="Maya", attendees="Ada")
    joining.joins(scene, "Ada")
    watching.sees_and_hears(scene, "Maya", "Ada")
    scene["Ada"].lose_network()
    scene["Maya"].places.participants.expect_unlisted("Ada", DEPARTURE)
    scene["Maya"].places.stage.expect_no_tile("Ada")
    scene["Ada"].regain_network()
    recovering.no_longer_notified(scene, "Ada")
    watching.is_a_viewer(scene, "Ada")
    leaving.sends_nothing(scene, "Ada")
    joining.joins(scene, "Ada")
    watching.sees_and_hears(scene, "Maya", "Ada")
    scene.close()
    room.close()
