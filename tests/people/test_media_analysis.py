"""Media analysis detects expected and unexpected media.

The page under test plays pictures and tones that each test controls (playing_page.js).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pages.screen import NotAsDocumented, Screen
from pages.stage import Stage
from pages.words import Words
from people import media_analysis
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.media_analysis import NEITHER_SEEN_NOR_HEARD, SEEN_AND_HEARD, MediaAnalysis, MediaExpectation
from people.probe import SCRIPT as PROBE

PLAYING_SCRIPT = (Path(__file__).parent / "playing_page.js").read_text()
BEFORE_THE_END = 1_500
"""Milliseconds after which the media change, before the measurement ends."""


class PlayingPage:
    """Maya's page, which plays media; at first, Ben is seen and heard."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.maya = MediaAnalysis(screen := Screen("Maya", "laptop", page, Words()), Stage(screen))
        page.evaluate(PLAYING_SCRIPT)
        for name in ("Ada", "Ben"):
            member = cast_member(name)
            page.evaluate("parts => playing.add(...parts)", [name, member.colour, member.tone])
        self.now("tile", "Ben")
        self.maya.expect({"Ben": SEEN_AND_HEARD})

    def now(self, act: str, name: str) -> None:
        self._page.evaluate("([act, name]) => playing[act](name)", [act, name])

    def styled(self, css: str, text: str = "") -> None:
        """Give Ben's tile this style sheet, and a paragraph with this text."""
        self._page.evaluate("parts => playing.styled(...parts)", ["Ben", css, text])

    def show_message(self, html: str) -> None:
        """Add a message to the page."""
        self._page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", html)

    def later(self, act: str, name: str) -> None:
        self._page.evaluate("parts => playing.later(...parts)", [act, name, BEFORE_THE_END])


@pytest.fixture
def playing(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayingPage]:
    monkeypatch.setattr(media_analysis, "MEDIA_ANALYSIS", 3_000)
    context = browsers.of(cast_member("Maya"), Equipment.OWN).new_context()
    context.add_init_script(path=PROBE)
    page = context.new_page()
    page.goto("data:text/html,<!doctype html><title>PlayingPage</title>")
    yield PlayingPage(page)
    context.close()


