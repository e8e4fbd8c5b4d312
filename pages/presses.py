"""Presses that count only if the element itself received them.

An element may move after Playwright has located it, as in a dialog that grows while devices are being listed. The press
then misses the element, although Playwright reports success. The suite then presses again, as a person would; it never
does so if the element has received the press.
"""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, JSHandle, Locator

from conformance.time_limits import APPEARANCE

SCRIPT = (Path(__file__).parent / "presses.js").read_text(encoding="utf-8")
"""Runs in every page before the room's own scripts, so that these cannot stop its listeners."""
WATCH = f"element => {{ {SCRIPT}; return stagedoorPresses.watch(element); }}"
OUTCOME = "press => press.outcome()"


def press_until_received(target: Locator, press: Callable[[], object]) -> None:
    """Press until the element has received a press.

    Raises Playwright's errors, or an AssertionError that says what received the last press instead.
    """
    end = time.monotonic() + APPEARANCE / 1000
    while True:
        watch = target.evaluate_handle(WATCH, timeout=APPEARANCE)
        press()
        instead = _received_instead(watch)
        if instead is None:
            return
        assert time.monotonic() < end, f"no press reached the element, which moves: the last one hit {instead}"


def _received_instead(watch: JSHandle) -> str | None:
    """Return what received the press instead of the element.

    Return None if the element did, or if the page was left.
    """
    try:
        outcome = watch.evaluate(OUTCOME)
        watch.dispose()
    except Error:
        return None
    return None if outcome["isReceived"] else str(outcome["receivedInstead"])
