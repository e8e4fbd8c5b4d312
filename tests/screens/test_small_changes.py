"""Small changes of a session change few elements.

They move nothing that a person may be about to press.
"""

import pytest
from playwright.sync_api import Locator

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.screen_catalogue import full_stage, session_of_attendee, session_of_moderator
from tests.screens.scripted_page import ScriptedPage
from tests.screens.sizes import SIZES
from tests.screens.test_layout import Box
from tests.stand_ins.crowded_session import YOU

RECORD_CHANGED_ELEMENTS = """() => {
  window.changed = new Set();
  new MutationObserver(records => records.forEach(({ target }) => changed.add(target)))
    .observe(room, { childList: true, subtree: true, attributes: true, characterData: true });
}"""
COUNT_CHANGED_ELEMENTS = "() => window.changed.size"


def measure_box(locator: Locator) -> Box:
    """Return the bounding box of an element."""
    box = locator.bounding_box()
    assert box is not None
    return Box(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])


def list_request_messages(scripted: ScriptedPage) -> list[str]:
    """Return the types of the messages about a request that the page has sent."""
    return [message_type for message_type, _ in scripted.sent_messages if message_type in ("ask", "cancel_request")]


@pytest.mark.parametrize(("kind", "size"), [(kind, size) for kind in KINDS for size in SIZES[kind]])
def test_the_cancel_button_is_not_where_the_ask_button_was(
    make_scripted_page: MakeScriptedPage, kind: Kind, size: str
) -> None:
    scripted, crowd = make_scripted_page(kind), session_of_attendee("request")
    scripted.page.set_viewport_size(SIZES[kind][size])
    scripted.open(crowd)
    ask_box = measure_box(scripted.places.toolbar.button("Ask to join stage"))
    crowd.do(YOU, "ask")
    scripted.show(crowd)
    cancel_box = measure_box(scripted.places.toolbar.button("Cancel request"))
    assert not cancel_box.overlaps(ask_box), (ask_box, cancel_box)
    for x in (ask_box.left + 4, (ask_box.left + ask_box.right) / 2, ask_box.right - 4):
        scripted.page.mouse.click(x, (ask_box.top + ask_box.bottom) / 2)
    scripted.places.toolbar.press_button("Cancel request")
    assert list_request_messages(scripted) == ["cancel_request"]


def test_a_second_press_of_the_enter_key_does_not_cancel_a_request(make_scripted_page: MakeScriptedPage) -> None:
    scripted, crowd = make_scripted_page("laptop"), session_of_attendee("request")
    scripted.open(crowd)
    scripted.places.toolbar.button("Ask to join stage").focus()
    scripted.page.keyboard.press("Enter")
    crowd.do(YOU, "ask")
    scripted.show(crowd)
    scripted.page.keyboard.press("Enter")
    scripted.places.toolbar.press_button("Cancel request")
    assert list_request_messages(scripted) == ["ask", "cancel_request"]


def test_switching_one_microphone_in_a_full_room_changes_few_elements(make_scripted_page: MakeScriptedPage) -> None:
    scripted, crowd = make_scripted_page("laptop"), full_stage(25)
    crowd.add_attendees(170)
    scripted.open(crowd)
    scripted.page.evaluate(RECORD_CHANGED_ELEMENTS)
    crowd.do("p7", "set_devices", microphone=False, camera=True)
    scripted.show(crowd)
    assert 1 <= scripted.page.evaluate(COUNT_CHANGED_ELEMENTS) <= 12


def test_the_participants_list_does_not_move_when_a_person_enters(make_scripted_page: MakeScriptedPage) -> None:
    scripted, crowd = make_scripted_page("laptop"), session_of_moderator(count=150, speakers=5)
    scripted.open(crowd)
    item = scripted.places.participants.item_of("Rosa Eriksen")
    item.scroll_into_view_if_needed()
    box_before = measure_box(item)
    for _ in range(3):
        crowd.add_attendees(1)
        scripted.show(crowd)
    assert measure_box(item) == box_before


def test_a_menu_stays_open_and_in_place_while_the_room_changes(make_scripted_page: MakeScriptedPage) -> None:
    scripted, crowd = make_scripted_page("laptop"), session_of_moderator(count=60)
    scripted.open(crowd)
    with scripted.places.participants.menu_of("Goran Adler") as menu:
        box_before = measure_box(menu)
        crowd.add_attendees(2)
        crowd.do("p1", "set_devices", microphone=False, camera=False)
        scripted.show(crowd)
        assert measure_box(menu) == box_before
