"""The adapter's page objects, on a page that has the parts they look for.

What Galene's own page is like, only a run against Galene can show.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.screen import NotAsDocumented, Screen
from pages.words import Words
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from rooms.galene.galene_places import GalenePlaces
from tests.rooms.galene.test_serve_galene import room_file

PAGE = Path(__file__).with_name("page.html")


@pytest.fixture
def places(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> Iterator[GalenePlaces]:
    """Ada's places, with Ben and Maya beside her."""
    # Nothing here takes its time, so that what is missing need not be waited for long.
    monkeypatch.setattr("pages.screen.LOOK", 300)
    monkeypatch.setattr("pages.screen.await_state.__defaults__", (600,))
    for module in ("pages.chat", "pages.screen", "pages.participants", "rooms.galene.galene_places"):
        monkeypatch.setattr(f"{module}.APPEARANCE", 600)
    page = browsers.of(cast_member("Ada"), Equipment.OWN).new_page()
    page.goto(PAGE.as_uri())
    yield GalenePlaces(Screen("Ada", "laptop", page, Words(room_file().words)))
    page.close()


def test_enable_puts_a_person_on_stage(places: GalenePlaces) -> None:
    places.toolbar.expect_offered("Join stage")
    places.toolbar.expect_no_own_devices()
    places.participants.expect_listed("Ada", "Viewers", not_in="On stage")
    places.join_stage()
    places.stage.expect_tile("Ada")
    places.stage.expect_no_tile("Ben")
    places.participants.expect_listed("Ada", "On stage", not_in="Viewers")


def test_the_button_disable_is_a_way_off_the_stage(places: GalenePlaces) -> None:
    places.stage.expect_no_leave_control()
    places.join_stage()
    with pytest.raises(NotAsDocumented, match="Disable"):
        places.stage.expect_no_leave_control()


def test_joins_without_a_dialog(places: GalenePlaces) -> None:
    places.toolbar.press_button("Join stage")
    with pytest.raises(NotAsDocumented, match="Get ready to join the stage"):
        places.getting_ready.expect_open()


def test_there_is_a_switch_for_the_microphone_and_none_for_the_camera(places: GalenePlaces) -> None:
    places.join_stage()
    places.toolbar.switch("Microphone", on=False)
    places.toolbar.switch("Microphone", on=True)
    with pytest.raises(NotAsDocumented, match="Camera"):
        places.toolbar.switch("Camera", on=False)


def test_a_hand_is_raised_in_the_menu_of_oneself(places: GalenePlaces) -> None:
    places.toolbar.expect_device("Raise hand", on=False)
    places.participants.expect_hands([])
    places.toolbar.switch("Raise hand", on=True)
    places.participants.expect_hands(["Ada"])
    with pytest.raises(NotAsDocumented, match="hands raised, in this order: Ben"):
        places.participants.expect_hands(["Ben"])
    places.toolbar.switch("Raise hand", on=False)
    places.participants.expect_hands([])


def test_a_persons_menu_takes_them_off_the_stage(places: GalenePlaces) -> None:
    places.stage.screen.page.evaluate("publish('Ben', true)")
    places.stage.expect_tile("Ben")
    places.participants.expect_offered("Ben", "Remove from stage")
    places.participants.expect_not_offered("Ben", "Revoke invitation")
    with pytest.raises(NotAsDocumented, match="Remove from stage"):
        places.participants.expect_not_offered("Ben", "Remove from stage")
    places.participants.act("Ben", "Remove from stage")
    places.stage.expect_no_tile("Ben")


def test_finds_messages_by_author_and_text(places: GalenePlaces) -> None:
    places.chat.write("Ada", "Good morning")
    places.chat.write("Ada", "Good morning again")
    places.chat.expect_order([("Ada", "Good morning"), ("Ada", "Good morning again")])
    with pytest.raises(NotAsDocumented):
        places.chat.expect_message("Ben", "Good morning")


@pytest.mark.parametrize(("may", "moderates"), [("(op, presenter)", True), ("operator", True), ("presenter", False)])
def test_an_operator_is_known_by_the_side_menu(places: GalenePlaces, may: str, moderates: bool) -> None:
    places.stage.screen.page.evaluate("may => at('permspan').textContent = may", may)
    expected, other = places.moderator_controls.expect_possible, places.moderator_controls.expect_impossible
    (expected if moderates else other)()
    with pytest.raises(NotAsDocumented):
        (other if moderates else expected)()
