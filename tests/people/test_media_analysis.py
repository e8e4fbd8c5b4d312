"""Media analysis detects whom a person sees and hears, and whom not.

The page under test plays pictures and tones, which each test controls (playing_page.js).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from pages.screen import NotAsDocumented, Screen
from pages.stage import Stage
from pages.words import Words
from people import media_analysis
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.media_analysis import NEITHER_SEEN_NOR_HEARD, SEEN_AND_HEARD, MediaAnalysis, MediaExpectation
from people.probe import SCRIPT as PROBE

PLAYING_SCRIPT = (Path(__file__).parent / "playing_page.js").read_text()
DELAY = 1_500
"""Milliseconds after which the media change, shorter than the measurement."""


class PlayingPage:
    """Maya's page, which plays media; at first, Ben is seen and heard."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.maya = MediaAnalysis(screen := Screen("Maya", "laptop", page, Words()), Stage(screen))
        page.evaluate(PLAYING_SCRIPT)
        for name in ("Ada", "Ben"):
            member = cast_member(name)
            page.evaluate("parts => playing.add(...parts)", [name, member.colour, member.tone])
        self.call("showTile", "Ben")
        self.maya.expect({"Ben": SEEN_AND_HEARD})

    def call(self, method: str, name: str) -> None:
        """Call a method of playing_page.js for the person of this name."""
        self._page.evaluate("([method, name]) => playing[method](name)", [method, name])

    def style_tile(self, css: str, text: str = "") -> None:
        """Add this style sheet to the page, and a paragraph with this text to Ben's tile."""
        self._page.evaluate("parts => playing.styleTile(...parts)", ["Ben", css, text])

    def show_message(self, html: str) -> None:
        self._page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", html)

    def pan_to_the_middle(self) -> None:
        """Move the part of a wide page that a phone shows, as a finger does."""
        self._page.evaluate(
            """() => {
              const mark = document.body.appendChild(document.createElement("i"));
              mark.style.cssText = "position: absolute; left: 450px; top: 0; width: 1px; height: 1px";
              mark.scrollIntoView({ inline: "center", behavior: "instant" });
            }"""
        )
        assert self._page.evaluate("() => visualViewport.offsetLeft") > 0

    def lower(self, name: str, decibels: int) -> None:
        """Lower the person's voice."""
        self._page.evaluate("parts => playing.lower(...parts)", [name, decibels])

    def call_later(self, method: str, name: str) -> None:
        self._page.evaluate("parts => playing.callLater(...parts)", [method, name, DELAY])


@pytest.fixture
def playing(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayingPage]:
    monkeypatch.setattr(media_analysis, "MEDIA_ANALYSIS", 3_000)
    with open_playing_page(browsers) as playing:
        yield playing


@contextmanager
def open_playing_page(browsers: Browsers, **options: Any) -> Iterator[PlayingPage]:
    """Open the page in a browser context with these options."""
    context = browsers.of(cast_member("Maya"), Equipment.OWN).new_context(**options)
    context.add_init_script(path=PROBE)
    page = context.new_page()
    viewport = "<meta name=viewport content='width=device-width, initial-scale=1'>"
    page.goto(f"data:text/html,<!doctype html>{viewport}<title>PlayingPage</title>")
    yield PlayingPage(page)
    context.close()


