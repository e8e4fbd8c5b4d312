"""What was last seen of people's pages, and which of them show something else now."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Error, Frame, Page

from living_docs.recording.together import Call, evaluating, sending, together

SCRIPT = (Path(__file__).parent / "screen.js").read_text(encoding="utf-8")
QUIET, PATIENCE = 20, 400
"""Milliseconds without a change until a screen counts as settled, and how long that is waited for at most."""
NO_SCRIPT = "no script"
SETTLE = f"([since, quiet, patience]) => window.livingDocsScreen?.settle(since, quiet, patience) ?? '{NO_SCRIPT}'"


@dataclass(frozen=True)
class View:
    """What a frame shows, in hashes: ``sight`` is what can be read and pressed, ``drawing`` all that it is drawn from.

    ``drawing`` is "" where the same may look different, as with videos. ``changed_at`` is in ms by the page's clock.
    """

    changed_at: float
    sight: str
    drawing: str


class Screen:
    """A person's page: for each of its frames when it last changed and what was to be seen.

    A page reports by itself that something changes, so that one on which nothing does costs nothing. Raises
    Playwright's Error where the page is gone.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.camera: CDPSession = page.context.new_cdp_session(page)
        self.camera.on("Runtime.bindingCalled", self.stir)
        setting_up: list[tuple[str, dict[str, object]]] = [
            ("Runtime.enable", {}),
            ("Runtime.addBinding", {"name": "livingDocsStirred"}),
        ]
        for answer in together([sending(self.camera, method, parameters) for method, parameters in setting_up]):
            if isinstance(answer, Error):
                raise answer
        page.on("framenavigated", self.stir)
        self.forget()

    def forget(self) -> None:
        """Begin anew, as for a page of which nothing is known yet."""
        self.picture = self.url = self.glimpsed = ""
        # Where the latest picture is that was no glimpse, while there was a glimpse since.
        self.returns_to = ""
        self._views: dict[Frame, View] = {}
        self._changed = True

    @property
    def sight(self) -> str:
        """What is to be read and pressed on the whole page, in short."""
        return _in_short([view.sight for view in self._shown()])

    @property
    def drawing(self) -> str:
        """All that the whole page is drawn from, in short; "" where the same may look different."""
        return _drawing(self._shown())

    def has_changed(self) -> bool:
        """Whether a look is worth it; frames of other origins cannot say so, and are always worth a look."""
        changed, self._changed = self._changed or len(self.page.frames) > 1, False
        return changed

    def stir(self, _: object = None) -> None:
        self._changed = True

    def changed_at(self, frame: Frame) -> float | None:
        view = self._views.get(frame)
        return view.changed_at if view else None

    def see(self, told: Mapping[Frame, Any]) -> bool:
        """Take in what its frames show; whether any of them shows something else than before."""
        if any(isinstance(now, Error) for now in told.values()):
            self.stir()
            return False
        new = {frame: now for frame, now in told.items() if now is not None}
        before = {frame: self._views.get(frame) for frame in new}
        self._views |= new
        return any(view is None or _differ(view, new[frame]) for frame, view in before.items())

    def _shown(self) -> list[View]:
        return [self._views[frame] for frame in self.page.frames if frame in self._views]


Seen = tuple[Screen, Frame]


def changed(screens: Iterable[Screen]) -> list[Screen]:
    """Those on which something else is to be seen, once all have settled; a room may stand in a frame of a page."""
    frames = [(screen, frame) for screen in screens for frame in screen.page.frames]
    told = _told({(screen, frame): screen.changed_at(frame) for screen, frame in frames})
    mine = {screen: {frame: now for (owner, frame), now in told.items() if owner is screen} for screen, _ in frames}
    return [screen for screen, its in mine.items() if screen.see(its)]


def unchanged(screens: Iterable[Screen]) -> list[Screen]:
    """Those on which nothing has changed since they were last looked at."""
    frames = [(screen, frame) for screen in screens for frame in screen.page.frames]
    answers = together([_settling(screen, frame, screen.changed_at(frame), patience=0) for screen, frame in frames])
    moved = {screen for (screen, _), now in zip(frames, answers, strict=True) if _view(now) is not None}
    return [screen for screen in dict.fromkeys(screen for screen, _ in frames) if screen not in moved]


def glance(screen: Screen) -> tuple[str, str]:
    """Sight and drawing right now, in short as its own, which stay what they were; "" where it is gone."""
    told = list(_told({(screen, frame): None for frame in screen.page.frames}).values())
    if any(isinstance(now, Error) for now in told):
        return "", ""
    return _in_short([view.sight for view in told]), _drawing(told)


def _told(since: Mapping[Seen, float | None]) -> dict[Seen, Any]:
    """As `_settled`; frames that do not know the script yet are given it."""
    told = _settled(since)
    # Of a document that is new, the clock is new as well.
    without = {one: None for one, now in told.items() if now == NO_SCRIPT}
    if without:
        together([_evaluating(screen, frame, f"() => {{ {SCRIPT} }}") for screen, frame in without])
        told |= _settled(without)
    return told


def _settled(since: Mapping[Seen, float | None]) -> dict[Seen, Any]:
    """The view of each frame; None where nothing has changed, and an Error where there is no answer."""
    answers = together([_settling(screen, frame, moment) for (screen, frame), moment in since.items()])
    return {one: _view(answer) for one, answer in zip(since, answers, strict=True)}


def _settling(screen: Screen, frame: Frame, since: float | None, patience: int = PATIENCE) -> Call:
    return _evaluating(screen, frame, SETTLE, [since, QUIET, patience])


def _evaluating(screen: Screen, frame: Frame, script: str, argument: object = None) -> Call:
    """By the browser's own protocol where that reaches the frame: Playwright would draw up its trace of each call."""
    if len(screen.page.frames) > 1:
        return evaluating(frame, script, argument)
    expression = f"({script})({json.dumps(argument)})"
    options = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    return sending(screen.camera, "Runtime.evaluate", options)


def _view(answer: Any) -> Any:
    """An answer as a view; None, Errors and that there is no script as they are."""
    if isinstance(answer, dict) and "result" in answer:
        if "exceptionDetails" in answer:
            return Error(str(answer["exceptionDetails"].get("text")))
        answer = answer["result"].get("value")
    return View(**answer) if isinstance(answer, dict) else answer


def _differ(one: View, other: View) -> bool:
    """Whether the frame may look different; of what is not drawn from a document alone, only the sight tells."""
    return (one.sight, one.drawing) != (other.sight, other.drawing)


def _drawing(views: Sequence[View]) -> str:
    drawings = [view.drawing for view in views]
    return _in_short(drawings) if drawings and all(drawings) else ""


def _in_short(texts: Sequence[str]) -> str:
    return hashlib.sha256(repr(list(texts)).encode()).hexdigest()[:16]
