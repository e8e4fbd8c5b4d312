"""Hints for each stage access, error messages at their fields, and tiles that nothing covers or moves."""

import re

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.screen_catalogue import SCREENS, full_stage, session_of_attendee, session_of_moderator
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.screens.sizes import SIZES
from tests.screens.test_layout import measure_stage_and_tiles
from tests.screens.test_small_changes import measure_box
from tests.stand_ins.crowded_session import YOU, CrowdedSession

LAPTOP_SIZES = SIZES["laptop"]


@pytest.mark.parametrize(
    ("access", "text", "other_text"),
    [
        ("everyone", "invite people", "another stage access"),
        ("request", "A notification appears as soon as somebody asks to join", "another stage access"),
        ("invite", "invite people", "Requests"),
        ("nobody", "another stage access in the settings", "list of participants"),
    ],
)
def test_an_empty_stage_shows_moderators_a_hint_for_the_stage_access(
    make_scripted_page: MakeScriptedPage, access: str, text: str, other_text: str
) -> None:
    scripted = make_scripted_page("laptop")
    scripted.open(CrowdedSession(access, you="Maya Okafor", moderates=True))
    hint = scripted.page.get_by_role("region", name="Stage").get_by_role("paragraph").first
    expect(hint).to_contain_text(text)
    expect(hint).not_to_contain_text(other_text)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("Ada (guest)", "AG"),
        ("“Cleo”", "C"),
        ("עדה (2", "ע2"),
        ("👩‍💻 Ada", "👩‍💻A"),
        ("!", "!"),
    ],
)
def test_the_avatar_has_the_initials_of_the_name(make_scripted_page: MakeScriptedPage, name: str, letters: str) -> None:
    scripted = make_scripted_page("laptop")
    scripted.open(CrowdedSession(you=name))
    expect(scripted.places.participants.item_of("(you)").locator(".avatar")).to_have_text(letters)


@pytest.mark.parametrize(
    ("access", "hint"), [("invite", "A moderator can invite you"), ("nobody", "Only moderators join the stage")]
)
def test_a_person_who_cannot_join_or_ask_sees_why(make_scripted_page: MakeScriptedPage, access: str, hint: str) -> None:
    scripted = make_scripted_page("laptop")
    scripted.open(CrowdedSession(access))
    expect(scripted.page.get_by_role("region", name="Stage").get_by_role("paragraph").first).to_contain_text(hint)


def open_composer(scripted: ScriptedPage, kind: str) -> Locator:
    """Open the dialog of a new poll or quiz; return it."""
    scripted.page.get_by_role("button", name=f"New {kind}").click()
    return scripted.page.get_by_role("dialog", name=f"New {kind}")


def expect_invalid(field: Locator, description: str) -> None:
    """Expect the field to be invalid, focused, and to have this description."""
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(description)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_poll_marks_the_field_of_the_question(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    SCREENS["writing a poll"](scripted)
    dialog = scripted.page.get_by_role("dialog", name="New poll")
    expect_invalid(dialog.get_by_role("textbox", name="Question"), "Write a question of 1 to 300 characters.")
    expect(dialog.locator("[aria-invalid=true]")).to_have_count(1)


def test_a_refused_quiz_marks_the_first_invalid_field(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    SCREENS["moderators quizzes"](scripted)
    dialog = open_composer(scripted, "quiz")
    for code, field in (("bad_title", "Title"), ("bad_question", "Question"), ("bad_number_of_options", "Option 2")):
        scripted.refuse("draft_quiz", f"Correct the field {field}.", code)
        dialog.get_by_role("button", name="Save draft").click()
        expect_invalid(dialog.get_by_role("textbox", name=field), f"Correct the field {field}.")
        dialog.get_by_role("textbox", name="Option 1").fill("Yes")
    scripted.refuse("draft_quiz", "Two options are the same.", "bad_options")
    dialog.get_by_role("button", name="Save draft").click()
    expect(dialog.get_by_role("alert")).to_have_text("Two options are the same.")
    expect(dialog.locator("[aria-invalid=true]")).to_have_count(0)


@pytest.mark.parametrize("size", LAPTOP_SIZES)
def test_requests_on_a_laptop_cover_no_tile(make_scripted_page: MakeScriptedPage, size: str) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.set_viewport_size(LAPTOP_SIZES[size])
    scripted.open(session_of_moderator())
    faults = []
    for speakers in (1, 2, 3, 5, 9, 16, 25):
        for requests in (1, 3):
            scripted.show(session_of_moderator(requests=requests, speakers=speakers, count=speakers + requests))
            card = measure_box(scripted.places.requests.root)
            stage, tiles = measure_stage_and_tiles(scripted.page)
            share = sum(tile.area for tile in tiles) / stage.area
            if (
                any(tile.overlaps(card) for tile in tiles)
                or not all(stage.contains(tile) for tile in tiles)
                or share < 0.4
            ):
                faults.append(f"{speakers} on stage, {requests} asking: {card}, {share:.0%}")
    assert not faults, faults


@pytest.mark.parametrize("size", SIZES["phone"])
def test_asking_to_join_moves_nothing_on_a_phone(make_scripted_page: MakeScriptedPage, size: str) -> None:
    scripted, crowd = make_scripted_page("phone"), session_of_attendee("request")
    scripted.page.set_viewport_size(SIZES["phone"][size])
    scripted.open(crowd)
    fixed_elements = [
        scripted.page.get_by_role("region", name="Stage"),
        *map(scripted.places.toolbar.button, ("Raise hand", "React", "Chat")),
    ]
    boxes_before = [measure_box(element) for element in fixed_elements]
    crowd.do(YOU, "ask")
    scripted.show(crowd)
    assert [measure_box(element) for element in fixed_elements] == boxes_before
    waiting_box, cancel_box = map(
        measure_box, map(scripted.places.toolbar.button, ("Waiting for an answer", "Cancel request"))
    )
    assert cancel_box.top < waiting_box.bottom and waiting_box.top < cancel_box.bottom, "the buttons are not in one row"


def test_a_single_tile_fills_a_tall_stage(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("phone")
    scripted.open(full_stage(1))
    await_paint(scripted.page)
    stage, (tile,) = measure_stage_and_tiles(scripted.page)
    assert tile.area > 0.8 * stage.area


@pytest.mark.parametrize("kind", KINDS)
def test_an_option_of_a_poll_can_be_chosen_anywhere_in_its_row(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    SCREENS["polls"](scripted)
    group = scripted.page.get_by_role("region", name="Polls").get_by_role("group", name="Shall we go on until noon?")
    for option, other in (("No", "Yes"), ("Yes", "No")):
        row = group.locator("label", has_text=option)
        row_box, group_box = measure_box(row), measure_box(group)
        assert row_box.right - row_box.left > 0.85 * (group_box.right - group_box.left)
        for x in (6, row_box.right - row_box.left - 6):
            group.get_by_role("radio", name=other).check()
            row.click(position={"x": x, "y": (row_box.bottom - row_box.top) / 2})
            expect(group.get_by_role("radio", name=option)).to_be_checked()


def test_the_chat_formats_times_by_the_language(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    SCREENS["chat"](scripted)
    expect(scripted.places.chat.root.get_by_role("time").first).to_have_text(re.compile(r"(^|\s)\d:05\s[AP]M$"))


def test_the_settings_say_that_changes_apply_at_once(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    SCREENS["settings"](scripted)
    expect(scripted.page.get_by_role("dialog", name="Settings")).to_contain_text("Changes apply at once")
