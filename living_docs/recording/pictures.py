"""Pictures of the screens that have changed, taken once what is on them has settled."""

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

from living_docs.record.messages import attachment_url
from living_docs.recording.album import Album, spots_of
from living_docs.recording.hooks import Watched
from living_docs.recording.screens import Screen, changed, glance, unchanged
from living_docs.recording.together import tell

UPRIGHT, LYING = 360, 800
"""Pixels that a picture is wide at most."""
QUALITY, EFFORT = 38, 2
"""Of the WebP, as its encoder counts them: text stays crisp, and a picture of a screen takes 3 to 7 kB."""
SHOT: dict[str, object] = {"format": "jpeg", "quality": 85, "optimizeForSpeed": True}
"""The window as the browser has it at hand: anything else would make it draw everything anew."""


class Photographer:
    """Takes pictures into ``folder``; those that looked the same before are found in the ``album``."""

    def __init__(self, folder: Path, album: Album) -> None:
        self._folder = folder
        self._album = album
        self._seen: dict[Page, Screen] = {}
        self._darkroom = ThreadPoolExecutor(max_workers=1)
        self._developing: list[Future[None]] = []

    def forget(self) -> None:
        """End a scenario: forget what its pages showed, and see its pictures on disk."""
        self._seen = {page: screen for page, screen in self._seen.items() if not page.is_closed()}
        for screen in self._seen.values():
            screen.forget()
        for picture in self._developing:
            picture.result()
        self._developing.clear()

    def take(self, people: Iterable[Watched], *, of_all: bool = False) -> list[str]:
        """Pictures of those whose screen has changed, or of all; returns their URLs within the record.

        A screen that is as it was before a glimpse has changed as well: its picture of before is given again.
        A page that is gone or broken has no picture; what that means is for the steps to say.
        """
        screens = {screen: person for person in people if (screen := self._screen(person.page)) is not None}
        other = changed([screen for screen in screens if screen.has_changed()])
        wanted = {screen: person for screen, person in screens.items() if of_all or screen in other}
        before = {screen: screen.url for screen in wanted}
        self._picture(wanted)
        shown = [screen for screen in wanted if screen.url and (of_all or screen.url != before[screen])]
        urls = [screen.url if screen in shown else screen.returns_to for screen in screens]
        for screen in screens:
            screen.returns_to = ""
        return [url for url in urls if url]

    def glimpse(self, person: Watched) -> list[str]:
        """A picture of what will be gone again before the step ends; none of what the last glimpse has shown."""
        screen = self._screen(person.page)
        sight, drawing = glance(screen) if screen else ("", "")
        if screen is None or sight in ("", screen.sight, screen.glimpsed):
            return []
        screen.glimpsed, screen.returns_to = sight, screen.url
        known = self._album.recall(_whose(person), drawing)
        if known:
            return [_url(person, known)]
        shots = [base64.b64decode(shot["data"]) for shot in _shots([screen]) if not isinstance(shot, Error)]
        return [self._keep(person, sight, "", shot) for shot in shots]

    def _screen(self, page: Page) -> Screen | None:
        try:
            return self._seen.get(page) or self._seen.setdefault(page, Screen(page))
        except Error:
            return None

    def _picture(self, wanted: Mapping[Screen, Watched]) -> None:
        """Tell each screen the URL of its picture, which is taken where none is known of what it is drawn from."""
        unknown = []
        for screen, person in wanted.items():
            known = self._album.recall(_whose(person), screen.drawing)
            if known:
                screen.url = _url(person, known)
            else:
                unknown.append(screen)
        shots = dict(zip(unknown, _shots(unknown), strict=True))
        # What has changed since it was looked at may be on the picture already.
        sure = unchanged([screen for screen in unknown if screen.drawing])
        for screen, shot in shots.items():
            if not isinstance(shot, Error):
                drawing = screen.drawing if screen in sure else ""
                screen.url = self._keep(wanted[screen], screen.sight, drawing, base64.b64decode(shot["data"]))

    def _keep(self, person: Watched, sight: str, drawing: str, picture: bytes) -> str:
        """The URL at which the picture will be, or at which one is already that looks the same."""
        whose, digest = _whose(person), hashlib.sha256(picture).hexdigest()[:12]
        if drawing:
            known, remember = self._album.recall(whose, digest), partial(self._remember, whose, [drawing, digest])
        else:
            spots = spots_of(picture)
            known, remember = self._album.find(whose, sight, spots), partial(self._add, whose, sight, spots)
        url = _url(person, known or digest)
        if known is None:
            path = self._folder / unquote(url)
            self._developing.append(self._darkroom.submit(_develop, picture, path, partial(remember, digest)))
        elif drawing:
            remember(known)
        return url

    def _remember(self, whose: str, keys: Sequence[str], name: str) -> None:
        for key in keys:
            self._album.remember(whose, key, name)

    def _add(self, whose: str, sight: str, spots: Image.Image, name: str) -> None:
        self._album.add(whose, sight, name, spots)


def _whose(person: Watched) -> str:
    return f"{person.name}.{person.device}".replace("/", "-")


def _url(person: Watched, name: str) -> str:
    return attachment_url("pictures", person.name, person.device, f"{name}.webp")


def _shots(screens: Sequence[Screen]) -> list[dict[str, Any] | Error]:
    return tell([screen.camera for screen in screens], "Page.captureScreenshot", SHOT)


def _develop(picture: bytes, path: Path, and_then: Callable[[], None]) -> None:
    """Make a small WebP of it, in a thread of its own, while the scenario goes on."""
    with Image.open(BytesIO(picture)) as image:
        width = min(image.width, UPRIGHT if image.height > image.width else LYING)
        size = (width, round(image.height * width / image.width))
        path.parent.mkdir(parents=True, exist_ok=True)
        image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0).save(
            path, "WEBP", quality=QUALITY, method=EFFORT
        )
    and_then()
