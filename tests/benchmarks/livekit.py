"""Compare the room with LiveKit and bare LiveKit: ``python -m tests.benchmarks.livekit``.

First, the time from the click on “Join stage” to another person's first frame is compared with a bare publication
between the same two browsers, with camera and microphone already open and both pages connected to LiveKit. Second, the
time from the click on “Remove from stage” to another person's last frame is measured. The pages read all times.
"""

import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from livekit import api
from playwright.sync_api import BrowserContext, Page, sync_playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.devices import DEFAULTS
from people.scene import Scene, descriptors_for
from rooms.declared import start_declared_room
from rooms.livekit_server import LiveKitServer, LiveKitSettings
from rooms.room import SessionRequest
from rooms.room_file import read_room_file
from steps.stage_flows import choose_to_join
from tests.benchmarks.figures import compare, parse_rounds
from tests.benchmarks.first_frame import AWAIT_FRAME, RECORD_CLICK, measure_first_frame

BARE = "bare LiveKit publication"
ROOM = "click on “Join stage”"
ROOM_FILE = Path("rooms/reference_livekit.toml")
CLIENT = Path("reference_server/static/vendor/livekit-client/livekit-client.esm.mjs")

CONNECT = """async ([url, token]) => {
  const { Room } = await import("/livekit-client.mjs");
  window.room = new Room({ stopLocalTrackOnUnpublish: false });
  room.on("trackSubscribed", (track) => {
    const video = document.querySelector("video") ?? document.body.appendChild(document.createElement("video"));
    track.attach(video);
  });
  await room.connect(url, token);
}"""
PUBLISH = """async () => {
  const began = performance.timeOrigin + performance.now();
  const source = { audio: "microphone", video: "camera" };
  const publish = (track) => room.localParticipant.publishTrack(track, { source: source[track.kind] });
  await Promise.all(devices.getTracks().map(publish));
  return began;
}"""
RECORD_LATEST_CLICK = """() => addEventListener("click",
  () => { window.clickedAt = performance.timeOrigin + performance.now(); }, { capture: true })"""
RECORD_FRAMES = """() => {
  const video = document.querySelector("[data-person] video");
  const record = () => {
    window.lastFrame = performance.timeOrigin + performance.now();
    video.requestVideoFrameCallback(record);
  };
  video.requestVideoFrameCallback(record);
}"""
AWAIT_LAST_FRAME = """() => new Promise((done) => {
  const check = () => {
    const now = performance.timeOrigin + performance.now();
    if (now - window.lastFrame > 1000) done(window.lastFrame);
    else setTimeout(check, 100);
  };
  check();
})"""


def main() -> None:
    """Measure the first frame of room and bare LiveKit alternately, and the room's last frame.

    Print the results.
    """
    number = parse_rounds(__doc__ or "", default=15)
    seconds: dict[str, list[float]] = {BARE: [], ROOM: []}
    seconds_to_last_frame: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        room = start_declared_room(read_room_file(ROOM_FILE, (), (), date.today()), Path(folder) / "room.log")
        browsers = Browsers(playwright.chromium, {}, Path(folder))
        new_scene = partial(Scene, room, browsers, "laptop", descriptors_for(playwright.devices, DEFAULTS))
        with LiveKitServer(Path(folder) / "livekit.log") as livekit:
            for round_number in range(number + 1):
                measured = (_measure_bare(browsers, livekit.settings), *_measure_room(new_scene))
                if round_number:  # The first round starts the browsers.
                    for figures, figure in zip(
                        (seconds[BARE], seconds[ROOM], seconds_to_last_frame), measured, strict=True
                    ):
                        figures.append(figure)
        browsers.close()
        room.close()
    print(compare(BARE, seconds))
    print(
        f"From “Remove from stage” to the last frame: median {statistics.median(seconds_to_last_frame) * 1000:.0f} ms"
    )


def _measure_room(new_scene: Callable[[], Scene]) -> tuple[float, float]:
    """Return the seconds from “Join stage” to the first frame, and from removal to the last."""
    scene = new_scene()
    scene.open_session(SessionRequest("everyone"))
    maya, ada = scene.moderator_arrives("Maya"), scene.attendee_arrives("Ada")
    choose_to_join(scene, "Ada")
    ada.media.expect_preview(ada.places.getting_ready.preview)
    maya.page.evaluate(AWAIT_FRAME)
    ada.page.evaluate(RECORD_CLICK)
    ada.places.getting_ready.press_join()
    first = maya.page.evaluate("() => firstFrame") - ada.page.evaluate("() => clickedAt")
    maya.page.evaluate(RECORD_FRAMES)
    maya.page.evaluate(RECORD_LATEST_CLICK)
    maya.places.participants.choose_action("Ada", "Remove from stage")
    last = maya.page.evaluate(AWAIT_LAST_FRAME) - maya.page.evaluate("() => clickedAt")
    scene.close()
    return first / 1000, last / 1000


def _measure_bare(browsers: Browsers, settings: LiveKitSettings) -> float:
    maya, ada = (_open_connected_page(browsers, settings, name) for name in ("Maya", "Ada"))
    return measure_first_frame(maya, ada, lambda: float(ada.evaluate(PUBLISH)))


def _open_connected_page(browsers: Browsers, settings: LiveKitSettings, name: str) -> Page:
    """Open a page of LiveKit's server, and connect it to LiveKit."""
    context: BrowserContext = browsers.of(cast_member(name), Equipment.OWN).new_context()
    context.route("**/livekit-client.mjs", lambda route: route.fulfill(path=CLIENT, content_type="text/javascript"))
    page = context.new_page()
    page.goto(settings.http_address)
    grants = api.VideoGrants(room_join=True, room="benchmark")
    token = api.AccessToken(settings.key, settings.secret).with_identity(name).with_grants(grants)
    page.evaluate(CONNECT, [settings.address, token.with_ttl(timedelta(hours=1)).to_jwt()])
    return page


if __name__ == "__main__":
    main()