@pytest.mark.parametrize("strict", [True, False])
def test_detects_that_a_person_is_absent(playing: PlayingPage, strict: bool) -> None:
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("act", ["tile", "poster", "ghost", "behind"])
def test_detects_unexpected_media(playing: PlayingPage, act: str, strict: bool) -> None:
    playing.now(act, "Ada")
    with pytest.raises(NotAsDocumented, match="Unexpectedly seen or heard: Ada"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


def test_strict_detects_a_moment_of_media(playing: PlayingPage) -> None:
    playing.now("tile", "Ada")
    playing.later("gone", "Ada")
    with pytest.raises(NotAsDocumented, match="expected Ben seen and heard; Ada not seen and not heard"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=True)


def test_waits_for_media_to_end(playing: PlayingPage) -> None:
    playing.now("tile", "Ada")
    playing.later("gone", "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})


def test_a_black_and_silent_tile_counts_as_neither_seen_nor_heard(playing: PlayingPage) -> None:
    for act in ("silent", "dark", "tile"):
        playing.now(act, "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})


@pytest.mark.parametrize(
    ("switched", "expectation"),
    [("silent", MediaExpectation(see=True, hear=False)), ("dark", MediaExpectation(see=False, hear=True))],
    ids=["silent", "dark"],
)
def test_distinguishes_video_from_audio(playing: PlayingPage, switched: str, expectation: MediaExpectation) -> None:
    playing.now("tile", "Ada")
    with pytest.raises(NotAsDocumented, match="Unexpectedly seen or heard: Ada"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": expectation})
    playing.now(switched, "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": expectation})
    with pytest.raises(NotAsDocumented, match="Measured at the end"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


@pytest.mark.parametrize("fault", ["silent", "dark", "frozen", "gone"])
def test_fails_if_an_expected_person_is_not_seen_or_not_heard(
    playing: PlayingPage, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    playing.now("tile", "Ada")
    playing.maya.expect({"Ada": SEEN_AND_HEARD})
    playing.now(fault, "Ada")
    monkeypatch.setattr("pages.stage.APPEARANCE", 3_000)
    with pytest.raises(NotAsDocumented):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


def test_absence_counts_only_while_another_person_is_seen_or_heard(playing: PlayingPage) -> None:
    playing.now("silent", "Ben")
    with pytest.raises(NotAsDocumented, match="Ben: a tile"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})
    with pytest.raises(ValueError, match="needs another person who is seen or heard"):
        playing.maya.expect({"Ada": NEITHER_SEEN_NOR_HEARD})


VISIBLE = {
    "a name below": "p { position: absolute; inset: auto 0 0; margin: 0; background: #000; color: #fff }",
    "a gradient over the tile": "figure::after { content: ''; position: absolute; inset: 0; "
    "background: linear-gradient(transparent 70%, black) }",
    "a badge in the corner": "p { position: absolute; top: 4px; left: 4px; background: #fff }",
    "a name across the middle": "p { position: absolute; inset: 0; display: grid; place-items: center; margin: 0 }",
    "a mirrored picture, cropped": "video { width: 90px; height: 100%; object-fit: cover; transform: scaleX(-1) }",
    "a menu at the side": "video { width: 100% } "
    "p { position: absolute; inset: 0 55% 0 0; margin: 0; background: #fff }",
    "a scrolling page": "section { margin-top: 2000px } body { padding-bottom: 500px }",
}
COVERED = {
    "a layer over it": "p { position: absolute; inset: 0; margin: 0; background: #222 }",
    "a layer that takes no clicks": "p { position: absolute; inset: 0; margin: 0; background: #222; "
    "pointer-events: none }",
    "a pseudo-element": "figure::after { content: ''; position: absolute; inset: 0; background: #222 }",
    "behind the tile's background": "figure { background: #222 } video { position: relative; z-index: -1 }",
    "a filter": "video { filter: brightness(0) }",
    "clipped": "video { clip-path: inset(50%) }",
    "very small": "video { width: 4px; height: 3px }",
    "pushed out of its tile": "figure { overflow: hidden } video { margin-left: 400px }",
}


@pytest.mark.parametrize("css", VISIBLE.values(), ids=VISIBLE)
def test_a_partly_covered_picture_counts_as_visible(playing: PlayingPage, css: str) -> None:
    playing.styled(css, "Ben")
    playing.maya.expect({"Ben": SEEN_AND_HEARD})


@pytest.mark.parametrize("css", COVERED.values(), ids=COVERED)
def test_a_picture_that_nobody_can_see_fails(playing: PlayingPage, css: str) -> None:
    playing.styled(css)
    with pytest.raises(NotAsDocumented, match=r"picture of Ben to be visible\. It arrives and moves"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD})


MESSAGE = (
    "<div role={} style='position: fixed; width: 300px; height: 60px; {}; background: #fff'>The quiz is closed</div>"
)


@pytest.mark.parametrize("role", ["status", "alert", "dialog"])
def test_a_message_may_cover_a_picture(playing: PlayingPage, role: str) -> None:
    playing.show_message(MESSAGE.format(role, "inset: 0; width: auto; height: auto"))
    playing.maya.expect({"Ben": SEEN_AND_HEARD})


@pytest.mark.parametrize("role", ["status", "alert", "dialog"])
def test_a_message_elsewhere_does_not_excuse_a_covered_picture(playing: PlayingPage, role: str) -> None:
    playing.styled(COVERED["a layer over it"])
    playing.show_message(MESSAGE.format(role, "right: 0; bottom: 0"))
    with pytest.raises(NotAsDocumented, match="picture of Ben to be visible"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD})


def test_a_picture_may_be_drawn_on_a_canvas(playing: PlayingPage) -> None:
    playing.now("drawn", "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})
    playing.now("still", "Ada")
    with pytest.raises(NotAsDocumented, match="Measured at the end"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


@pytest.mark.parametrize("strict", [True, False])
def test_detects_an_unexpected_picture_on_a_canvas(playing: PlayingPage, strict: bool) -> None:
    playing.now("drawn", "Ada")
    playing.now("silent", "Ada")
    with pytest.raises(NotAsDocumented, match="Unexpectedly seen or heard: Ada"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)
