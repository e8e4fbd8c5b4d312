"""Checks whether a picture is visible, by the colour of its middle in a screenshot.

A video can arrive and play, and still be covered, clipped, faded or blurred away. A picture counts as visible even if a
name, badge or menu covers a part of it.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Error, FloatRect, Locator, Page

from conformance.time_limits import DESCRIPTION

Colour = tuple[int, int, int]
MIDDLE_SHARE = 0.24
"""The side of the compared part, as a share of the picture's shorter side. The cast's cameras have one colour in this
part, even if the picture is cropped to a square or mirrored."""
MIN_SHARE = 0.25
"""The share of the compared part that must have the colour; a name or a badge may cover the rest."""
MAX_DIFFERENCE = 60
"""The largest difference from the camera's colour in red, green and blue, after encoding and decoding."""
MIN_SIDE = 24
"""The shortest side, in CSS pixels, at which a person can recognise a picture."""
PICTURES = "video, canvas"


@dataclass
class Visibility:
    """Whether a picture is visible, and what was ``found`` on the screen in its place."""

    is_visible: bool
    found: str


def check_visibility(page: Page, pictures: Callable[[], Locator], colour: Colour) -> Visibility:
    """Check whether one of the pictures shows the colour on the screen.

    The room may replace them at any moment.
    """
    visibility = Visibility(False, "there was no picture")
    try:
        for element in pictures().all():
            box = element.bounding_box(timeout=DESCRIPTION)
            visibility = _check_box(page, box, colour) if box else Visibility(False, "the picture is not displayed")
            if visibility.is_visible:
                break
    except Error as error:
        visibility = Visibility(False, str(error).splitlines()[0])
    return visibility


def _check_box(page: Page, box: FloatRect, colour: Colour) -> Visibility:
    if min(box["width"], box["height"]) < MIN_SIDE:
        return Visibility(False, f"the picture is only {box['width']:.0f} × {box['height']:.0f} px")
    clip = _middle_on_screen(page, box)
    if clip is None:
        return Visibility(False, "the middle of the picture is outside the screen")
    pixels = _pixels(page, clip)
    share = sum(_is_near(pixel, colour) for pixel in pixels) / len(pixels)
    red, green, blue = (sum(pixel[part] for pixel in pixels) // len(pixels) for part in range(3))
    return Visibility(share >= MIN_SHARE, f"the middle of the picture was rgb({red}, {green}, {blue})")


def _pixels(page: Page, clip: FloatRect) -> list[Colour]:
    screenshot = page.screenshot(clip=clip, caret="initial", scale="css", timeout=DESCRIPTION)
    parts = Image.open(io.BytesIO(screenshot)).convert("RGB").tobytes()
    return list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))


def _middle_on_screen(page: Page, box: FloatRect) -> FloatRect | None:
    side = MIDDLE_SHARE * min(box["width"], box["height"])
    x, y = box["x"] + (box["width"] - side) / 2, box["y"] + (box["height"] - side) / 2
    size = page.viewport_size
    if size is not None and not (0 <= x <= size["width"] - side and 0 <= y <= size["height"] - side):
        return None
    return {"x": x, "y": y, "width": side, "height": side}


def _is_near(pixel: Colour, colour: Colour) -> bool:
    return all(abs(part - expected) < MAX_DIFFERENCE for part, expected in zip(pixel, colour, strict=True))
