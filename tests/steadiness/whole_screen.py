"""A person's whole page in the reference room, including closed panels, in a comparable form."""

from pathlib import Path

from playwright.sync_api import TimeoutError

from conformance.time_limits import APPEARANCE
from people.person import Person

WholeScreen = list[str]
"""A line for each element: its text, field value, states and focus."""
SCRIPT = (Path(__file__).parent / "whole_screen.js").read_text()
READ = "() => stagedoorWholeScreen()"
IS_EQUAL = f"before => JSON.stringify(({READ})()) === JSON.stringify(before)"


def read_whole_screen(person: Person) -> WholeScreen:
    """Return what the page currently shows; SCRIPT must have been run in it."""
    lines: WholeScreen = person.page.evaluate(READ)
    return lines


def expect_whole_screen(person: Person, before: WholeScreen, when: str) -> None:
    """Wait until the page shows exactly what it showed before; its parts may load one after another."""
    try:
        person.page.wait_for_function(IS_EQUAL, arg=before, timeout=APPEARANCE)
    except TimeoutError:
        assert read_whole_screen(person) == before, f"{person.screen}, {when}"
