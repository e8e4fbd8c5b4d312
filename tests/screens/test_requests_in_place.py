"""A moderator sees requests at every size; they cover nobody's face and do not make the stage jump."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.screen_catalogue import moderating, requests_without_a_panel
from tests.screens.sizes import SIZES
from tests.screens.stage_set import StageSet, await_paint
from tests.screens.test_calm import box_of
from tests.screens.test_layout import Box, tiles_of
from tests.stand_ins.crowded_session import CrowdedSession

EVERYWHERE = [(kind, size) for kind in KINDS for size in SIZES[kind]]
STRIPS = [(kind, size) for kind, size in EVERYWHERE if size != "sideways"]
SPEAKERS = (1, 2, 5, 25)
REQUESTS = (1, 3, 12)
GLIDING = "() => [...document.querySelectorAll('.tile')].filter(tile => tile.getAnimations().length > 0).length"


def more_ask(on: StageSet, crowd: CrowdedSession, speakers: int) -> Iterator[int]:
    """Add requests one by one, up to the largest of REQUESTS; yield at each number in it."""
    for number in range(1, max(REQUESTS) + 1):
        crowd.does(f"p{speakers + number}", "ask")
        if number in REQUESTS:
            on.shows(crowd)
            yield number


def watching(on: StageSet, size: str, speakers: int) -> CrowdedSession:
    """Show the room to a moderator at this size, without any request yet."""
    on.page.set_viewport_size(SIZES["laptop" if size in SIZES["laptop"] else "phone"][size])
    crowd = moderating(speakers=speakers, count=speakers + max(REQUESTS))
    on.opens(crowd)
    return crowd


def within_reach(on: StageSet) -> Box:
    """Expect that the first request can be answered either way; return the box of the requests."""
    for word in ("Decline", "Bring to stage"):
        on.places.requests.root.get_by_role("button", name=word).first.click(trial=True)
    return box_of(on.places.requests.root)


@pytest.mark.parametrize("panel", ["open", "closed"])
@pytest.mark.parametrize(("kind", "size"), EVERYWHERE)
def test_requests_cover_no_face_and_do_not_make_the_stage_jump(
    stage_set: MakeSet, kind: Kind, size: str, panel: str
) -> None:
    for speakers in SPEAKERS:
        on = stage_set(kind)
        crowd = watching(on, size, speakers)
        if (panel == "open") != on.places.participants.root.is_visible():
            on.places.toolbar.press_button("Participants")
        _, before = tiles_of(on.page)
        for number in more_ask(on, crowd, speakers):
            card = within_reach(on)
            _, tiles = tiles_of(on.page)
            assert not [tile for tile in tiles if tile.overlaps(card)], (speakers, number)
            assert tiles == before or size == "sideways", (speakers, number)


@pytest.mark.parametrize(("kind", "size"), EVERYWHERE)
@pytest.mark.parametrize("panel", ["Participants", "Chat"])
def test_no_panel_hides_the_requests_and_the_other_way_round(
    stage_set: MakeSet, panel: str, kind: Kind, size: str
) -> None:
    on = stage_set(kind)
    crowd = watching(on, size, 2)
    place = on.places.participants if panel == "Participants" else on.places.chat
    if not place.root.is_visible():
        place.press_opener()
    for _ in more_ask(on, crowd, 2):
        assert not within_reach(on).overlaps(box_of(place.root))
        place.button("Close NAME", panel.lower()).click(trial=True)


@pytest.mark.parametrize(("kind", "size"), STRIPS)
def test_a_strip_shows_one_request_and_opens_for_all_of_them(stage_set: MakeSet, kind: Kind, size: str) -> None:
    on = stage_set(kind)
    on.page.set_viewport_size(SIZES[kind][size])
    requests_without_a_panel(on)
    low = box_of(on.places.requests.root)
    opener = on.places.requests.root.get_by_role("button", name="All requests")
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    await_paint(on.page)
    assert box_of(on.places.requests.root).area > 2 * low.area
    assert not [name for name in names_of(on).all() if is_cut_off(name)]
    opener.press("Escape")
    expect(opener).to_have_attribute("aria-expanded", "false")
    assert box_of(on.places.requests.root) == low


@pytest.mark.parametrize("kind", KINDS)
def test_a_double_click_answers_one_request_and_not_the_next(stage_set: MakeSet, kind: Kind) -> None:
    on, crowd = stage_set(kind), moderating(requests=2)
    on.opens(crowd)
    button = box_of(on.places.requests.answer_button("Dana Adler", "Bring to stage"))
    on.page.mouse.click((button.left + button.right) / 2, (button.top + button.bottom) / 2)
    crowd.does("you", "approve", "p3")
    on.shows(crowd)
    assert box_of(on.places.requests.answer_button("Emil Adler", "Bring to stage")) == button
    on.page.mouse.down(click_count=2)
    on.page.mouse.up(click_count=2)
    on.places.requests.answer_button("Emil Adler", "Decline").click()
    assert [(name, payload["person"]) for name, payload in on.sent if name in ("approve", "decline")] == [
        ("approve", "p3"),
        ("decline", "p4"),
    ]


def test_what_was_opened_lies_over_a_sheet_too(stage_set: MakeSet) -> None:
    on = stage_set("phone")
    requests_without_a_panel(on)
    on.places.chat.press_opener()
    on.places.requests.root.get_by_role("button", name="All requests").click()
    for word in ("Decline", "Bring to stage"):
        on.places.requests.root.get_by_role("button", name=word).last.click(trial=True)


def names_of(on: StageSet) -> Locator:
    return on.places.requests.root.locator(".name")


def is_cut_off(name: Locator) -> bool:
    cut: bool = name.evaluate("name => name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight")
    return cut


def test_what_was_opened_for_some_requests_is_not_open_for_the_next_ones(stage_set: MakeSet) -> None:
    on, crowd = stage_set("phone"), moderating(requests=1)
    on.opens(crowd)
    opener = on.places.requests.root.get_by_role("button", name="All requests")
    opener.click()
    crowd.does("you", "decline", "p3")
    on.shows(crowd)
    expect(on.places.requests.root).to_have_count(0)
    crowd.does("p4", "ask")
    on.shows(crowd)
    expect(opener).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("motion", "gliding"), [("no-preference", 2), ("reduce", 0)])
def test_where_the_stage_must_give_way_the_tiles_glide(stage_set: MakeSet, motion: str, gliding: int) -> None:
    on = stage_set("phone")
    on.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    crowd = watching(on, "sideways", 2)
    assert on.page.evaluate(GLIDING) == 0
    crowd.does("p3", "ask")
    on.shows(crowd)
    assert on.page.evaluate(GLIDING) == gliding
