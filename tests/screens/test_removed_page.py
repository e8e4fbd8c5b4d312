"""Removal from the session, as the moderator and the removed person see it (MODERATE-9)."""

import pytest
from playwright.sync_api import expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeSet
from tests.screens.removal_screens import be_removed
from tests.screens.screen_catalogue import moderating, moderator_with_participants, returning
from tests.stand_ins.crowded_session import YOU

TITLE = "A moderator removed you from this session"


@pytest.mark.parametrize("kind", KINDS)
def test_the_question_is_asked_before_anybody_is_removed(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    moderator_with_participants(on)
    menu = on.places.participants.menu_button("Ben Adler")
    menu.click()
    on.places.participants.menu_item("Remove from session").click()
    dialog = on.page.get_by_role("dialog", name="Remove Ben Adler from the session?", exact=True)
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    on.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(menu).to_be_focused()
    assert not [name for name, _ in on.sent if name == "remove_from_session"]
    menu.press("Enter")
    on.places.participants.menu_item("Remove from session").press("Enter")
    dialog.get_by_role("button", name="Remove", exact=True).press("Enter")
    expect(dialog).to_be_hidden()
    assert [payload for name, payload in on.sent if name == "remove_from_session"] == [{"person": "p1"}]


def test_the_question_goes_when_the_person_has_left(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    crowd = moderating()
    on.opens(crowd)
    on.places.participants.menu_button("Ben Adler").click()
    on.places.participants.menu_item("Remove from session").click()
    crowd.does("p1", "leave")
    on.shows(crowd)
    expect(on.page.get_by_role("dialog")).to_be_hidden()


def test_moderators_have_no_such_action_against_moderators(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    crowd = moderating()
    crowd.bring_on_stage([YOU])
    on.opens(crowd)
    on.places.participants.menu_button("Maya Okafor").click()
    expect(on.page.get_by_role("menuitem")).to_have_text(["Remove from stage"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_moderator_answers_those_who_ask_to_come_back(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    crowd = moderating()
    on.opens(crowd)
    on.shows(returning(crowd, "p3", "p4"))
    expect(on.page.get_by_text("Dana Adler, Emil Adler ask to come back.")).to_have_count(1)
    for name, word in (("Dana", "Let in"), ("Emil", "Keep out")):
        on.places.requests.answer_button(name, word).press("Enter")
    answers = [(name, payload["person"]) for name, payload in on.sent if name in ("let_in", "keep_out")]
    assert answers == [("let_in", "p3"), ("keep_out", "p4")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_removed_person_asks_is_kept_out_and_let_in(stage_set: MakeSet, kind: Kind) -> None:
    on = stage_set(kind)
    maya = be_removed(on)
    expect(on.page.get_by_role("alert")).to_have_text(TITLE)
    expect(on.page.get_by_role("toolbar")).to_have_count(0)
    on.places.removed.ask_to_be_let_in()
    expect(on.page.get_by_role("status")).to_contain_text("You asked to be let in.")
    (ada,) = maya.waits(lambda view: view["returning"])["returning"]
    maya.does("keep_out", person=ada["id"])
    expect(on.page.get_by_role("status")).to_have_text("You were not let in. You can ask again.")
    on.places.removed.ask_to_be_let_in()
    maya.waits(lambda view: view["returning"])
    maya.does("let_in", person=ada["id"])
    on.places.toolbar.expect_there(on.places.toolbar.root, "the toolbar")
    maya.closes()