@pytest.mark.parametrize("strict", [True, False])
def test_a_person_without_media_counts_as_neither_seen_nor_heard(playing: PlayingPage, strict: bool) -> None:
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("method", ["showTile", "playPictureOutside", "playToneOutside", "playToneWithSilence"])
def test_analysis_fails_on_unexpected_media(playing: PlayingPage, method: str, strict: bool) -> None:
    playing.call(method, "Ada")
    with pytest.raises(NotAsDocumented, match="Unexpectedly seen or heard: Ada"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


@pytest.mark.parametrize("strict", [True, False])
def test_a_low_voice_counts_as_heard(playing: PlayingPage, strict: bool) -> None:
    playing.lower("Ada", 15)
    playing.call("playToneOutside", "Ada")
    with pytest.raises(NotAsDocumented, match="Unexpectedly seen or heard: Ada"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


@pytest.mark.parametrize("strict", [True, False])
def test_a_voice_too_quiet_for_people_does_not_count_as_heard(playing: PlayingPage, strict: bool) -> None:
    """On a busy machine, a trace of this level appeared at the frequency of a person who sent nothing."""
    playing.lower("Ada", 41)
    playing.call("playToneOutside", "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


def test_strict_analysis_fails_if_a_person_is_seen_for_a_moment(playing: PlayingPage) -> None:
    playing.call("showTile", "Ada")
    playing.call_later("remove", "Ada")
    with pytest.raises(NotAsDocumented, match="expected Ben seen and heard; Ada not seen and not heard"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=True)


def test_analysis_waits_until_media_end(playing: PlayingPage) -> None:
    playing.call("showTile", "Ada")
    playing.call_later("remove", "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})


def test_a_black_and_silent_tile_counts_as_neither_seen_nor_heard(playing: PlayingPage) -> None:
    for method in ("silence", "darken", "showTile"):
        playing.call(method, "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})


@pytest.mark.parametrize(
    ("method", "expectation"),
    [("silence", MediaExpectation(see=True, hear=False)), ("darken", MediaExpectation(see=False, hear=True))],
    ids=["silent", "dark"],
)
def test_video_and_audio_are_distinguished(playing: PlayingPage, method: str, expectation: MediaExpectation) -> None:
    playing.call("showTile", "Ada")
    with pytest.raises(NotAsDocumented, match="Unexpectedly seen or heard: Ada"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": expectation})
    playing.call(method, "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": expectation})
    with pytest.raises(NotAsDocumented, match="Measured at the end"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


@pytest.mark.parametrize("method", ["silence", "darken", "pause", "remove"])
def test_analysis_fails_if_an_expected_person_is_not_seen_or_not_heard(
    playing: PlayingPage, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    playing.call("showTile", "Ada")
    playing.maya.expect({"Ada": SEEN_AND_HEARD})
    playing.call(method, "Ada")
    monkeypatch.setattr("pages.stage.APPEARANCE", 3_000)
    with pytest.raises(NotAsDocumented):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


def test_absence_counts_only_while_another_person_is_seen_or_heard(playing: PlayingPage) -> None:
    playing.call("silence", "Ben")
    with pytest.raises(NotAsDocumented, match="Ben: a tile"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})
    with pytest.raises(ValueError, match="needs another person who is seen or heard"):
        playing.maya.expect({"Ada": NEITHER_SEEN_NOR_HEARD})


@pytest.mark.parametrize("margin", ["0 600px 0 0", "0 0 0 600px"], ids=["left", "right"])
def test_on_a_phone_a_picture_counts_as_visible_if_people_can_pan_to_it(
    browsers: Browsers, playwright: Playwright, margin: str
) -> None:
    with open_playing_page(browsers, **playwright.devices["Pixel 7"]) as playing:
        playing.style_tile(f"section {{ width: 300px; margin: {margin}; padding: 1px }} body {{ width: 900px }}")
        playing.pan_to_the_middle()
        playing.maya.expect({"Ben": SEEN_AND_HEARD})


STYLES_OF_VISIBLE_PICTURES = {
    "a name at the bottom": "p { position: absolute; inset: auto 0 0; margin: 0; background: #000; color: #fff }",
    "a gradient over the tile": "figure::after { content: ''; position: absolute; inset: 0; "
    "background: linear-gradient(transparent 70%, black) }",
    "a badge in the corner": "p { position: absolute; top: 4px; left: 4px; background: #fff }",
    "a name across the middle": "p { position: absolute; inset: 0; display: grid; place-items: center; margin: 0 }",
    "a mirrored picture, cropped": "video { width: 90px; height: 100%; object-fit: cover; transform: scaleX(-1) }",
    "a menu at the side": "video { width: 100% } "
    "p { position: absolute; inset: 0 55% 0 0; margin: 0; background: #fff }",
    "a page that scrolls down": "section { margin-top: 2000px } body { padding-bottom: 500px }",
    "a page that scrolls sideways": "section { margin-left: 2000px; width: 600px }",
    "an area that scrolls sideways": "section { overflow-x: auto; width: 600px } figure { margin-left: 2000px }",
}
STYLES_OF_INVISIBLE_PICTURES = {
    "a layer over it": "p { position: absolute; inset: 0; margin: 0; background: #222 }",
    "a layer that ignores the pointer": "p { position: absolute; inset: 0; margin: 0; background: #222; "
    "pointer-events: none }",
    "a pseudo-element": "figure::after { content: ''; position: absolute; inset: 0; background: #222 }",
    "behind the tile's background": "figure { background: #222 } video { position: relative; z-index: -1 }",
    "a filter": "video { filter: brightness(0) }",
    "clipped": "video { clip-path: inset(50%) }",
    "very small": "video { width: 4px; height: 3px }",
    "pushed out of its tile": "figure { overflow: hidden } video { margin-left: 400px }",
}


@pytest.mark.parametrize("css", STYLES_OF_VISIBLE_PICTURES.values(), ids=STYLES_OF_VISIBLE_PICTURES)
def test_a_partly_covered_picture_counts_as_visible(playing: PlayingPage, css: str) -> None:
    playing.style_tile(css, "Ben")
    playing.maya.expect({"Ben": SEEN_AND_HEARD})


@pytest.mark.parametrize("css", STYLES_OF_INVISIBLE_PICTURES.values(), ids=STYLES_OF_INVISIBLE_PICTURES)
def test_analysis_fails_if_a_picture_is_invisible(playing: PlayingPage, css: str) -> None:
    playing.style_tile(css)
    with pytest.raises(NotAsDocumented, match=r"picture of Ben to be visible\. It arrives and moves"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD})


def test_analysis_fails_if_a_tile_is_beyond_the_edge_of_a_page_that_people_cannot_scroll(
    playing: PlayingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.stage.APPEARANCE", 1_000)
    playing.style_tile("html { overflow-x: clip } section { margin-left: 2000px }")
    with pytest.raises(NotAsDocumented, match="one tile of Ben on the stage"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD})


MESSAGE_HTML = (
    "<div role={} style='position: fixed; width: 300px; height: 60px; {}; background: #fff'>The quiz is closed</div>"
)


@pytest.mark.parametrize("role", ["status", "alert", "dialog"])
def test_a_message_may_cover_a_picture(playing: PlayingPage, role: str) -> None:
    playing.show_message(MESSAGE_HTML.format(role, "inset: 0; width: auto; height: auto"))
    playing.maya.expect({"Ben": SEEN_AND_HEARD})


@pytest.mark.parametrize("role", ["status", "alert", "dialog"])
def test_a_message_elsewhere_does_not_excuse_a_covered_picture(playing: PlayingPage, role: str) -> None:
    playing.style_tile(STYLES_OF_INVISIBLE_PICTURES["a layer over it"])
    playing.show_message(MESSAGE_HTML.format(role, "right: 0; bottom: 0"))
    with pytest.raises(NotAsDocumented, match="picture of Ben to be visible"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD})


def test_a_picture_may_be_drawn_on_a_canvas(playing: PlayingPage) -> None:
    playing.call("drawOnCanvas", "Ada")
    playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})
    playing.call("stopChanging", "Ada")
    with pytest.raises(NotAsDocumented, match="Measured at the end"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


@pytest.mark.parametrize("strict", [True, False])
def test_analysis_fails_on_an_unexpected_picture_on_a_canvas(playing: PlayingPage, strict: bool) -> None:
    playing.call("drawOnCanvas", "Ada")
    playing.call("silence", "Ada")
    with pytest.raises(NotAsDocumented, match="Unexpectedly seen or heard: Ada"):
        playing.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)
