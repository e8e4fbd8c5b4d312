"""The tile of whoever speaks says so, and no other: by a mark with a shape of its own, and not by colour alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from people.browsers import Browsers
from people.scene import Scene
from rooms.room import Room, SessionWish
from steps.flows import come_on_stage

PATIENCE = 15_000


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


def test_who_speaks_is_marked_until_the_microphone_is_off(scene: Scene) -> None:
    ada, ben = mark(scene, "Ada"), mark(scene, "Ben")
    for one in (ada, ben):
        expect(one).to_be_visible(timeout=PATIENCE)
    scene["Ben"].places.toolbar.switch("Microphone", on=False)
    expect(ben).to_be_hidden(timeout=PATIENCE)
    expect(ada).to_be_visible()


def mark(scene: Scene, name: str) -> Locator:
    """The sign on the person's tile, as Cleo sees it."""
    return scene["Cleo"].places.stage.tile(name).locator(".speaks")
