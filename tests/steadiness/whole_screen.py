"""The whole screen of somebody in the reference room, with its closed panels and windows, to be compared."""

from pathlib import Path

from playwright.sync_api import TimeoutError

from conformance.time_limits import APPEARANCE
from people.person import Person

WholeScreen = list[str]
"""Line by line what is told, written, chosen and switched."""
SCRIPT = (Path(__file__).parent / "whole_screen.js").read_text()
NOW = "() => stagedoorWholeScreen()"
IS_SO = f"before => JSON.stringify(({NOW})()) === JSON.stringify(before)"


def whole_screen(person: Person) -> WholeScreen:
    """What there is at this moment; the script must have been run in the page."""
    lines: WholeScreen = person.page.evaluate(NOW)
    return lines


def expect_whole_screen(person: Person, before: WholeScreen, when: str) -> None:
    """Wait until everything stands there again to the letter; some of it is told a moment later than the rest."""
    try:
        person.page.wait_for_function(IS_SO, arg=before, timeout=APPEARANCE)
    except TimeoutError:
        assert whole_screen(person) == before, f"{person.screen}, {when}"
