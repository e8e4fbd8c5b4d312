"""Takes pictures of screens that have changed, once their content has settled."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image
from playwright.sync_api import Error, Page

from living_docs.record.record_messages import attachment_url
from living_docs.recording.album import Album, spots_of
from living_docs.recording.concurrent_calls import send_to_sessions
from living_docs.recording.hooks import Watched
from living_docs.recording.screens import RecordedScreen, changed, unchanged, view_now

PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 360, 800
"""The largest width of a picture in pixels, in portrait and landscape."""
QUALITY, EFFORT = 38, 2
"""WebP quality and effort: text stays legible, and a picture takes 3 to 7 kB."""
SHOT: dict[str, object] = {"format": "jpeg", "quality": 85, "optimizeForSpeed": True}
"""The viewport at its current size: another size would make the browser render it again."""


class Photographer:
    """Takes pictures into ``folder``, and reuses those of the ``album`` that look the same."""

    def __init__(self, folder: Path, album: Album) -> None:
        self._folder = folder
        self._album = album
        self._seen: dict[Page, RecordedScreen] = {}
        self._executor = ThreadPoolExecutor(max_workers=1)
        self._pending: list[Future[None]] = []

    def forget(self) -> None:
        """Discard the state of the scenario's pages, and wait until its pictures are written."""
        self._seen = {page: screen for page, screen in self._seen.items() if not page.is_closed()}
        for screen in self._seen.values():
            screen.forget()
        for picture in self._pending:
            picture.result()
        self._pending.clear()

    def take(self, people: Iterable[Watched], *, of_all: bool = False) -> list[str]:
        """Take pictures of the screens that have changed, or of all; return their URLs within the record.

        A screen that shows its earlier content again has changed too, and its earlier picture is returned. A page that
        is closed or broken has no picture; the steps report the problem.
        """
        screens = {screen: person for person in people if (screen := self._screen(person.page)) is not None}
        changed_screens = changed([screen for screen in screens if screen.has_changed()])
        to_take = {screen: person for screen, person in screens.items() if of_all or screen in changed_screens}
        before = {screen: screen.url for screen in to_take}
        self._picture(to_take)
        shown = [screen for screen in to_take if screen.url and (of_all or screen.url != before[screen])]
        urls = [screen.url if screen in shown else screen.returns_to for screen in screens]
        for screen in screens:
            screen.returns_to = ""
        return [url for url in urls if url]

    def take_transient(self, person: Watched) -> list[str]:
        """Take a picture of content that will be gone at the end of the step, unless the last one is the same."""
        screen = self._screen(person.page)
        content, appearance = view_now(screen) if screen else ("", "")
        if screen is None or content in ("", screen.content, screen.transient):
            return []
        screen.transient, screen.returns_to = content, screen.url
        existing = self._album.recall(_owner(person), appearance)
        if existing:
            return [_url(person, existing)]
        shots = [base64.b64decode(shot["data"]) for shot in _shots([screen]) if not isinstance(shot, Error)]
        return [self._store(person, content, "", shot) for shot in shots]

    def _screen(self, page: Page) -> RecordedScreen | None:
        try:
            return self._seen.get(page) or self._seen.setdefault(page, RecordedScreen(page))
        except Error:
            return None

    def _picture(self, people: Mapping[RecordedScreen, Watched]) -> None:
        """Set the URL of each of these screens; take a picture if the album has none."""
        without_picture = self._recall_pictures(people)
        shots = dict(zip(without_picture, _shots(without_picture), strict=True))
        # The screen may have changed between its examination and the picture.
        still_the_same = unchanged([screen for screen in without_picture if screen.appearance])
        for screen, shot in shots.items():
            if not isinstance(shot, Error):
                appearance = screen.appearance if screen in still_the_same else ""
                screen.url = self._store(people[screen], screen.content, appearance, base64.b64decode(shot["data"]))

    def _recall_pictures(self, people: Mapping[RecordedScreen, Watched]) -> list[RecordedScreen]:
        """Set the URL of each screen whose picture is in the album; return the other screens."""
        without_picture = []
        for screen, person in people.items():
            existing = self._album.recall(_owner(person), screen.appearance)
            if existing:
                screen.url = _url(person, existing)
            else:
                without_picture.append(screen)
        return without_picture

    def _store(self, person: Watched, content: str, appearance: str, picture: bytes) -> str:
        """Return the URL of the picture, or of an earlier one that looks the same."""
        owner, digest = _owner(person), hashlib.sha256(picture).hexdigest()[:12]
        if appearance:
            existing, remember = self._album.recall(owner, digest), partial(self._remember, owner, [appearance, digest])
        else:
            spots = spots_of(picture)
            existing, remember = self._album.find(owner, content, spots), partial(self._add, owner, content, spots)
        url = _url(person, existing or digest)
        if existing is None:
            path = self._folder / unquote(url)
            self._pending.append(self._executor.submit(_write_webp, picture, path, partial(remember, digest)))
        elif appearance:
            remember(existing)
        return url

    def _remember(self, owner: str, keys: Sequence[str], name: str) -> None:
        for key in keys:
            self._album.remember(owner, key, name)

    def _add(self, owner: str, content: str, spots: Image.Image, name: str) -> None:
        self._album.add(owner, content, name, spots)


def _owner(person: Watched) -> str:
    return f"{person.name}.{person.device}".replace("/", "-")


def _url(person: Watched, name: str) -> str:
    return attachment_url("pictures", person.name, person.device, f"{name}.webp")


def _shots(screens: Sequence[RecordedScreen]) -> list[dict[str, Any] | Error]:
    return send_to_sessions([screen.camera for screen in screens], "Page.captureScreenshot", SHOT)


def _write_webp(picture: bytes, path: Path, and_then: Callable[[], None]) -> None:
    """Write a small WebP, in a thread, while the scenario continues."""
    with Image.open(BytesIO(picture)) as image:
        width = min(image.width, PORTRAIT_WIDTH if image.height > image.width else LANDSCAPE_WIDTH)
        size = (width, round(image.height * width / image.width))
        path.parent.mkdir(parents=True, exist_ok=True)
        image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0).save(
            path, "WEBP", quality=QUALITY, method=EFFORT
        )
    and_then()
