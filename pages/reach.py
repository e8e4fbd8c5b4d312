"""Whether everything that can be pressed on a screen is there to be pressed: whole, uncovered and large enough."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

from pages.screen import NotAsDocumented, Screen

SCRIPT = (Path(__file__).parent / "reach.js").read_text()
TOUCH = 44
"""Pixels, the least side of what is touched."""
POINTED_AT = 24
"""Pixels, the same for a mouse (WCAG 2.5.8)."""


def expect_within_reach(screen: Screen) -> None:
    """Nothing needs scrolling sideways, and nothing is too small, covered or outside of the screen."""
    faults = out_of_reach(screen.view, screen.device)
    if faults:
        raise NotAsDocumented(f"{screen}: expected everything within reach, but:\n" + "\n".join(faults))


def out_of_reach(view: Page | Frame, device: str) -> list[str]:
    """What cannot be reached, and why."""
    sideways: list[str] = measured(view, "sideways")
    small: list[str] = measured(view, "small", TOUCH if device == "phone" else POINTED_AT)
    covered: list[str] = measured(view, "covered")
    return [*sideways, *(f"too small: {one}" for one in small), *covered]


def measured(view: Page | Frame, what: str, argument: object = None) -> Any:
    """One of the measurements of the script."""
    view.evaluate(SCRIPT)
    return view.evaluate("([what, argument]) => stagedoorReach[what](argument)", [what, argument])
