"""The sizes at which every screen is tested."""

from typing import Any

from playwright.sync_api import Page, ViewportSize

from pages.reach import find_unreachable_elements
from people.devices import Kind
from tests.screens.scripted_page import await_paint

SIZES: dict[Kind, dict[str, ViewportSize]] = {
    "laptop": {"laptop": {"width": 1280, "height": 800}, "small-window": {"width": 900, "height": 600}},
    "phone": {
        "phone": {"width": 412, "height": 915},
        "small-phone": {"width": 360, "height": 640},
        "sideways": {"width": 740, "height": 360},
    },
}
"""The sizes in CSS pixels, by the kind of device and the name of the size."""


def make_context_options(kind: Kind) -> dict[str, Any]:
    """Return the options of a browser context for this kind of device, with its first size."""
    viewport = next(iter(SIZES[kind].values()))
    touch = {"has_touch": True, "is_mobile": True} if kind == "phone" else {}
    return {"viewport": viewport, "reduced_motion": "reduce", **touch}


def find_faults_at_size(page: Page, viewport: ViewportSize, kind: Kind) -> list[str]:
    """Set the size of the window, and return the elements that cannot be reached in it."""
    page.set_viewport_size(viewport)
    await_paint(page)
    return find_unreachable_elements(page, kind)
