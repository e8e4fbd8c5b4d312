"""What reaches a person is found out right: what is there, and above all what is not supposed to be there.

The page under watch is a stage by itself, on which people are seen and heard exactly as a test wants.
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

THEATRE = (Path(__file__).parent / "playing.js").read_text()
BEFORE_THE_END = 1_500
"""Milliseconds after which something changes while a person watches."""


class Theatre:
    """The stage before Maya, with Ben on it, who is seen and heard."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.maya = MediaAnalysis(screen := Screen("Maya", "laptop", page, Words()), Stage(screen))
        page.evaluate(THEATRE)
        for name in ("Ada", "Ben"):
            role = cast_member(name)
            page.evaluate("([name, colour, tone]) => theatre.born(name, colour, tone)", [name, role.colour, role.tone])
        self.now("tile", "Ben")
        self.maya.expect({"Ben": SEEN_AND_HEARD})

    def now(self, act: str, name: str) -> None:
        self._page.evaluate("([act, name]) => theatre[act](name)", [act, name])

    def later(self, act: str, name: str) -> None:
        self._page.evaluate("parts => theatre.later(...parts)", [act, name, BEFORE_THE_END])


@pytest.fixture
def theatre(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theatre]:
    monkeypatch.setattr(media_analysis, "MEDIA_ANALYSIS", 3_000)
    context = browsers.of(cast_member("Maya"), Equipment.OWN).new_context()
    context.add_init_script(path=PROBE)
    page = context.new_page()
    page.goto("data:text/html,<!doctype html><title>Theatre</title>")
    yield Theatre(page)
    context.close()


@pytest.mark.parametrize("strict", [True, False])
def test_detects_that_a_person_is_absent(theatre: Theatre, strict: bool) -> None:
    theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("comes", ["tile", "poster", "ghost"])
def test_detects_unexpected_media(theatre: Theatre, comes: str, strict: bool) -> None:
    theatre.now(comes, "Ada")
    with pytest.raises(NotAsDocumented, match="Ada came through"):
        theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=strict)


def test_strict_detects_a_moment_of_media(theatre: Theatre) -> None:
    theatre.now("tile", "Ada")
    theatre.later("gone", "Ada")
    with pytest.raises(NotAsDocumented, match="expected Ben seen and heard; Ada not seen and not heard"):
        theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD}, strict=True)


def test_waits_for_media_to_end(theatre: Theatre) -> None:
    theatre.now("tile", "Ada")
    theatre.later("gone", "Ada")
    theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})


def test_a_black_and_silent_tile_is_nobody(theatre: Theatre) -> None:
    for act in ("silent", "dark", "tile"):
        theatre.now(act, "Ada")
    theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})


@pytest.mark.parametrize(
    ("switched", "wanted"),
    [("silent", MediaExpectation(see=True, hear=False)), ("dark", MediaExpectation(see=False, hear=True))],
    ids=["silent", "dark"],
)
def test_distinguishes_video_from_audio(theatre: Theatre, switched: str, wanted: MediaExpectation) -> None:
    theatre.now("tile", "Ada")
    with pytest.raises(NotAsDocumented, match="Ada came through"):
        theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": wanted})
    theatre.now(switched, "Ada")
    theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": wanted})
    with pytest.raises(NotAsDocumented, match="Measured at the end"):
        theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


@pytest.mark.parametrize("lacks", ["silent", "dark", "frozen", "gone"])
def test_does_not_detect_an_absent_person(theatre: Theatre, lacks: str) -> None:
    theatre.now("tile", "Ada")
    theatre.maya.expect({"Ada": SEEN_AND_HEARD})
    theatre.now(lacks, "Ada")
    with pytest.raises(NotAsDocumented):
        theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": SEEN_AND_HEARD})


def test_that_somebody_is_away_is_believed_only_while_somebody_else_is_there(theatre: Theatre) -> None:
    theatre.now("silent", "Ben")
    with pytest.raises(NotAsDocumented, match="Ben: a tile"):
        theatre.maya.expect({"Ben": SEEN_AND_HEARD, "Ada": NEITHER_SEEN_NOR_HEARD})
    with pytest.raises(ValueError, match="needs another person who is seen or heard"):
        theatre.maya.expect({"Ada": NEITHER_SEEN_NOR_HEARD})
