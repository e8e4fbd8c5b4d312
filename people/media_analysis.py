"""Media analysis: whether a person receives others' video and audio, measured in their own browser.

The absence of one person's media counts only with a control in the same measurement: another person whose video and
audio arrive.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Locator

from conformance.time_limits import DESCRIPTION, MEDIA_ANALYSIS
from pages.screen import NotAsDocumented, Screen, await_state
from pages.stage import Stage
from people.cast import cast_member
from people.visible_pictures import MIN_SIDE, PICTURES, check_visibility

SCRIPT = (Path(__file__).parent / "media_analysis.js").read_text(encoding="utf-8")
DETECT = {"frames": 3, "samples": 2}
"""The frames and samples needed to detect that a person is seen and heard."""
EXCLUDE = {"frames": 8, "samples": 6}
"""The frames and samples of the control needed to conclude that another person is not seen or heard."""
IS_PICTURE_COVERED = """(overlays, [pictures, smallest]) => {
  const boxes = pictures.map(picture => picture.getBoundingClientRect());
  const isOver = ({ left, right, top, bottom }) => Math.min(right - left, bottom - top) >= smallest &&
    boxes.some(box => left < box.right && box.left < right && top < box.bottom && box.top < bottom);
  const isModal = overlay => overlay.matches(":modal, [aria-modal=true]");
  return overlays.some(overlay => isModal(overlay) || isOver(overlay.getBoundingClientRect()));
}"""
"""JavaScript: whether one of the overlays is modal, or covers one of the pictures. A non-modal overlay with a side
shorter than `smallest`, such as a live region for screen readers, does not count."""
PAUSE = "() => new Promise(done => setTimeout(done, 250))"
"""JavaScript: the pause between two screenshots."""


@dataclass(frozen=True)
class MediaExpectation:
    """Whether a person must be seen and heard: True, False, or None if it does not matter."""

    see: bool | None
    hear: bool | None

    def __str__(self) -> str:
        parts = [_describe_expectation("seen", self.see), _describe_expectation("heard", self.hear)]
        return " and ".join(part for part in parts if part)


SEEN_AND_HEARD = MediaExpectation(see=True, hear=True)
NEITHER_SEEN_NOR_HEARD = MediaExpectation(see=False, hear=False)


class MediaAnalysis:
    """Measures the media that one person receives."""

    def __init__(self, screen: Screen, stage: Stage) -> None:
        self._screen = screen
        self._stage = stage

    def expect(
        self, expectations: Mapping[str, MediaExpectation], *, strict: bool = False, beneath_others: bool = False
    ) -> None:
        """Wait until everyone is seen and heard as expected.

        ``strict``: fail at the first sample with media of a person who must not be seen or heard. ``beneath_others``:
        also count a picture that the room covers, such as that of a camera that the room considers switched off.
        """
        _require_control(expectations)
        for name, expectation in expectations.items():
            if expectation.see:
                self._stage.expect_tile(name)
        result = self._measure(expectations, strict)
        if not result["ok"]:
            raise NotAsDocumented(self._failure(expectations, result))
        for name, expectation in expectations.items():
            if expectation.see and not beneath_others:
                pictures, may_be_covered = partial(self._picture_of, name), partial(self._is_covered, name)
                self._expect_visible(pictures, name, f"the picture of {name}", may_be_covered)

    def expect_preview(self, preview: Locator) -> None:
        """Expect the person's own camera, moving and visible, in the preview."""
        owner = self._screen.owner
        camera = {"colour": cast_member(owner).colour, "label": ""}
        self._expect_picture(preview, camera, "their own camera in the preview")
        self._expect_visible(partial(_scroll_to, preview), owner, "the preview")

    def expect_preview_of(self, preview: Locator, camera: str) -> None:
        """Expect the camera of this name, moving, in the preview."""
        self._expect_picture(preview, {"colour": None, "label": camera}, f"the camera {camera} in the preview")

    def _expect_picture(self, picture: Locator, camera: dict[str, Any], what: str) -> None:
        with self._screen.expecting(what):
            await_state(picture, "visible")
            self._screen.view.evaluate(SCRIPT)
            element = picture.element_handle(timeout=MEDIA_ANALYSIS)
            question = {"picture": element, **camera, "frames": DETECT["frames"], "timeout": MEDIA_ANALYSIS}
            result = self._screen.view.evaluate("question => stagedoorMediaAnalysis.analysePicture(question)", question)
            assert result["ok"], f"the preview showed {result['now']}"

    def _measure(self, expectations: Mapping[str, MediaExpectation], strict: bool) -> dict[str, Any]:
        """Measure in the page; start again with the current tiles if the room has replaced one."""
        view = self._screen.view
        view.evaluate(SCRIPT)
        question = {
            "people": {name: _person_to_measure(name, expectation) for name, expectation in expectations.items()},
            "span": EXCLUDE
            if any(False in (expectation.see, expectation.hear) for expectation in expectations.values())
            else DETECT,
            "strict": strict,
        }
        result: dict[str, Any] = {"stale": True, "remaining": MEDIA_ANALYSIS}
        while result.get("stale"):
            current = {
                "tiles": {name: self._tile_element(name) for name in expectations},
                "timeout": result["remaining"],
            }
            result = view.evaluate("question => stagedoorMediaAnalysis.analyse(question)", question | current)
        return result

    def _is_covered(self, name: str) -> bool:
        """Return whether a dialog or a message covers the person's picture, as a room may do temporarily."""
        view = self._screen.view
        overlays = view.get_by_role("dialog").or_(view.get_by_role("alertdialog"))
        overlays = overlays.or_(view.get_by_role("alert")).or_(view.get_by_role("status"))
        pictures = self._picture_of(name).element_handles()
        return bool(overlays.evaluate_all(IS_PICTURE_COVERED, [pictures, MIN_SIDE]))

    def _expect_visible(
        self, pictures: Callable[[], Locator], name: str, what: str, may_be_covered: Callable[[], bool] = lambda: False
    ) -> None:
        """Wait until one of these pictures shows the person's camera on screen.

        Return earlier if ``may_be_covered`` returns True, such as while a dialog covers the picture.
        """
        end = time.monotonic() + MEDIA_ANALYSIS / 1000
        while not (visibility := check_visibility(self._screen.page, pictures, cast_member(name).colour)).is_visible:
            if may_be_covered():
                return
            if time.monotonic() > end:
                raise NotAsDocumented(
                    f"{self._screen}: expected {what} to be visible. It arrives and moves, but on the screen "
                    f"something covers or hides it: {visibility.found}."
                )
            self._screen.view.evaluate(PAUSE)

    def _picture_of(self, name: str) -> Locator:
        self._stage.bring_into_view(name)
        return self._stage.tile(name).locator(PICTURES)

    def _tile_element(self, name: str) -> ElementHandle | None:
        tiles = self._stage.tile(name).element_handles()
        return tiles[0] if tiles else None

    def _failure(self, expectations: Mapping[str, MediaExpectation], result: dict[str, Any]) -> str:
        expected = "; ".join(f"{name} {expectation}" for name, expectation in expectations.items())
        facts = "\n".join(f"  {name}: {_describe_sample(now)}" for name, now in result["now"].items())
        breach = f"\nUnexpectedly seen or heard: {', '.join(result['breach'])}." if result["breach"] else ""
        return f"{self._screen}: expected {expected}.{breach}\nMeasured at the end:\n{facts}"


def _scroll_to(picture: Locator) -> Locator:
    picture.scroll_into_view_if_needed(timeout=DESCRIPTION)
    return picture


def _require_control(expectations: Mapping[str, MediaExpectation]) -> None:
    sees = {expectation.see for expectation in expectations.values()}
    hears = {expectation.hear for expectation in expectations.values()}
    if (False in sees and True not in sees) or (False in hears and True not in hears):
        raise ValueError("a negative expectation needs another person who is seen or heard, as a control")


def _person_to_measure(name: str, expectation: MediaExpectation) -> dict[str, Any]:
    member = cast_member(name)
    return {"colour": member.colour, "tone": member.tone, "see": expectation.see, "hear": expectation.hear}


def _describe_expectation(what: str, expected: bool | None) -> str:
    return "" if expected is None else f"{'' if expected else 'not '}{what}"


def _describe_sample(now: dict[str, Any]) -> str:
    tile = f"a tile, {now['frames']} frames, colour {now['colour']}" if now["tile"] else "no tile with a picture"
    elsewhere = ", their colour is on the page" if now["elsewhere"] else ""
    return f"{tile}{elsewhere}; voice at {now['level']} dB, {now['above']} dB above its surroundings"
