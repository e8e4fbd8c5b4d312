"""Measure the time from a SIGKILL of the server until every page has the same state again.

Usage: ``python -m tests.benchmarks.restart``.

Two people are on stage and two watch. The server is killed and immediately restarted. A page has the same state when
its alert about the lost connection has disappeared, because the page has then received the session again. Also measured
are the longest pause of a picture for a viewer who stays, and the time until the first picture for a viewer who reloads
the page afterwards.
"""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from people.browsers import Browsers
from people.devices import DEFAULTS
from people.media_analysis import SEEN_AND_HEARD
from people.scene import Scene, descriptors_for
from rooms.reference import ReferenceRoom
from rooms.room import SessionRequest
from steps.stage_flows import bring_on_stage
from tests.benchmarks.figures import compare, parse_rounds

SERVER_START = "killed → the server has started"
SAME_STATE = "killed → every page has the same state"
SAME_STATE_AFTER_START = "the server has started → every page has the same state"
PAUSE = "longest pause of a picture"
RELOADED = "reload after the restart → picture"

AWAIT_CONNECTION = """() => { window.restored = new Promise((resolve) => {
  const alerts = () => [...document.querySelectorAll("[role=alert]")];
  const lost = () => alerts().some((alert) => /connection lost/i.test(alert.innerText));
  let wasLost = false;
  new MutationObserver(() => {
    if (wasLost && !lost()) resolve(performance.timeOrigin + performance.now());
    wasLost ||= lost();
  }).observe(document.body, { subtree: true, childList: true });
}); }"""
RECORD_FRAMES = """() => {
  window.pauses = [];
  for (const video of document.querySelectorAll("[role=group] video")) {
    let last = performance.now();
    const next = () => {
      pauses.push(performance.now() - last);
      last = performance.now();
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }
}"""
FIRST_FRAME = """() => new Promise((resolve) => {
  const check = () => {
    const playing = [...document.querySelectorAll("[role=group] video")].some((video) => video.currentTime > 0);
    if (playing) resolve(performance.timeOrigin + performance.now());
    else requestAnimationFrame(check);
  };
  check();
})"""


def main() -> None:
    """Restart the server several times, and print the durations."""
    number = parse_rounds(__doc__ or "", default=9)
    seconds: dict[str, list[float]] = {
        name: [] for name in (SERVER_START, SAME_STATE, SAME_STATE_AFTER_START, PAUSE, RELOADED)
    }
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        room = ReferenceRoom(Path(folder) / "room.log")
        browsers = Browsers(playwright.chromium, {}, Path(folder))
        scene = Scene(room, browsers, "laptop", descriptors_for(playwright.devices, DEFAULTS))
        _open_session(scene)
        for _ in range(number):
            for name, duration in _measure_restart(scene).items():
                seconds[name].append(duration)
        scene.close()
        browsers.close()
        room.close()
    print(compare(SERVER_START, seconds))


def _open_session(scene: Scene) -> None:
    scene.open_session(SessionRequest("everyone"))
    scene.moderator_arrives("Maya")
    for name in ("Ada", "Ben", "Cleo"):
        scene.attendee_arrives(name)
    for name in ("Ada", "Ben"):
        bring_on_stage(scene, name)


def _measure_restart(scene: Scene) -> dict[str, float]:
    pages = [person.page for person in scene.people.values() if person.name != "Cleo"]
    for name in ("Maya", "Cleo"):
        scene[name].media.expect(dict.fromkeys(("Ada", "Ben"), SEEN_AND_HEARD))
    for page in pages:
        page.evaluate(AWAIT_CONNECTION)
    scene["Maya"].page.evaluate(RECORD_FRAMES)
    killed_at = time.time()
    scene.room.stop()
    scene.room.recover()
    started_at = time.time()
    restored_at = max(_read_time(page, "() => restored") for page in pages)
    pause = max(scene["Maya"].page.evaluate("() => pauses")) / 1000
    reloaded = _measure_reload(scene["Cleo"].page)
    return {
        SERVER_START: started_at - killed_at,
        SAME_STATE: restored_at - killed_at,
        SAME_STATE_AFTER_START: restored_at - started_at,
        PAUSE: pause,
        RELOADED: reloaded,
    }


def _measure_reload(page: Page) -> float:
    start = time.time()
    page.reload()
    return _read_time(page, FIRST_FRAME) - start


def _read_time(page: Page, script: str) -> float:
    return float(page.evaluate(script)) / 1000


if __name__ == "__main__":
    main()
