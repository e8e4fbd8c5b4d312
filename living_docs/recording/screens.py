"""What was last seen of people's pages, and which of them show something else now."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Error, Frame, Page

from living_docs.recording.together import ask

SCRIPT = (Path(__file__).parent / "screen.js").read_text(encoding="utf-8")
QUIET, PATIENCE = 20, 400
"""Milliseconds without a change until a screen counts as settled, and how long that is waited for at most."""
NO_SCRIPT = "no script"
SETTLE = f"([since, quiet, patience]) => window.livingDocsScreen?.settle(since, quiet, patience) ?? '{NO_SCRIPT}'"


class Screen:
    """A person's page: for each of its frames when it last stirred and what was to be seen.

    A page says by itself when something stirs, so that one on which nothing does costs nothing. Raises Playwright's
    Error where the page is gone.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.picture = self.url = ""
        self.glimpsed = ""
        # Where the latest picture is that was no glimpse, while there was a glimpse since.
        self.returns_to = ""
        self.camera: CDPSession = page.context.new_cdp_session(page)
        self.camera.on("Runtime.bindingCalled", self.stir)
        self.camera.send("Runtime.enable")
        self.camera.send("Runtime.addBinding", {"name": "livingDocsStirred"})
        page.on("framenavigated", self.stir)
        self._frames: dict[Frame, tuple[float, int]] = {}
        self._stirred = True

    @property
    def sight(self) -> str:
        """What is to be read and pressed on the whole page, in short."""
        return _in_short([self._frames[frame][1] for frame in self.page.frames if frame in self._frames])

    def has_stirred(self) -> bool:
        """Whether a look is worth it; frames of other origins cannot say so, and are always worth a look."""
        stirred, self._stirred = self._stirred or len(self.page.frames) > 1, False
        return stirred

    def stir(self, _: object = None) -> None:
        self._stirred = True

    def last_stir(self, frame: Frame) -> float | None:
        return self._frames.get(frame, (None, 0))[0]

    def see(self, told: Mapping[Frame, Any]) -> bool:
        """Take in what its frames tell; whether any of them shows something else than before."""
        if any(isinstance(now, Error) for now in told.values()):
            self.stir()
            return False
        new = {frame: (now["stirred"], now["sight"]) for frame, now in told.items() if now is not None}
        before = {frame: self._frames.get(frame) for frame in new}
        self._frames |= new
        return any(was is None or was[1] != new[frame][1] for frame, was in before.items())


Seen = tuple[Screen, Frame]


def changed(screens: Iterable[Screen]) -> list[Screen]:
    """Those on which something else is to be seen, once all have settled; a room may stand in a frame of a page."""
    frames = [(screen, frame) for screen in screens for frame in screen.page.frames]
    told = _told({(screen, frame): screen.last_stir(frame) for screen, frame in frames})
    mine = {screen: {frame: now for (whose, frame), now in told.items() if whose is screen} for screen, _ in frames}
    return [screen for screen, its in mine.items() if screen.see(its)]


def glance(screen: Screen) -> str:
    """What is to be seen on it right now, in short as its `sight`, which stays what it was; "" where it is gone."""
    told = _told({(screen, frame): None for frame in screen.page.frames}).values()
    return "" if any(isinstance(now, Error) for now in told) else _in_short([now["sight"] for now in told])


def _told(since: Mapping[Seen, float | None]) -> dict[Seen, Any]:
    """As `_settled`; frames that do not know the script yet are given it."""
    told = _settled(since)
    without = {one: since[one] for one, now in told.items() if now == NO_SCRIPT}
    if without:
        ask([(frame, SCRIPT, None) for _, frame in without])
        told |= _settled(without)
    return told


def _settled(since: Mapping[Seen, float | None]) -> dict[Seen, Any]:
    """What each frame tells: when it stirred and a number for what is to be seen; None where nothing has stirred."""
    answers = ask([(frame, SETTLE, [stir, QUIET, PATIENCE]) for (_, frame), stir in since.items()])
    return dict(zip(since, answers, strict=True))


def _in_short(sights: Sequence[int]) -> str:
    return hashlib.sha256(repr(list(sights)).encode()).hexdigest()[:16]
