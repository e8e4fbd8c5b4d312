"""A room's words can apply everywhere or to one part of the screen.

One word can have two meanings.
"""

import pytest
from playwright.sync_api import Page

from conformance.room_profile import LOCATORS, PARTS
from pages.absence import Absence
from pages.invitation import Invitation
from pages.participants import Participants
from pages.places import Places
from pages.screen import Place, Screen
from pages.stage import Stage
from pages.toolbar import Toolbar
from pages.words import Words
from tests.short_time_limits import expecting_failure

WORDS_OF_PARTS = {"Join stage": "Go on", "invitation: Join stage": "Accept", "requests: Bring to stage": "Accept"}
TOGGLE_WORDS = {"Ask to join stage": "Raise hand", "Cancel request": "Raise hand"}
"""Words of a room in which one button asks and cancels."""
MENU = """<section aria-label=Participants><button onclick="menu.hidden = false">Actions for Ada</button></section>
<div id=menu role=menu hidden><button role=menuitem>{}</button></div>"""
CLOSE_MENU_BY_ESCAPE = "() => addEventListener('keydown', ({ key }) => { menu.hidden ||= key === 'Escape'; })"


def make_screen(page: Page, words: dict[str, str]) -> Screen:
    return Screen("Ada", "laptop", page, Words(words))


def show_toolbar(page: Page, *buttons: str) -> None:
    page.set_content(f"<div role=toolbar aria-label=Controls>{''.join(buttons)}</div>")


def show_menu(page: Page, item: str) -> None:
    """Show the list of participants with Ada's menu, which contains this item."""
    page.set_content(MENU.format(item))
    page.evaluate(CLOSE_MENU_BY_ESCAPE)


def test_a_word_of_a_part_applies_only_in_that_part() -> None:
    words = Words(WORDS_OF_PARTS)
    assert words("Join stage") == words.within("toolbar")("Join stage") == "Go on"
    assert words.within("invitation")("Join stage") == "Accept"
    assert words.within("invitation")("Decline") == "Decline"
    assert words.in_all_parts("Join stage") == ["Go on", "Accept"]
    assert words.in_all_parts("Bring to stage") == ["Bring to stage", "Accept"]


def test_a_learned_word_also_applies_in_parts() -> None:
    words = Words(WORDS_OF_PARTS)
    invitation = words.within("invitation")
    words.learn("Decline", "Reject")
    assert invitation("Decline") == "Reject"


def test_a_name_has_another_meaning_if_the_room_uses_it_for_another_word() -> None:
    words = Words(TOGGLE_WORDS)
    assert words.has_other_meaning("Raise hand", "Raise hand")
    assert not Words(WORDS_OF_PARTS).has_other_meaning("Go on", "Join stage")


def test_every_part_of_room_files_has_a_page_object(isolated_page: Page) -> None:
    places = [place for place in vars(Places(make_screen(isolated_page, {}))).values() if isinstance(place, Place)]
    parts_with_locators = {part for part in LOCATORS if "." not in part}
    assert {place.part for place in places} - {""} == set(PARTS) | parts_with_locators


def test_the_invitation_is_accepted_by_the_word_of_its_part(isolated_page: Page) -> None:
    isolated_page.set_content(f"<div role=dialog aria-label='{Invitation.title}'><button>Accept</button></div>")
    Invitation(make_screen(isolated_page, WORDS_OF_PARTS)).accept()


def test_the_state_of_a_button_distinguishes_asking_from_cancelling(isolated_page: Page) -> None:
    toolbar = Toolbar(make_screen(isolated_page, TOGGLE_WORDS))
    show_toolbar(isolated_page, "<button aria-pressed=false>Raise hand</button>")
    toolbar.expect_offered("Ask to join stage")
    with expecting_failure('the button "Cancel request" on the toolbar'):
        toolbar.expect_offered("Cancel request")
    show_toolbar(isolated_page, "<button aria-pressed=true>Raise hand</button>")
    toolbar.expect_offered("Cancel request")
    with expecting_failure('no button "Cancel request" on the toolbar'):
        toolbar.expect_no_way_on_stage()


def test_a_button_that_asks_does_not_count_as_raising_a_hand(isolated_page: Page) -> None:
    toggle_screen = make_screen(isolated_page, TOGGLE_WORDS)
    absence = Absence(toggle_screen, Participants(toggle_screen))
    show_toolbar(isolated_page, "<button>Raise hand</button>")
    absence.expect_absent("a way to raise a hand")
    show_toolbar(isolated_page, "<button>Raise hand</button>", "<button>Raise hand</button>")
    with expecting_failure('no second button "Raise hand"'):
        absence.expect_absent("a way to raise a hand")


WORDS_FOR_CONTROLS = {
    "German": {"leave … stage": "Bühne … verlassen|räumen", "switch … on": "Mikrofon|Kamera … einschalten"},
    "Japanese": {"leave … stage": "ステージ … 降り|退出", "switch … on": "マイク|カメラ … オン"},
}


@pytest.mark.parametrize(
    ("language", "name"),
    [("German", "Die Bühne jetzt räumen"), ("Japanese", "ステージから降りる"), ("Japanese", "Leave the stage")],
)
def test_a_leave_control_is_found_by_words_in_any_order_and_script(
    isolated_page: Page, language: str, name: str
) -> None:
    stage = Stage(make_screen(isolated_page, WORDS_FOR_CONTROLS[language]))
    show_toolbar(isolated_page, "<button>Kamera einschalten</button>", "<button>ステージ</button>")
    stage.expect_no_leave_control()
    show_toolbar(isolated_page, f"<button>{name}</button>")
    with expecting_failure("no button that leaves the stage"):
        stage.expect_no_leave_control()


@pytest.mark.parametrize(
    ("language", "name"),
    [("German", "Einschalten: Mikrofon von Ada"), ("Japanese", "カメラをオンにする"), ("German", "Unmute Ada")],
)
def test_a_control_that_switches_on_is_found_by_words_in_any_order_and_script(
    isolated_page: Page, language: str, name: str
) -> None:
    participants = Participants(make_screen(isolated_page, WORDS_FOR_CONTROLS[language]))
    show_menu(isolated_page, "マイク")
    participants.expect_no_way_to_switch_on("Ada")
    show_menu(isolated_page, name)
    with expecting_failure("that switches on a device of Ada"):
        participants.expect_no_way_to_switch_on("Ada")


@pytest.mark.parametrize("name", ["Leave stage", "Step down", "Bühne verlassen"])
def test_a_leave_button_is_found_by_english_names_and_by_the_word_of_the_room(isolated_page: Page, name: str) -> None:
    stage = Stage(make_screen(isolated_page, {"Leave stage": "Bühne verlassen"}))
    show_toolbar(isolated_page, "<button>Camera</button>")
    stage.expect_no_leave_control()
    show_toolbar(isolated_page, f"<button>{name}</button>")
    with expecting_failure("no button that leaves the stage"):
        stage.expect_no_leave_control()
