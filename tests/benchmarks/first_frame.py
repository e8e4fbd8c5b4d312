"""Measure the time from “Join stage” to another person's first frame.

Usage: ``python -m tests.benchmarks.first_frame``.

This time is compared with the time from the creation of a bare RTCPeerConnection between the same two browsers to the
first frame, with the same camera and microphone already open. The pages read both times from the machine's clock.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.devices import DEFAULTS
from people.scene import Scene, descriptors_for
from rooms.reference import ReferenceRoom
from rooms.room import SessionRequest
from steps.stage_flows import choose_to_join
from tests.benchmarks.figures import compare, parse_rounds

BARE = "bare RTCPeerConnection"
ROOM = "click on “Join stage”"

RECORD_CLICK = """() => addEventListener("click",
  () => { window.clickedAt = performance.timeOrigin + performance.now(); }, { capture: true, once: true })"""
# Wait for the first frame of any video, including videos added later.
AWAIT_FRAME = """() => { window.firstFrame = new Promise((resolve) => {
  const observe = (video) => video.requestVideoFrameCallback(() => resolve(performance.timeOrigin + performance.now()));
  const observed = new Set();
  const observeNew = () => {
    const added = [...document.querySelectorAll("video")].filter((video) => !observed.has(video));
    added.forEach((video) => { observed.add(video); observe(video); });
  };
  new MutationObserver(observeNew).observe(document.body, { subtree: true, childList: true, attributes: true });
}); }"""
OPEN_DEVICES = """async () => {
  window.devices = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
}"""
OFFER = """async () => {
  const began = performance.timeOrigin + performance.now();
  window.connection = new RTCPeerConnection();
  for (const track of devices.getTracks()) connection.addTrack(track, devices);
  await connection.setLocalDescription();
  await new Promise((done) => { connection.onicecandidate = done; });  // The first ICE candidate suffices.
  return [began, connection.localDescription.sdp];
}"""
ANSWER = """async (sdp) => {
  window.connection = new RTCPeerConnection();
  const video = document.body.appendChild(document.createElement("video"));
  video.autoplay = true;
  connection.ontrack = ({ streams }) => { video.srcObject = streams[0]; };
  await connection.setRemoteDescription({ type: "offer", sdp });
  await connection.setLocalDescription();
  await new Promise((done) => { connection.onicecandidate = done; });  // The first ICE candidate suffices.
  return connection.localDescription.sdp;
}"""
ACCEPT_ANSWER = """(sdp) => connection.setRemoteDescription({ type: "answer", sdp })"""


def main() -> None:
    """Measure the room and the bare connection alternately, and print the comparison."""
    number = parse_rounds(__doc__ or "", default=15)
    seconds: dict[str, list[float]] = {BARE: [], ROOM: []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        room = ReferenceRoom(Path(folder) / "room.log")
        browsers = Browsers(playwright.chromium, {}, Path(folder))
        descriptors = descriptors_for(playwright.devices, DEFAULTS)
        for round_number in range(number + 1):
            scene = Scene(room, browsers, "laptop", descriptors)
            measured = {BARE: _measure_bare(browsers, room), ROOM: _measure_room(scene)}
            for name in seconds if round_number else ():  # The first round starts the browsers.
                seconds[name].append(measured[name])
        browsers.close()
        room.close()
    print(compare(BARE, seconds))


def _measure_room(scene: Scene) -> float:
    scene.open_session(SessionRequest("everyone"))
    maya, ada = scene.moderator_arrives("Maya"), scene.attendee_arrives("Ada")
    choose_to_join(scene, "Ada")
    ada.media.expect_preview(ada.places.getting_ready.preview)
    maya.page.evaluate(AWAIT_FRAME)
    ada.page.evaluate(RECORD_CLICK)
    ada.places.getting_ready.press_join()
    arrived = maya.page.evaluate("() => firstFrame")
    clicked = ada.page.evaluate("() => clickedAt")
    scene.close()
    return float(arrived - clicked) / 1000


def _measure_bare(browsers: Browsers, room: ReferenceRoom) -> float:
    maya, ada = (_open_blank_page(browsers, room, name) for name in ("Maya", "Ada"))

    def connect() -> float:
        began, offer = ada.evaluate(OFFER)
        ada.evaluate(ACCEPT_ANSWER, maya.evaluate(ANSWER, offer))
        return float(began)

    return measure_first_frame(maya, ada, connect)


def measure_first_frame(maya: Page, ada: Page, publish: Callable[[], float]) -> float:
    """Return the seconds from Ada's publication to Maya's first frame; close both pages' contexts.

    ``publish`` publishes Ada's open devices, and returns its start time in ms.
    """
    ada.evaluate(OPEN_DEVICES)
    maya.evaluate(AWAIT_FRAME)
    began = publish()
    arrived = maya.evaluate("() => firstFrame")
    for page in (maya, ada):
        page.context.close()
    return float(arrived - began) / 1000


def _open_blank_page(browsers: Browsers, room: ReferenceRoom, name: str) -> Page:
    context: BrowserContext = browsers.of(cast_member(name), Equipment.OWN).new_context()
    page = context.new_page()
    page.goto(f"{room.address}/healthz")
    return page


if __name__ == "__main__":
    main()
