"""Pictures of the screens that have changed, taken once what is on them has settled."""

import base64
import hashlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image
from playwright.sync_api import CDPSession, Error, Frame, Page

from living_docs.messages import attachment_url
from living_docs.recording.hooks import Watched

SCRIPT = (Path(__file__).parent / "screen.js").read_text(encoding="utf-8")
QUIET, PATIENCE = 20, 400
"""Milliseconds without a change until a screen counts as settled, and how long that is waited for at most."""
WIDTH = 800
"""Pixels that a picture is wide at most; narrower screens are taken at their own width."""
QUALITY = 50
SETTLE = "([since, quiet, patience]) => window.livingDocsScreen?.settle(since, quiet, patience)"


class _Sight:
    """What was last seen of a page: for each of its frames when it last stirred and what was to be seen.

    A page says by itself when something stirs, so that one on which nothing does costs nothing.
    """

    def __init__(self, page: Page) -> None:
        self.frames: dict[Frame, tuple[float, int]] = {}
        self.picture = ""
        self.camera: CDPSession = page.context.new_cdp_session(page)
        self.camera.on("Runtime.bindingCalled", self._stir)
        self.camera.send("Runtime.enable")
        self.camera.send("Runtime.addBinding", {"name": "livingDocsStirred"})
        page.on("framenavigated", self._stir)
        self._stirred = True

    def has_stirred(self, page: Page) -> bool:
        """Whether a look is worth it; frames of other origins cannot say so, and are always worth a look."""
        stirred, self._stirred = self._stirred or len(page.frames) > 1, False
        return stirred

    def _stir(self, _: object) -> None:
        self._stirred = True


class Photographer:
    """Takes pictures into ``folder``; remembers what each page looked like."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Page, _Sight] = {}
        self._darkroom = ThreadPoolExecutor(max_workers=1)
        self._developing: list[Future[None]] = []

    def forget(self) -> None:
        """The scenario is over: its pages will not be seen again, and its pictures are on disk."""
        self._seen.clear()
        for picture in self._developing:
            picture.result()
        self._developing.clear()

    def take(self, people: Iterable[Watched], *, of_all: bool = False) -> list[str]:
        """Pictures of those whose screen has changed, or of all; returns their URLs within the record."""
        return [url for person in people for url in self._take(person, of_all)]

    def _take(self, person: Watched, wanted: bool) -> list[str]:
        try:
            known = self._known(person.page)
            if not self._has_changed(person.page, known) and not wanted:
                return []
            picture = _shoot(known.camera)
        except Error:
            # A page that is gone or broken has no picture; what that means is for the steps to say.
            return []
        digest = hashlib.sha256(picture).hexdigest()[:16]
        if digest == known.picture and not wanted:
            return []
        known.picture = digest
        return [self._keep(person, digest, picture)]

    def _known(self, page: Page) -> _Sight:
        if page not in self._seen:
            self._seen[page] = _Sight(page)
        return self._seen[page]

    def _has_changed(self, page: Page, known: _Sight) -> bool:
        """Whether any frame shows something else than before; a room may stand in a frame of another page."""
        if not known.has_stirred(page):
            return False
        return True in {_frame_has_changed(frame, known.frames) for frame in page.frames}

    def _keep(self, person: Watched, digest: str, shot: bytes) -> str:
        url = attachment_url("pictures", person.name, person.device, f"{digest}.webp")
        size = person.page.viewport_size
        width = min(WIDTH, size["width"]) if size else WIDTH
        self._developing.append(self._darkroom.submit(_develop, shot, width, self._folder / unquote(url)))
        return url


def _frame_has_changed(frame: Frame, known: dict[Frame, tuple[float, int]]) -> bool:
    stirred, sight = known.get(frame, (None, None))
    now: dict[str, Any] | None = frame.evaluate(SETTLE, [stirred, QUIET, PATIENCE])
    if now is None and not frame.evaluate("() => Boolean(window.livingDocsScreen)"):
        frame.evaluate(SCRIPT)
        now = frame.evaluate(SETTLE, [None, QUIET, PATIENCE])
    if now is None:
        return False
    known[frame] = (now["stirred"], now["sight"])
    return bool(now["sight"] != sight)


def _shoot(camera: CDPSession) -> bytes:
    """The window as the browser has it at hand: anything else would make it draw everything anew."""
    options = {"format": "jpeg", "quality": 85, "optimizeForSpeed": True}
    return base64.b64decode(camera.send("Page.captureScreenshot", options)["data"])


def _develop(shot: bytes, width: int, path: Path) -> None:
    """Make a small WebP of it, in a thread of its own, while the scenario goes on."""
    with Image.open(BytesIO(shot)) as image:
        height = round(image.height * width / image.width)
        small = image if image.width == width else image.resize((width, height), reducing_gap=2.0)
        path.parent.mkdir(parents=True, exist_ok=True)
        small.save(path, "WEBP", quality=QUALITY, method=2)
