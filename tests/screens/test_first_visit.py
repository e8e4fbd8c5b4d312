"""What a newcomer meets: words that fit, fields that say what is missing, and a stage that nothing covers."""

import re

import pytest
from playwright.sync_api import Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.screen_catalogue import SCREENS, audience, full_stage, moderating
from tests.screens.sizes import SIZES
from tests.screens.stage_set import StageSet, await_paint
from tests.screens.test_calm import box_of
from tests.screens.test_layout import tiles_of
from tests.stand_ins.crowded_session import YOU, CrowdedSession

LAPTOPS = SIZES["laptop"]


@pytest.mark.parametrize(
    ("access", "offers", "not_"),
    [
        ("everyone", "invite people", "another stage access"),
        ("request", "You are told as soon as somebody asks to join", "another stage access"),
        ("invite", "invite people", "Requests"),
        ("nobody", "another stage access in the settings", "list of participants"),
    ],
)
def test_an_empty_stage_offers_moderators_only_what_its_access_allows(
    stage_set: MakeSet, access: str, offers: str, not_: str
) -> None:
    on = stage_set("laptop")
    on.opens(CrowdedSession(access, you="Maya Okafor", moderates=True))
    empty = on.page.get_by_role("region", name="Stage").get_by_role("paragraph").first
    expect(empty).to_contain_text(offers)
    expect(empty).not_to_contain_text(not_)


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
def test_a_picture_of_initials_has_letters_where_the_name_has(stage_set: MakeSet, name: str, letters: str) -> None:
    on = stage_set("laptop")
    on.opens(CrowdedSession(you=name))
    expect(on.places.participants.anywhere("(you)").locator(".avatar")).to_have_text(letters)


@pytest.mark.parametrize(
    ("access", "shown"), [("invite", "A moderator can invite you"), ("nobody", "Only moderators join the stage")]
)
def test_a_person_without_a_button_sees_why(stage_set: MakeSet, access: str, shown: str) -> None:
    on = stage_set("laptop")
    on.opens(CrowdedSession(access))
    expect(on.page.get_by_role("region", name="Stage").get_by_role("paragraph").first).to_contain_text(shown)


def compose(on: StageSet, kind: str) -> Locator:
    """The window for a new poll or quiz."""
    on.page.get_by_role("button", name=f"New {kind}").click()
    return on.page.get_by_role("dialog", name=f"New {kind}")


def expect_faulty(field: Locator, complaint: str) -> None:
    """The field is marked, described by the complaint, and has the keyboard."""
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(complaint)


@pytest.mark.parametrize("kind", KINDS)
def test_a_poll_without_a_question_says_so_at_the_question(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    SCREENS["writing a poll"](on)
    window = on.page.get_by_role("dialog", name="New poll")
    expect_faulty(window.get_by_role("textbox", name="Question"), "Write a question of 1 to 300 characters.")
    expect(window.locator("[aria-invalid=true]")).to_have_count(1)


def test_a_quiz_says_at_the_first_faulty_field_what_is_missing(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    SCREENS["moderators quizzes"](on)
    window = compose(on, "quiz")
    for code, field in (("bad_title", "Title"), ("bad_question", "Question"), ("bad_number_of_options", "Option 2")):
        on.refuses("draft_quiz", f"Mend the field {field}.", code)
        window.get_by_role("button", name="Save draft").click()
        expect_faulty(window.get_by_role("textbox", name=field), f"Mend the field {field}.")
        window.get_by_role("textbox", name="Option 1").fill("Yes")
    on.refuses("draft_quiz", "Two options are the same.", "bad_options")
    window.get_by_role("button", name="Save draft").click()
    expect(window.get_by_role("alert")).to_have_text("Two options are the same.")
    expect(window.locator("[aria-invalid=true]")).to_have_count(0)


@pytest.mark.parametrize("size", LAPTOPS)
def test_on_a_laptop_requests_cover_no_tile(stage_set: MakeSet, size: str) -> None:
    on = stage_set("laptop")
    on.page.set_viewport_size(LAPTOPS[size])
    on.opens(moderating())
    faults = []
    for speakers in (1, 2, 3, 5, 9, 16, 25):
        for requests in (1, 3):
            on.shows(moderating(requests=requests, speakers=speakers, count=speakers + requests))
            card = box_of(on.places.requests.root)
            stage_, tiles = tiles_of(on.page)
            share = sum(tile.area for tile in tiles) / stage_.area
            if (
                any(tile.overlaps(card) for tile in tiles)
                or not all(stage_.holds(tile) for tile in tiles)
                or share < 0.4
            ):
                faults.append(f"{speakers} on stage, {requests} asking: {card}, {share:.0%}")
    assert not faults, faults


@pytest.mark.parametrize("size", SIZES["phone"])
def test_on_a_phone_nothing_jumps_when_one_asks(stage_set: MakeSet, size: str) -> None:
    on, crowd = stage_set("phone"), audience("request")
    on.page.set_viewport_size(SIZES["phone"][size])
    on.opens(crowd)
    still = [
        on.page.get_by_role("region", name="Stage"),
        *map(on.places.toolbar.button, ("Raise hand", "React", "Chat")),
    ]
    before = [box_of(one) for one in still]
    crowd.does(YOU, "ask")
    on.shows(crowd)
    assert [box_of(one) for one in still] == before
    waiting, cancel = map(box_of, map(on.places.toolbar.button, ("Waiting for an answer", "Cancel request")))
    assert cancel.top < waiting.bottom and waiting.top < cancel.bottom, "two rows"


def test_a_single_person_fills_an_upright_stage(stage_set: MakeSet) -> None:
    on = stage_set("phone")
    on.opens(full_stage(1))
    await_paint(on.page)
    on_stage, (tile,) = tiles_of(on.page)
    assert tile.area > 0.8 * on_stage.area


@pytest.mark.parametrize("kind", KINDS)
def test_an_option_of_a_poll_can_be_chosen_anywhere_in_its_row(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    SCREENS["polls"](on)
    group = on.page.get_by_role("region", name="Polls").get_by_role("group", name="Shall we go on until noon?")
    for option, other in (("No", "Yes"), ("Yes", "No")):
        row = group.locator("label", has_text=option)
        box, frame = box_of(row), box_of(group)
        assert box.right - box.left > 0.85 * (frame.right - frame.left)
        for x in (6, box.right - box.left - 6):
            group.get_by_role("radio", name=other).check()
            row.click(position={"x": x, "y": (box.bottom - box.top) / 2})
            expect(group.get_by_role("radio", name=option)).to_be_checked()


def test_the_chat_writes_times_as_the_language_does(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    SCREENS["chat"](on)
    expect(on.places.chat.root.get_by_role("time").first).to_have_text(re.compile(r"(^|\s)\d:05\s[AP]M$"))


def test_the_settings_say_that_changes_hold_at_once(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    SCREENS["settings"](on)
    expect(on.page.get_by_role("dialog", name="Settings")).to_contain_text("Changes apply at once")
