"""The adapter's page objects and the room file's locators, on a page with the elements they need.

Only a run against Peer Calls can show whether its pages have these elements.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.screen import Screen
from pages.words import Words
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from rooms.peer_calls import MODERATOR_FRAGMENT
from rooms.peer_calls.peer_calls_places import PeerCallsPlaces
from tests.rooms.peer_calls.test_peer_calls_room_file import read_peer_calls_file
from tests.short_time_limits import expecting_failure

PAGE = Path(__file__).with_name("page.html").as_uri()


@pytest.fixture
def places(browsers: Browsers) -> Iterator[PeerCallsPlaces]:
    """Ada's page objects, on the entry form with her name filled in."""
    page = browsers.of(cast_member("Ada"), Equipment.OWN).new_page()
    page.goto(PAGE)
    profile = read_peer_calls_file().profile
    places = PeerCallsPlaces(Screen("Ada", "laptop", page, Words(profile.words), profile.locators))
    places.entry.enter_as("Ada")
    yield places
    page.close()


def run_script(places: PeerCallsPlaces, script: str) -> None:
    places.stage.screen.page.evaluate(script)


def test_an_attendee_waits_at_the_form_and_is_on_stage_after_it(places: PeerCallsPlaces) -> None:
    places.toolbar.expect_offered("Join stage")
    places.toolbar.expect_no_own_devices()
    places.stage.expect_no_tile("Ada")
    places.join_stage()
    places.toolbar.expect_own_devices()
    places.stage.expect_tile("Ada")


def test_a_moderator_enters_the_call_at_once(places: PeerCallsPlaces) -> None:
    places.stage.screen.page.goto("about:blank")
    places.stage.screen.page.goto(f"{PAGE}#{MODERATOR_FRAGMENT}")
    places.entry.enter_as("Maya")
    places.stage.expect_tile("Maya")
    places.join_stage()
    places.stage.expect_tile("Maya")


def test_the_own_video_before_the_call_is_not_a_tile(places: PeerCallsPlaces) -> None:
    run_script(places, "select('input.nickname').setAttribute('value', 'Ada')")
    places.stage.expect_no_tile("Ada")


def test_a_tile_is_found_only_by_the_complete_name(places: PeerCallsPlaces) -> None:
    places.join_stage()
    run_script(places, "addTile('Adam'); addTile('&lt;b>Ben&lt;/b>')")
    places.stage.expect_tile("Ada")
    places.stage.expect_tile("<b>Ben</b>")
    places.stage.expect_no_tile("Ben")


def test_the_hang_up_button_counts_as_a_leave_control(places: PeerCallsPlaces) -> None:
    places.stage.expect_no_leave_control()
    places.join_stage()
    with expecting_failure('no control "Leave stage"'):
        places.stage.expect_no_leave_control()


def test_a_highlighted_button_means_that_the_device_is_off(places: PeerCallsPlaces) -> None:
    places.join_stage()
    for device in ("Microphone", "Camera"):
        places.toolbar.switch(device, on=False)
        with expecting_failure(f"{device}.* to be on"):
            places.toolbar.expect_device(device, on=True)
        places.toolbar.switch(device, on=True)


def test_none_and_default_do_not_count_as_devices(places: PeerCallsPlaces) -> None:
    assert places.getting_ready.choose_another("Camera") == "Camera 2"
    places.getting_ready.expect_choices("Microphone", at_least=1)
    with expecting_failure('at least 4 options under "Microphone"'):
        places.getting_ready.expect_choices("Microphone", at_least=2)


def test_switching_a_device_off_before_the_call_chooses_none(places: PeerCallsPlaces) -> None:
    places.getting_ready.switch("Microphone", on=False)
    assert places.getting_ready.choice("Microphone").input_value() == "No Audio"
    places.getting_ready.switch("Microphone", on=True)
    assert places.getting_ready.choice("Microphone").input_value() == "Default Audio"


def test_system_messages_do_not_count_as_chat_messages(places: PeerCallsPlaces) -> None:
    places.join_stage()
    run_script(places, "addMessage('Ben', 'Hello')")
    places.chat.write("Ada", "Hello to you")
    places.chat.expect_order([("Ben", "Hello"), ("Ada", "Hello to you")])
    with expecting_failure("“Hello” from Ada"):
        places.chat.expect_message("Ada", "Hello")


def test_a_lost_connection_is_shown_until_a_newer_message(places: PeerCallsPlaces) -> None:
    run_script(places, "addNotification('Connected to server socket'); addNotification('Server socket disconnected')")
    places.status_messages.expect_connection_lost()
    with expecting_failure("no status message or alert about a lost connection any more"):
        places.status_messages.expect_connection_restored()
    run_script(places, "addNotification('Connected to server socket')")
    places.status_messages.expect_connection_restored()


def test_a_tooltip_shows_that_a_capability_is_not_absent(places: PeerCallsPlaces) -> None:
    places.absence.expect_absent("a way to raise a hand")
    run_script(places, "select('.chat .tooltip').textContent = 'Raise hand'")
    with expecting_failure('no tooltip "Raise hand"'):
        places.absence.expect_absent("a way to raise a hand")
