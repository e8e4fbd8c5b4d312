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
from living_docs.recording.hooks import RecordedPerson
from living_docs.recording.screens import RecordedScreen, find_changed, find_unchanged, read_current_view

PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 360, 800
"""The largest width of a picture in pixels, in portrait and landscape."""
WEBP_QUALITY, WEBP_EFFORT = 38, 2
"""WebP quality and effort: text stays legible, and a picture takes 3 to 7 kB."""
SCREENSHOT_OPTIONS: dict[str, object] = {"format": "jpeg", "quality": 85, "optimizeForSpeed": True}
"""Options of a screenshot; without a size, since another size would make the browser render the page again."""


class Photographer:
    """Takes pictures into ``folder``, and reuses those of the ``album`` that look the same."""

    def __init__(self, folder: Path, album: Album) -> None:
        self._folder = folder
        self._album = album
        self._screens: dict[Page, RecordedScreen] = {}
        self._executor = ThreadPoolExecutor(max_workers=1)
        self._pending: list[Future[None]] = []

    def forget(self) -> None:
        """Discard the state of the scenario's pages, and wait until its pictures are written."""
        self._screens = {page: screen for page, screen in self._screens.items() if not page.is_closed()}
        for screen in self._screens.values():
            screen.forget()
        for picture in self._pending:
            picture.result()
        self._pending.clear()

    def take(self, people: Iterable[RecordedPerson], *, of_all: bool = False) -> list[str]:
        """Take pictures of the screens that have changed, or of all; return their URLs within the record.

        If a screen shows its earlier content again after a transient picture, the URL of its earlier picture is
        returned too. A page that is closed or broken has no picture; the steps report the problem.
        """
        screens = {screen: person for person in people if (screen := self._screen(person.page)) is not None}
        changed_screens = find_changed([screen for screen in screens if screen.take_change()])
        to_take = {screen: person for screen, person in screens.items() if of_all or screen in changed_screens}
        before = {screen: screen.url for screen in to_take}
        self._take_pictures(to_take)
        shown = [screen for screen in to_take if screen.url and (of_all or screen.url != before[screen])]
        urls = [screen.url if screen in shown else screen.url_before_transient for screen in screens]
        for screen in screens:
            screen.url_before_transient = ""
        return [url for url in urls if url]

    def take_transient(self, person: RecordedPerson) -> list[str]:
        """Take a picture of content that is gone when the step ends, unless the last picture shows it."""
        screen = self._screen(person.page)
        content, appearance = read_current_view(screen) if screen else ("", "")
        if screen is None or content in ("", screen.content, screen.transient):
            return []
        screen.transient, screen.url_before_transient = content, screen.url
        earlier = self._album.recall(_owner_name(person), appearance)
        if earlier:
            return [_url(person, earlier)]
        shots = [base64.b64decode(shot["data"]) for shot in _take_screenshots([screen]) if not isinstance(shot, Error)]
        return [self._store(person, content, "", shot) for shot in shots]

    def _screen(self, page: Page) -> RecordedScreen | None:
        try:
            return self._screens.get(page) or self._screens.setdefault(page, RecordedScreen(page))
        except Error:
            return None

    def _take_pictures(self, people: Mapping[RecordedScreen, RecordedPerson]) -> None:
        """Set the URL of each of these screens; take a picture if the album has none."""
        without_picture = self._recall_pictures(people)
        shots = dict(zip(without_picture, _take_screenshots(without_picture), strict=True))
        # The screen may have changed between its examination and the picture.
        still_the_same = find_unchanged([screen for screen in without_picture if screen.appearance])
        for screen, shot in shots.items():
            if not isinstance(shot, Error):
                appearance = screen.appearance if screen in still_the_same else ""
                screen.url = self._store(people[screen], screen.content, appearance, base64.b64decode(shot["data"]))

    def _recall_pictures(self, people: Mapping[RecordedScreen, RecordedPerson]) -> list[RecordedScreen]:
        """Set the URL of each screen whose picture is in the album; return the other screens."""
        without_picture = []
        for screen, person in people.items():
            earlier = self._album.recall(_owner_name(person), screen.appearance)
            if earlier:
                screen.url = _url(person, earlier)
            else:
                without_picture.append(screen)
        return without_picture

    def _store(self, person: RecordedPerson, content: str, appearance: str, picture: bytes) -> str:
        """Return the URL of the picture, or of an earlier one that looks the same."""
        owner, digest = _owner_name(person), hashlib.sha256(picture).hexdigest()[:12]
        if appearance:
            earlier, remember = self._album.recall(owner, digest), partial(self._remember, owner, [appearance, digest])
        else:
            # Without a hash of its appearance, the picture is compared with earlier ones by content and colours.
            spots = spots_of(picture)
            earlier, remember = self._album.find(owner, content, spots), partial(self._add, owner, content, spots)
        url = _url(person, earlier or digest)
        if earlier is None:
            path = self._folder / unquote(url)
            self._pending.append(self._executor.submit(_write_webp, picture, path, partial(remember, digest)))
        elif appearance:
            remember(earlier)
        return url

    def _remember(self, owner: str, keys: Sequence[str], name: str) -> None:
        for key in keys:
            self._album.remember(owner, key, name)

    def _add(self, owner: str, content: str, spots: Image.Image, name: str) -> None:
        self._album.add(owner, content, name, spots)


def _owner_name(person: RecordedPerson) -> str:
    return f"{person.name}.{person.device}".replace("/", "-")


def _url(person: RecordedPerson, name: str) -> str:
    return attachment_url("pictures", person.name, person.device, f"{name}.webp")


def _take_screenshots(screens: Sequence[RecordedScreen]) -> list[dict[str, Any] | Error]:
    return send_to_sessions([screen.cdp_session for screen in screens], "Page.captureScreenshot", SCREENSHOT_OPTIONS)


def _write_webp(picture: bytes, path: Path, when_written: Callable[[], None]) -> None:
    """Write a small WebP, in a thread, while the scenario continues."""
    with Image.open(BytesIO(picture)) as image:
        width = min(image.width, PORTRAIT_WIDTH if image.height > image.width else LANDSCAPE_WIDTH)
        size = (width, round(image.height * width / image.width))
        path.parent.mkdir(parents=True, exist_ok=True)
        image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0).save(
            path, "WEBP", quality=WEBP_QUALITY, method=WEBP_EFFORT
        )
    when_written()
