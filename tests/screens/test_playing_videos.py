"""Videos play without interruption when something else changes, and leave no last picture."""

from collections.abc import Iterator
from typing import Any

import pytest

from people.browsers import Browsers
from people.media_analysis import SEEN_AND_HEARD, MediaExpectation
from people.scene import Scene
from rooms.room import Room, SessionRequest
from steps.stage_flows import bring_on_stage

RECORD_INTERRUPTIONS = """() => {
  window.interrupted = [];
  const record = event => interrupted.push([event.type, event.target.parentElement?.ariaLabel]);
  for (const type of ["emptied", "pause"]) document.addEventListener(type, record, true);
}"""
INTERRUPTIONS = "() => interrupted"
RECEIVES_SMALL_PICTURE = """async patience => {
  for (const end = performance.now() + patience; performance.now() < end;) {
    const reports = await Promise.all(stagedoorProbe.peerConnections.map(connection => connection.getStats()));
    const videos = reports.flatMap(report => [...report.values()])
      .filter(({ type, kind }) => type === "inbound-rtp" && kind === "video");
    if (videos.some(({ frameWidth }) => frameWidth === 16)) return true;
    await new Promise(done => setTimeout(done, 100));
  }
  return false;
}"""
"""JavaScript: whether a video that the page receives becomes as small as the black picture, within ``patience`` ms."""
PATIENCE = 30_000
"""Milliseconds."""
HEARD_BUT_NOT_SEEN = MediaExpectation(see=False, hear=True)


@pytest.fixture
def scene(room: Room, browsers: Browsers, descriptors: dict[Any, dict[str, Any]]) -> Iterator[Scene]:
    """A scene with Ada and Ben on stage and Cleo as a viewer."""
    scene = Scene(room, browsers, "laptop", descriptors)
    scene.open_session(SessionRequest("everyone"))
    for name in ("Ada", "Ben", "Cleo"):
        scene.attendee_arrives(name)
    for name in ("Ada", "Ben"):
        bring_on_stage(scene, name)
    scene["Cleo"].media.expect({"Ada": SEEN_AND_HEARD, "Ben": SEEN_AND_HEARD})
    yield scene
    scene.close()


def test_changes_of_others_do_not_interrupt_the_videos(scene: Scene) -> None:
    cleo = scene["Cleo"]
    cleo.page.evaluate(RECORD_INTERRUPTIONS)
    scene["Ada"].places.toolbar.switch("Microphone", on=False)
    scene["Ben"].places.toolbar.switch("Camera", on=False)
    cleo.places.stage.expect_tile("Ben")
    cleo.places.toolbar.switch("Raise hand", on=True)
    cleo.media.expect({"Ada": MediaExpectation(see=True, hear=None), "Ben": HEARD_BUT_NOT_SEEN})
    assert cleo.page.evaluate(INTERRUPTIONS) == []


def test_a_black_picture_replaces_the_last_one_of_an_unplugged_camera(scene: Scene) -> None:
    cleo = scene["Cleo"]
    cleo.page.evaluate(RECORD_INTERRUPTIONS)
    scene["Ada"].probe.unplug("camera")
    cleo.media.expect({"Ada": HEARD_BUT_NOT_SEEN, "Ben": SEEN_AND_HEARD})
    # A camera's picture is much larger.
    assert cleo.page.evaluate(RECEIVES_SMALL_PICTURE, PATIENCE), "no black picture arrived"
    assert cleo.page.evaluate(INTERRUPTIONS) == []
    scene["Ada"].probe.plug_in()
    cleo.media.expect({"Ada": SEEN_AND_HEARD, "Ben": SEEN_AND_HEARD})
