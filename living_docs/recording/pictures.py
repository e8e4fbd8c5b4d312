"""Pictures of the screens that have changed, taken once what is on them has settled."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image
from playwright.sync_api import Error, Page

from living_docs.messages import attachment_url
from living_docs.recording.album import Album, spots_of
from living_docs.recording.hooks import Watched
from living_docs.recording.screens import Screen, changed, glance
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
        """The scenario is over: its pages will not be seen again, and its pictures are on disk."""
        self._seen.clear()
        for picture in self._developing:
            picture.result()
        self._developing.clear()

    def take(self, people: Iterable[Watched], *, of_all: bool = False) -> list[str]:
        """Pictures of those whose screen has changed, or of all; returns their URLs within the record.

        A screen that is as it was before a glimpse has changed as well: its picture of before is given again.
        A page that is gone or broken has no picture; what that means is for the steps to say.
        """
        screens = [(person, screen) for person in people if (screen := self._screen(person.page)) is not None]
        other = changed([screen for _, screen in screens if screen.has_stirred()])
        wanted = [(person, screen) for person, screen in screens if of_all or screen in other]
        shots = _shots([screen for _, screen in wanted])
        kept = {one[1]: self._keep(*one, shot, of_all) for one, shot in zip(wanted, shots, strict=True)}
        urls = [kept.get(screen) or screen.returns_to for _, screen in screens]
        for _, screen in screens:
            screen.returns_to = ""
        return [url for url in urls if url]

    def glimpse(self, person: Watched) -> list[str]:
        """A picture of what will be gone again before the step ends; none of what the last glimpse has shown."""
        screen = self._screen(person.page)
        sight = glance(screen) if screen else ""
        if screen is None or sight in ("", screen.sight, screen.glimpsed):
            return []
        screen.glimpsed, screen.returns_to = sight, screen.url
        shots = [base64.b64decode(shot["data"]) for shot in _shots([screen]) if not isinstance(shot, Error)]
        return [self._url(person, sight, _digest(shot), shot) for shot in shots]

    def _screen(self, page: Page) -> Screen | None:
        try:
            return self._seen.get(page) or self._seen.setdefault(page, Screen(page))
        except Error:
            return None

    def _keep(self, person: Watched, screen: Screen, shot: dict[str, Any] | Error, wanted: bool) -> str:
        """The URL of the picture; "" where there is none, or none that the person has not seen already."""
        if isinstance(shot, Error):
            return ""
        picture = base64.b64decode(shot["data"])
        digest = _digest(picture)
        if digest == screen.picture and not wanted:
            return ""
        screen.picture, screen.url = digest, self._url(person, screen.sight, digest, picture)
        return screen.url

    def _url(self, person: Watched, sight: str, digest: str, picture: bytes) -> str:
        """Where the picture will be, or where one is already that looks the same."""
        whose, spots = f"{person.name}.{person.device}".replace("/", "-"), spots_of(picture)
        known = self._album.find(whose, sight, spots)
        url = attachment_url("pictures", person.name, person.device, f"{known or digest}.webp")
        if known is None:
            add = partial(self._album.add, whose, sight, digest, spots)
            self._developing.append(self._darkroom.submit(_develop, picture, self._folder / unquote(url), add))
        return url


def _shots(screens: Sequence[Screen]) -> list[dict[str, Any] | Error]:
    return tell([screen.camera for screen in screens], "Page.captureScreenshot", SHOT)


def _digest(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()[:12]


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
