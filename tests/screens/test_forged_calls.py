"""The feature's forger really calls: where the room lets them, they are seen and heard.

Else it would prove nothing that nobody sees or hears a viewer who calls the others (SAFE-2).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from people.browsers import Browsers
from people.scene import Scene
from people.senses import THERE, Perception
from rooms.room import Room, SessionWish
from steps.flows import come_on_stage
from steps.trespassing import call_as

NOTHING = Perception(see=False, hear=False)


@pytest.fixture
def scene(room: Room, browsers: Browsers, descriptors: dict[Any, dict[str, Any]]) -> Iterator[Scene]:
    """Ada and Ben on stage, and Cleo, who watches them."""
    scene = Scene(room, browsers, "laptop", descriptors)
    scene.open_session(SessionWish("everyone"))
    for name in ("Ada", "Ben", "Cleo"):
        scene.attendee_arrives(name)
    for name in ("Ada", "Ben"):
        come_on_stage(scene, name)
    yield scene
    scene.close()


def test_safe_2_who_is_on_stage_is_seen_by_a_call_of_their_own_making(scene: Scene) -> None:
    ada, cleo = scene["Ada"], scene["Cleo"]
    for device in ("Microphone", "Camera"):
        ada.places.toolbar.switch(device, on=False)
    cleo.senses.expect({"Ada": NOTHING, "Ben": THERE})
    call_as(scene, "Ada", "Ben")
    cleo.senses.expect({"Ada": THERE, "Ben": THERE})
