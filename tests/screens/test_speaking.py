"""The mark on the tile of each person who speaks.

On their own page, it shows that their microphone works.
"""

import pytest
from playwright.sync_api import Locator, expect

from people.scene import Scene

TIMEOUT = 15_000
"""Milliseconds."""


@pytest.mark.parametrize("viewer", ["Cleo", "Ben"])
def test_a_speaker_is_marked_until_the_microphone_is_off(watched_stage: Scene, viewer: str) -> None:
    ada_mark, ben_mark = speaking_mark(watched_stage, "Ada", viewer), speaking_mark(watched_stage, "Ben", viewer)
    for mark in (ada_mark, ben_mark):
        expect(mark).to_be_visible(timeout=TIMEOUT)
    watched_stage["Ben"].places.toolbar.switch("Microphone", on=False)
    expect(ben_mark).to_be_hidden(timeout=TIMEOUT)
    expect(ada_mark).to_be_visible()
    watched_stage["Ben"].places.toolbar.switch("Microphone", on=True)
    expect(ben_mark).to_be_visible(timeout=TIMEOUT)


def test_people_see_their_own_mark_again_after_a_reload(watched_stage: Scene) -> None:
    watched_stage["Ben"].page.reload()
    expect(speaking_mark(watched_stage, "Ben", "Ben")).to_be_visible(timeout=TIMEOUT)


def speaking_mark(scene: Scene, name: str, viewer: str) -> Locator:
    """Return the mark on the person's tile, on the viewer's page."""
    return scene[viewer].places.stage.tile(name).locator(".speaks")
