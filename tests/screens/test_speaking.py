"""The mark on the tile of each person who speaks.

People see it on their own tile too, where it shows that the microphone works.
"""

import pytest
from playwright.sync_api import Locator, expect

from people.scene import Scene

PATIENCE = 15_000


@pytest.mark.parametrize("viewer", ["Cleo", "Ben"])
def test_a_speaker_is_marked_until_the_microphone_is_off(watched_stage: Scene, viewer: str) -> None:
    ada, ben = mark(watched_stage, "Ada", viewer), mark(watched_stage, "Ben", viewer)
    for speaking_mark in (ada, ben):
        expect(speaking_mark).to_be_visible(timeout=PATIENCE)
    watched_stage["Ben"].places.toolbar.switch("Microphone", on=False)
    expect(ben).to_be_hidden(timeout=PATIENCE)
    expect(ada).to_be_visible()
    watched_stage["Ben"].places.toolbar.switch("Microphone", on=True)
    expect(ben).to_be_visible(timeout=PATIENCE)


def test_people_see_their_own_mark_again_after_a_reload(watched_stage: Scene) -> None:
    watched_stage["Ben"].page.reload()
    expect(mark(watched_stage, "Ben", "Ben")).to_be_visible(timeout=PATIENCE)


def mark(scene: Scene, name: str, viewer: str) -> Locator:
    """Return the mark on the person's tile, on the viewer's page."""
    return scene[viewer].places.stage.tile(name).locator(".speaks")
