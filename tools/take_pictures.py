"""Takes the README's pictures of the reference room: ``.venv/bin/python -m tools.take_pictures``."""

import tempfile
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from people.browsers import Browsers
from people.devices import DEFAULTS
from people.media_analysis import SEEN_AND_HEARD
from people.scene import Scene, descriptors_for
from rooms.reference import ReferenceRoom
from rooms.room import SessionRequest
from steps.stage_flows import bring_on_stage

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"


def main() -> None:
    """Take pictures of a stage with three people and a request, on laptop and phone."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        closing(ReferenceRoom(Path(folder) / "room.log")) as room,
        closing(Browsers(playwright.chromium, {}, Path(folder))) as browsers,
        closing(Scene(room, browsers, "phone", descriptors_for(playwright.devices, DEFAULTS))) as scene,
    ):
        _prepare_scene(scene)
        _take(scene)


def _prepare_scene(scene: Scene) -> None:
    scene.open_session(SessionRequest("request", title="Morning lesson"))
    scene.moderator_arrives("Maya")
    for name in ("Ada", "Ben", "Cleo"):
        scene.attendee_arrives(name, on_the_other_device=name != "Cleo")
    for name in ("Maya", "Ada", "Ben"):
        bring_on_stage(scene, name)
    scene["Cleo"].places.toolbar.press_button("Ask to join stage")
    scene["Maya"].places.requests.expect_from("Cleo")


def _take(scene: Scene) -> None:
    PICTURES.mkdir(exist_ok=True)
    scene["Maya"].media.expect({"Ada": SEEN_AND_HEARD, "Ben": SEEN_AND_HEARD})
    scene["Cleo"].media.expect({"Maya": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD, "Ben": SEEN_AND_HEARD})
    scene["Maya"].page.screenshot(path=PICTURES / "moderator-laptop.png", scale="css")
    scene["Cleo"].page.screenshot(path=PICTURES / "attendee-phone.png", scale="css")


if __name__ == "__main__":
    main()
