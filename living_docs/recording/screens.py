"""The last known content of people's pages, to find the pages that have changed since."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Error, Frame, Page

from living_docs.recording.concurrent_calls import Call, call_concurrently, devtools_call, evaluation_call

SCRIPT = (Path(__file__).parent / "recorded_screen.js").read_text(encoding="utf-8")
QUIET, PATIENCE = 20, 400
"""In ms: a screen has settled when nothing has changed for QUIET; the wait for that is limited to PATIENCE."""
NO_SCRIPT = "no script"
NAVIGATED = Error("The frame navigated while its screen was examined.")
SETTLE = f"([since, quiet, patience]) => window.livingDocsScreen?.settle(since, quiet, patience) ?? '{NO_SCRIPT}'"


@dataclass(frozen=True)
class View:
    """The content of a frame as hashes.

    ``content``: the hash of text and controls; ``appearance``: the hash of everything that affects the frame's look,
    or "" if the same state may look different, as with videos. ``changed_at`` is in ms of the page's clock.
    """

    changed_at: float
    content: str
    appearance: str


class RecordedScreen:
    """A person's page with the last known content of each of its frames.

    The page itself reports changes, so unchanged pages cost nothing. Raises Playwright's Error if the page is closed.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp_session: CDPSession = page.context.new_cdp_session(page)
        self.cdp_session.on("Runtime.bindingCalled", self.mark_changed)
        self._let_page_report_changes()
        page.on("framenavigated", self.mark_changed)
        self.forget()

    def _let_page_report_changes(self) -> None:
        calls = [
            devtools_call(self.cdp_session, "Runtime.enable", {}),
            devtools_call(self.cdp_session, "Runtime.addBinding", {"name": "livingDocsChanged"}),
        ]
        for result in call_concurrently(calls):
            if isinstance(result, Error):
                raise result

    def forget(self) -> None:
        """Discard the known content of the page."""
        self.url = self.transient = ""
        self.url_before_transient = ""
        """If a transient picture was taken in this step: the URL that the screen had before it; otherwise ""."""
        self._views: dict[Frame, View] = {}
        self._changed = True

    @property
    def content(self) -> str:
        """The text and controls of the whole page, as a hash."""
        return _hash_texts([view.content for view in self._current_views()])

    @property
    def appearance(self) -> str:
        """Everything that affects the page's look, as a hash; "" if the same state may look different."""
        return _hash_appearances(self._current_views())

    def take_change(self) -> bool:
        """Return whether the page may have changed since the last call.

        It is always True for a page with several frames, since frames of other origins cannot report changes.
        """
        changed, self._changed = self._changed or len(self.page.frames) > 1, False
        return changed

    def mark_changed(self, _: object = None) -> None:
        self._changed = True

    def changed_at(self, frame: Frame) -> float | None:
        view = self._views.get(frame)
        return view.changed_at if view else None

    def update(self, views: Mapping[Frame, Any]) -> bool:
        """Update the frames' views; return whether any of them has changed."""
        if any(isinstance(view, Error) for view in views.values()):
            self.mark_changed()
            return False
        new = {frame: view for frame, view in views.items() if view is not None}
        before = {frame: self._views.get(frame) for frame in new}
        self._views |= new
        return any(view is None or _differ(view, new[frame]) for frame, view in before.items())

    def _current_views(self) -> list[View]:
        return [self._views[frame] for frame in self.page.frames if frame in self._views]


ScreenFrame = tuple[RecordedScreen, Frame]


def find_changed(screens: Iterable[RecordedScreen]) -> list[RecordedScreen]:
    """Return the screens that have changed, once all have settled."""
    frames = [(screen, frame) for screen in screens for frame in screen.page.frames]
    views = _read_views({(screen, frame): screen.changed_at(frame) for screen, frame in frames})
    by_screen = {
        screen: {frame: view for (owner, frame), view in views.items() if owner is screen} for screen, _ in frames
    }
    return [screen for screen, own_views in by_screen.items() if screen.update(own_views)]


def find_unchanged(screens: Iterable[RecordedScreen]) -> list[RecordedScreen]:
    """Return the screens that have not changed since their last update."""
    frames = [(screen, frame) for screen in screens for frame in screen.page.frames]
    results = call_concurrently(
        [_settle_call(screen, frame, screen.changed_at(frame), patience=0) for screen, frame in frames]
    )
    changed_screens = {
        screen for (screen, _), result in zip(frames, results, strict=True) if _to_view(result) is not None
    }
    return [screen for screen in dict.fromkeys(screen for screen, _ in frames) if screen not in changed_screens]


def read_current_view(screen: RecordedScreen) -> tuple[str, str]:
    """Return the current hashes of content and appearance, without an update.

    Both are "" if the page is closed.
    """
    views = list(_read_views({(screen, frame): None for frame in screen.page.frames}).values())
    if any(isinstance(view, Error) for view in views):
        return "", ""
    return _hash_texts([view.content for view in views]), _hash_appearances(views)


def _read_views(since: Mapping[ScreenFrame, float | None]) -> dict[ScreenFrame, Any]:
    """Return the views like `_read_settled_views`, after loading the script into frames that lack it.

    A frame that navigates meanwhile, and so lacks the script again, has an Error.
    """
    views = _read_settled_views(since)
    # A new document has a new clock.
    without_script = {screen_frame: None for screen_frame, view in views.items() if view == NO_SCRIPT}
    if without_script:
        call_concurrently([_script_call(screen, frame, f"() => {{ {SCRIPT} }}") for screen, frame in without_script])
        views |= _read_settled_views(without_script)
    return {screen_frame: NAVIGATED if view == NO_SCRIPT else view for screen_frame, view in views.items()}


def _read_settled_views(since: Mapping[ScreenFrame, float | None]) -> dict[ScreenFrame, Any]:
    """Return the view of each frame; None if nothing has changed, an Error if it does not respond."""
    results = call_concurrently([_settle_call(screen, frame, moment) for (screen, frame), moment in since.items()])
    return {screen_frame: _to_view(result) for screen_frame, result in zip(since, results, strict=True)}


def _settle_call(screen: RecordedScreen, frame: Frame, since: float | None, patience: int = PATIENCE) -> Call:
    return _script_call(screen, frame, SETTLE, [since, QUIET, patience])


def _script_call(screen: RecordedScreen, frame: Frame, script: str, argument: object = None) -> Call:
    """Return a call that evaluates the script.

    It uses CDP where the page has one frame, since CDP calls are not traced.
    """
    if len(screen.page.frames) > 1:
        return evaluation_call(frame, script, argument)
    expression = f"({script})({json.dumps(argument)})"
    options = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    return devtools_call(screen.cdp_session, "Runtime.evaluate", options)


def _to_view(result: Any) -> Any:
    """Return a result as a view; None, errors and NO_SCRIPT are returned unchanged."""
    if isinstance(result, dict) and "result" in result:
        if "exceptionDetails" in result:
            return Error(str(result["exceptionDetails"].get("text")))
        result = result["result"].get("value")
    return View(**result) if isinstance(result, dict) else result


def _differ(before: View, now: View) -> bool:
    """Return whether the frame may look different."""
    return (before.content, before.appearance) != (now.content, now.appearance)


def _hash_appearances(views: Sequence[View]) -> str:
    appearances = [view.appearance for view in views]
    return _hash_texts(appearances) if appearances and all(appearances) else ""


def _hash_texts(texts: Sequence[str]) -> str:
    return hashlib.sha256(repr(list(texts)).encode()).hexdigest()[:16]
