"""Screens stay calm: in a full room a small change touches little, and nothing moves under a hand."""

import pytest
from playwright.sync_api import Locator

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.screen_catalogue import audience, full_stage, moderating
from tests.screens.sizes import SIZES
from tests.screens.stage_set import StageSet
from tests.screens.test_layout import Box
from tests.stand_ins.crowded_session import YOU

COUNT_CHANGES = """() => {
  window.changed = new Set();
  new MutationObserver(records => records.forEach(({ target }) => changed.add(target)))
    .observe(room, { childList: true, subtree: true, attributes: true, characterData: true });
}"""
CHANGED = "() => window.changed.size"


def box_of(locator: Locator) -> Box:
    """Where the element is."""
    box = locator.bounding_box()
    assert box is not None
    return Box(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])


def requests_of(on: StageSet) -> list[str]:
    """What the page has sent about one's own request."""
    return [message for message, _ in on.sent if message in ("ask", "cancel_request")]


@pytest.mark.parametrize(("kind", "size"), [(kind, size) for kind in KINDS for size in SIZES[kind]])
def test_what_takes_a_request_back_is_not_under_the_finger_that_has_asked(
    stage_set: MakeSet, kind: Kind, size: str
) -> None:
    on, crowd = stage_set(kind), audience("request")
    on.page.set_viewport_size(SIZES[kind][size])
    on.opens(crowd)
    asked = box_of(on.places.toolbar.button("Ask to join stage"))
    crowd.does(YOU, "ask")
    on.shows(crowd)
    cancel = box_of(on.places.toolbar.button("Cancel request"))
    assert not cancel.overlaps(asked), (asked, cancel)
    for x in (asked.left + 4, (asked.left + asked.right) / 2, asked.right - 4):
        on.page.mouse.click(x, (asked.top + asked.bottom) / 2)
    on.places.toolbar.press_button("Cancel request")
    assert requests_of(on) == ["cancel_request"]


def test_a_second_press_of_the_enter_key_does_not_take_a_request_back(stage_set: MakeSet) -> None:
    on, crowd = stage_set("laptop"), audience("request")
    on.opens(crowd)
    on.places.toolbar.button("Ask to join stage").focus()
    on.page.keyboard.press("Enter")
    crowd.does(YOU, "ask")
    on.shows(crowd)
    on.page.keyboard.press("Enter")
    on.places.toolbar.press_button("Cancel request")
    assert requests_of(on) == ["ask", "cancel_request"]


def test_in_a_full_room_one_microphone_changes_little_on_the_screen(stage_set: MakeSet) -> None:
    on, crowd = stage_set("laptop"), full_stage(25)
    crowd.attendees(170)
    on.opens(crowd)
    on.page.evaluate(COUNT_CHANGES)
    crowd.does("p7", "set_devices", microphone=False, camera=True)
    on.shows(crowd)
    assert 1 <= on.page.evaluate(CHANGED) <= 12


def test_the_list_does_not_move_when_somebody_comes(stage_set: MakeSet) -> None:
    on, crowd = stage_set("laptop"), moderating(count=150, speakers=5)
    on.opens(crowd)
    line = on.places.participants.anywhere("Rosa Eriksen")
    line.scroll_into_view_if_needed()
    before = box_of(line)
    for _ in range(3):
        crowd.attendees(1)
        on.shows(crowd)
    assert box_of(line) == before


def test_a_menu_stays_open_and_in_place_while_the_room_changes(stage_set: MakeSet) -> None:
    on, crowd = stage_set("laptop"), moderating(count=60)
    on.opens(crowd)
    with on.places.participants.menu_of("Goran Adler") as menu:
        before = box_of(menu)
        crowd.attendees(2)
        crowd.does("p1", "set_devices", microphone=False, camera=False)
        on.shows(crowd)
        assert box_of(menu) == before
