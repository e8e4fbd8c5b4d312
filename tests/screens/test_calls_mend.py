"""A call that has lost its way finds another, and stays the same call (STEADY-2).

One person's whole browser is halted for a while, as a laptop that falls asleep is: nothing comes back from there, the
other side notices, and looks for another way (an ICE restart) instead of calling anew.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.media_analysis import SEEN_AND_HEARD
from people.scene import Scene
from rooms.room import Room, SessionRequest
from steps.stage_flows import bring_on_stage

HALF_A_MINUTE = 30_000
CALLS = """() => stagedoorProbe.peerConnections.map((call) => [
  call.connectionState, /a=ice-ufrag:(\\S+)/.exec(call.localDescription?.sdp ?? "")?.[1] ?? ""])"""
ANOTHER_WAY = f"before => ({CALLS})().some(([, way], i) => way && way !== before[i]?.[1])"
CONNECTED = f"() => ({CALLS})().some(([state]) => state === 'connected')"


@pytest.fixture
def scene(room: Room, browsers: Browsers, descriptors: dict[Any, dict[str, Any]]) -> Iterator[Scene]:
    """Ada on stage, and Cleo, who watches her."""
    scene = Scene(room, browsers, "laptop", descriptors)
    scene.open_session(SessionRequest("everyone"))
    for name in ("Ada", "Cleo"):
        scene.attendee_arrives(name)
    bring_on_stage(scene, "Ada")
    scene["Cleo"].media.expect({"Ada": SEEN_AND_HEARD})
    yield scene
    scene.close()


def test_steady_2_a_call_finds_another_way_and_stays_the_same_call(scene: Scene, browsers: Browsers) -> None:
    ada, cleo = scene["Ada"], scene["Cleo"]
    ada.page.wait_for_function(CONNECTED, timeout=HALF_A_MINUTE)
    before = ada.page.evaluate(CALLS)
    with asleep(browsers, "Cleo"):
        ada.page.wait_for_function(ANOTHER_WAY, arg=before, timeout=HALF_A_MINUTE)
    ada.page.wait_for_function(CONNECTED, timeout=HALF_A_MINUTE)
    cleo.media.expect({"Ada": SEEN_AND_HEARD})
    assert len(ada.page.evaluate(CALLS)) == len(before), "a new call was made instead"


@contextmanager
def asleep(browsers: Browsers, name: str) -> Iterator[None]:
    """Halt all processes of somebody's browser."""
    session = browsers.of(cast_member(name), Equipment.OWN).new_browser_cdp_session()
    processes = [one["id"] for one in session.send("SystemInfo.getProcessInfo")["processInfo"]]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
