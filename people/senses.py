"""What reaches a person: whom they see and hear, measured in their own browser.

A negative is believed only beside a positive in the same stretch of time: while somebody else's frames arrive and
somebody else's voice is heard, this one's are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Locator

from conformance.time_limits import PERCEPTION
from pages.screen import NotAsDocumented, Screen, await_state
from pages.stage import Stage
from people.cast import member

SCRIPT = (Path(__file__).parent / "senses.js").read_text()
BRIEF = {"frames": 3, "glances": 2}
"""Enough of a picture and a voice to know they are there."""
LONG = {"frames": 8, "glances": 6}
"""Enough of the control's picture and voice to know that somebody else's would have come through as well."""


@dataclass(frozen=True)
class Perception:
    """Whether somebody is to be seen and heard: True, False, or None where it does not matter."""

    see: bool | None
    hear: bool | None

    def __str__(self) -> str:
        parts = [_wish("seen", self.see), _wish("heard", self.hear)]
        return " and ".join(part for part in parts if part)


THERE = Perception(see=True, hear=True)
AWAY = Perception(see=False, hear=False)


class Senses:
    """The eyes and ears of one person."""

    def __init__(self, screen: Screen, stage: Stage) -> None:
        self._screen = screen
        self._stage = stage

    def expect(self, wanted: Mapping[str, Perception], *, strict: bool = False) -> None:
        """Wait until all of this holds together; ``strict``: what must not come through must not do so even once."""
        _need_control(wanted)
        for name, perception in wanted.items():
            if perception.see:
                self._stage.expect_tile(name)
        result = self._perceive(wanted, strict)
        if not result["ok"]:
            raise NotAsDocumented(self._account(wanted, result))

    def expect_preview(self, preview: Locator) -> None:
        """The video shows the person's own camera, moving."""
        colour = member(self._screen.owner).colour
        self._expect_picture(preview, {"colour": colour, "label": ""}, "their own camera in the preview")

    def expect_preview_of(self, preview: Locator, camera: str) -> None:
        """The video shows the camera of this name, moving."""
        self._expect_picture(preview, {"colour": None, "label": camera}, f"the camera {camera} in the preview")

    def _expect_picture(self, video: Locator, wanted: dict[str, Any], what: str) -> None:
        with self._screen.expecting(what):
            await_state(video, "visible")
            self._screen.view.evaluate(SCRIPT)
            element = video.element_handle(timeout=PERCEPTION)
            question = {"video": element, **wanted, "frames": BRIEF["frames"], "timeout": PERCEPTION}
            result = self._screen.view.evaluate("question => stagedoorSenses.behold(question)", question)
            assert result["ok"], f"the preview showed {result['now']}"

    def _perceive(self, wanted: Mapping[str, Perception], strict: bool) -> dict[str, Any]:
        """Ask the page, again with the tiles of the moment where the room has built one anew meanwhile."""
        view = self._screen.view
        view.evaluate(SCRIPT)
        question = {
            "people": {name: _described(name, perception) for name, perception in wanted.items()},
            "span": LONG if any(False in (one.see, one.hear) for one in wanted.values()) else BRIEF,
            "strict": strict,
        }
        result: dict[str, Any] = {"stale": True, "left": PERCEPTION}
        while result.get("stale"):
            moment = {"tiles": {name: self._tile(name) for name in wanted}, "timeout": result["left"]}
            result = view.evaluate("question => stagedoorSenses.perceive(question)", question | moment)
        return result

    def _tile(self, name: str) -> ElementHandle | None:
        tiles = self._stage.tile(name).element_handles()
        return tiles[0] if tiles else None

    def _account(self, wanted: Mapping[str, Perception], result: dict[str, Any]) -> str:
        wishes = "; ".join(f"{name} {perception}" for name, perception in wanted.items())
        facts = "\n".join(f"  {name}: {_fact(now)}" for name, now in result["now"].items())
        breach = f"\nDespite that, {' and '.join(result['breach'])} came through." if result["breach"] else ""
        return f"{self._screen}: expected {wishes}.{breach}\nWhat reached the person at the end:\n{facts}"


def _need_control(wanted: Mapping[str, Perception]) -> None:
    sees = {one.see for one in wanted.values()}
    hears = {one.hear for one in wanted.values()}
    if (False in sees and True not in sees) or (False in hears and True not in hears):
        raise ValueError("that somebody is not seen or heard proves nothing without somebody else who is")


def _described(name: str, perception: Perception) -> dict[str, Any]:
    role = member(name)
    return {"colour": role.colour, "tone": role.tone, "see": perception.see, "hear": perception.hear}


def _wish(what: str, wanted: bool | None) -> str:
    return "" if wanted is None else f"{'' if wanted else 'not '}{what}"


def _fact(now: dict[str, Any]) -> str:
    tile = f"a tile, {now['frames']} frames, colour {now['colour']}" if now["tile"] else "no tile with a video"
    anywhere = ", their colour is on the page" if now["elsewhere"] else ""
    return f"{tile}{anywhere}; voice at {now['level']} dB, {now['above']} dB above its surroundings"
