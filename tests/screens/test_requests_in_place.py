"""The card of requests on a moderator's page covers no tile and does not move the stage.

This holds at every size.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.screen_catalogue import requests_without_a_panel, session_of_moderator
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.screens.sizes import SIZES
from tests.screens.test_layout import Box, measure_stage_and_tiles
from tests.screens.test_small_changes import measure_box
from tests.stand_ins.crowded_session import CrowdedSession

ALL_SIZES = [(kind, size) for kind in KINDS for size in SIZES[kind]]
SIZES_WITH_COLLAPSED_CARD = [(kind, size) for kind, size in ALL_SIZES if size != "sideways"]
"""The sizes at which the card shows only one request until it is expanded."""
SPEAKERS = (1, 2, 5, 25)
REQUESTS = (1, 3, 12)
"""The numbers of people on stage and of requests to test."""
MOVING_TILES = "() => [...document.querySelectorAll('.tile')].filter(tile => tile.getAnimations().length > 0).length"


def add_requests(scripted: ScriptedPage, crowd: CrowdedSession, speakers: int) -> Iterator[int]:
    """Add requests one by one; whenever their number is in REQUESTS, show them and yield the number."""
    for number in range(1, max(REQUESTS) + 1):
        crowd.do(f"p{speakers + number}", "ask")
        if number in REQUESTS:
            scripted.show(crowd)
            yield number


def open_for_moderator(scripted: ScriptedPage, size: str, speakers: int) -> CrowdedSession:
    """Open the room for a moderator at this size, without requests; return the session."""
    scripted.page.set_viewport_size(SIZES["laptop" if size in SIZES["laptop"] else "phone"][size])
    crowd = session_of_moderator(speakers=speakers, count=speakers + max(REQUESTS))
    scripted.open(crowd)
    return crowd


def expect_answerable(scripted: ScriptedPage) -> Box:
    """Expect both buttons of the first request to be clickable; return the box of the card."""
    for word in ("Decline", "Bring to stage"):
        scripted.places.requests.root.get_by_role("button", name=word).first.click(trial=True)
    return measure_box(scripted.places.requests.root)


@pytest.mark.parametrize("panel", ["open", "closed"])
@pytest.mark.parametrize(("kind", "size"), ALL_SIZES)
def test_requests_cover_no_tile_and_do_not_move_the_stage(
    make_scripted_page: MakeScriptedPage, kind: Kind, size: str, panel: str
) -> None:
    for speakers in SPEAKERS:
        scripted = make_scripted_page(kind)
        crowd = open_for_moderator(scripted, size, speakers)
        if (panel == "open") != scripted.places.participants.root.is_visible():
            scripted.places.toolbar.press_button("Participants")
        _, tiles_before = measure_stage_and_tiles(scripted.page)
        for number in add_requests(scripted, crowd, speakers):
            card = expect_answerable(scripted)
            _, tiles = measure_stage_and_tiles(scripted.page)
            assert not [tile for tile in tiles if tile.overlaps(card)], (speakers, number)
            assert tiles == tiles_before or size == "sideways", (speakers, number)


@pytest.mark.parametrize(("kind", "size"), ALL_SIZES)
@pytest.mark.parametrize("panel", ["Participants", "Chat"])
def test_panels_and_requests_do_not_cover_each_other(
    make_scripted_page: MakeScriptedPage, panel: str, kind: Kind, size: str
) -> None:
    scripted = make_scripted_page(kind)
    crowd = open_for_moderator(scripted, size, 2)
    place = scripted.places.participants if panel == "Participants" else scripted.places.chat
    if not place.root.is_visible():
        place.press_opener()
    for _ in add_requests(scripted, crowd, 2):
        assert not expect_answerable(scripted).overlaps(measure_box(place.root))
        place.button("Close NAME", panel.lower()).click(trial=True)


@pytest.mark.parametrize(("kind", "size"), SIZES_WITH_COLLAPSED_CARD)
def test_a_collapsed_card_shows_one_request_and_expands_to_all(
    make_scripted_page: MakeScriptedPage, kind: Kind, size: str
) -> None:
    scripted = make_scripted_page(kind)
    scripted.page.set_viewport_size(SIZES[kind][size])
    requests_without_a_panel(scripted)
    collapsed_box = measure_box(scripted.places.requests.root)
    opener = scripted.places.requests.root.get_by_role("button", name="All requests")
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    await_paint(scripted.page)
    assert measure_box(scripted.places.requests.root).area > 2 * collapsed_box.area
    assert not [name for name in names_in_requests(scripted).all() if is_cut_off(name)]
    opener.press("Escape")
    expect(opener).to_have_attribute("aria-expanded", "false")
    assert measure_box(scripted.places.requests.root) == collapsed_box


@pytest.mark.parametrize("kind", KINDS)
def test_a_double_click_answers_only_one_request(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted, crowd = make_scripted_page(kind), session_of_moderator(requests=2)
    scripted.open(crowd)
    button_box = measure_box(scripted.places.requests.answer_button("Dana Adler", "Bring to stage"))
    scripted.page.mouse.click((button_box.left + button_box.right) / 2, (button_box.top + button_box.bottom) / 2)
    crowd.do("you", "approve", "p3")
    scripted.show(crowd)
    assert measure_box(scripted.places.requests.answer_button("Emil Adler", "Bring to stage")) == button_box
    scripted.page.mouse.down(click_count=2)
    scripted.page.mouse.up(click_count=2)
    scripted.places.requests.answer_button("Emil Adler", "Decline").click()
    assert [
        (name, payload["person"]) for name, payload in scripted.sent_messages if name in ("approve", "decline")
    ] == [
        ("approve", "p3"),
        ("decline", "p4"),
    ]


def test_the_expanded_card_covers_an_open_panel(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("phone")
    requests_without_a_panel(scripted)
    scripted.places.chat.press_opener()
    scripted.places.requests.root.get_by_role("button", name="All requests").click()
    for word in ("Decline", "Bring to stage"):
        scripted.places.requests.root.get_by_role("button", name=word).last.click(trial=True)


def names_in_requests(scripted: ScriptedPage) -> Locator:
    return scripted.places.requests.root.locator(".name")


def is_cut_off(name: Locator) -> bool:
    is_cut: bool = name.evaluate("name => name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight")
    return is_cut


def test_the_card_is_collapsed_again_for_new_requests(make_scripted_page: MakeScriptedPage) -> None:
    scripted, crowd = make_scripted_page("phone"), session_of_moderator(requests=1)
    scripted.open(crowd)
    opener = scripted.places.requests.root.get_by_role("button", name="All requests")
    opener.click()
    crowd.do("you", "decline", "p3")
    scripted.show(crowd)
    expect(scripted.places.requests.root).to_have_count(0)
    crowd.do("p4", "ask")
    scripted.show(crowd)
    expect(opener).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("motion", "moving_tiles"), [("no-preference", 2), ("reduce", 0)])
def test_tiles_move_smoothly_if_the_stage_shrinks_unless_reduced_motion_is_preferred(
    make_scripted_page: MakeScriptedPage, motion: str, moving_tiles: int
) -> None:
    scripted = make_scripted_page("phone")
    scripted.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    crowd = open_for_moderator(scripted, "sideways", 2)
    assert scripted.page.evaluate(MOVING_TILES) == 0
    crowd.do("p3", "ask")
    scripted.show(crowd)
    assert scripted.page.evaluate(MOVING_TILES) == moving_tiles
