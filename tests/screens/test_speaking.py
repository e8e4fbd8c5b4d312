"""The tile of whoever speaks says so, and no other: by a mark with a shape of its own, and not by colour alone.

So does one's own, before one's own eyes: who sees it knows that the microphone takes one's voice.
"""

import pytest
from playwright.sync_api import Locator, expect

from people.scene import Scene

PATIENCE = 15_000


@pytest.mark.parametrize("viewer", ["Cleo", "Ben"])
def test_a_speaker_is_marked_until_the_microphone_is_off(watched_stage: Scene, viewer: str) -> None:
    ada, ben = mark(watched_stage, "Ada", viewer), mark(watched_stage, "Ben", viewer)
    for one in (ada, ben):
        expect(one).to_be_visible(timeout=PATIENCE)
    watched_stage["Ben"].places.toolbar.switch("Microphone", on=False)
    expect(ben).to_be_hidden(timeout=PATIENCE)
    expect(ada).to_be_visible()
    watched_stage["Ben"].places.toolbar.switch("Microphone", on=True)
    expect(ben).to_be_visible(timeout=PATIENCE)


def test_ones_own_mark_is_there_again_after_a_reload(watched_stage: Scene) -> None:
    watched_stage["Ben"].page.reload()
    expect(mark(watched_stage, "Ben", "Ben")).to_be_visible(timeout=PATIENCE)


def mark(scene: Scene, name: str, viewer: str) -> Locator:
    """The sign on the person's tile, as the viewer sees it."""
    return scene[viewer].places.stage.tile(name).locator(".speaks")
