"""Checks that every control on a screen can be pressed: not cut off, not covered, and large enough."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

from pages.screen import NotAsDocumented, Screen

SCRIPT = (Path(__file__).parent / "reach.js").read_text(encoding="utf-8")
MIN_TOUCH_TARGET = 44
"""The minimum side of a touch target, in CSS pixels."""
MIN_MOUSE_TARGET = 24
"""The minimum side of a mouse target, in CSS pixels (WCAG 2.5.8)."""


def expect_within_reach(screen: Screen) -> None:
    """Expect no horizontal scrolling and no control that is too small, covered or outside the screen."""
    screen.expect_not_blank()
    faults = find_unreachable_elements(screen.view, screen.device)
    if faults:
        raise NotAsDocumented(f"{screen}: expected everything within reach, but:\n" + "\n".join(faults))


def find_unreachable_elements(view: Page | Frame, device: str) -> list[str]:
    """Return a line for each control that cannot be reached, with the reason."""
    sideways: list[str] = run_measurement(view, "findSidewaysFaults")
    small: list[str] = run_measurement(view, "findSmall", MIN_TOUCH_TARGET if device == "phone" else MIN_MOUSE_TARGET)
    covered: list[str] = run_measurement(view, "findCovered")
    return [*sideways, *(f"too small: {control}" for control in small), *covered]


def run_measurement(view: Page | Frame, measurement: str, argument: object = None) -> Any:
    """Call a function of ``stagedoorReach`` (see reach.js) in the page and return its result."""
    view.evaluate(SCRIPT)
    return view.evaluate("([measurement, argument]) => stagedoorReach[measurement](argument)", [measurement, argument])
