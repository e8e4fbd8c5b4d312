"""ICE restarts: a peer connection that loses its network path is not replaced by a new one (STEADY-2).

The test suspends all processes of one person's browser, as on a laptop that sleeps. The other browser then receives no
response, and restarts ICE.
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

TIMEOUT = 30_000
"""Milliseconds."""
READ_CONNECTIONS = """() => stagedoorProbe.peerConnections.map((connection) => [
  connection.connectionState, /a=ice-ufrag:(\\S+)/.exec(connection.localDescription?.sdp ?? "")?.[1] ?? ""])"""
"""JavaScript: returns the state and the ICE user name fragment of each peer connection."""
ICE_RESTARTED = f"before => ({READ_CONNECTIONS})().some(([, ufrag], i) => ufrag && ufrag !== before[i]?.[1])"
CONNECTED = f"() => ({READ_CONNECTIONS})().some(([state]) => state === 'connected')"


@pytest.fixture
def scene(room: Room, browsers: Browsers, descriptors: dict[Any, dict[str, Any]]) -> Iterator[Scene]:
    """A scene with Ada on stage and Cleo as a viewer."""
    scene = Scene(room, browsers, "laptop", descriptors)
    scene.open_session(SessionRequest("everyone"))
    for name in ("Ada", "Cleo"):
        scene.attendee_arrives(name)
    bring_on_stage(scene, "Ada")
    scene["Cleo"].media.expect({"Ada": SEEN_AND_HEARD})
    yield scene
    scene.close()


def test_steady_2_a_peer_connection_restarts_ice_and_is_not_replaced(scene: Scene, browsers: Browsers) -> None:
    ada, cleo = scene["Ada"], scene["Cleo"]
    ada.page.wait_for_function(CONNECTED, timeout=TIMEOUT)
    connections_before = ada.page.evaluate(READ_CONNECTIONS)
    with suspend_browser(browsers, "Cleo"):
        ada.page.wait_for_function(ICE_RESTARTED, arg=connections_before, timeout=TIMEOUT)
    ada.page.wait_for_function(CONNECTED, timeout=TIMEOUT)
    cleo.media.expect({"Ada": SEEN_AND_HEARD})
    assert len(ada.page.evaluate(READ_CONNECTIONS)) == len(connections_before), "a new peer connection was opened"


@contextmanager
def suspend_browser(browsers: Browsers, name: str) -> Iterator[None]:
    """Suspend all processes of a person's browser within the context."""
    session = browsers.of(cast_member(name), Equipment.OWN).new_browser_cdp_session()
    processes = [process["id"] for process in session.send("SystemInfo.getProcessInfo")["processInfo"]]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
