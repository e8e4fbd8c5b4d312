"""The tile of whoever speaks says so, and no other: by a mark with a shape of its own, and not by colour alone."""

from playwright.sync_api import Locator, expect

from people.scene import Scene

PATIENCE = 15_000


def test_who_speaks_is_marked_until_the_microphone_is_off(watched_stage: Scene) -> None:
    ada, ben = mark(watched_stage, "Ada"), mark(watched_stage, "Ben")
    for one in (ada, ben):
        expect(one).to_be_visible(timeout=PATIENCE)
    watched_stage["Ben"].places.toolbar.switch("Microphone", on=False)
    expect(ben).to_be_hidden(timeout=PATIENCE)
    expect(ada).to_be_visible()


def mark(scene: Scene, name: str) -> Locator:
    """The sign on the person's tile, as Cleo sees it."""
    return scene["Cleo"].places.stage.tile(name).locator(".speaks")
