"""Removal from the session, as the moderator and the removed person see it (MODERATE-9)."""

import pytest
from playwright.sync_api import expect

from people.devices import KINDS, Kind
from reference_server.rules.stage import Role
from tests.screens.conftest import MakeScriptedPage
from tests.screens.removal_screens import enter_and_be_removed
from tests.screens.screen_catalogue import add_returning_people, moderator_with_participants, session_of_moderator
from tests.stand_ins.crowded_session import YOU

REMOVAL_ALERT = "A moderator removed you from this session"


@pytest.mark.parametrize("kind", KINDS)
def test_removal_has_to_be_confirmed(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    moderator_with_participants(scripted)
    menu_button = scripted.places.participants.menu_button("Ben Adler")
    menu_button.click()
    scripted.places.participants.menu_item("Remove from session").click()
    dialog = scripted.page.get_by_role("dialog", name="Remove Ben Adler from the session?", exact=True)
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    scripted.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(menu_button).to_be_focused()
    assert not scripted.list_payloads("remove_from_session")
    menu_button.press("Enter")
    scripted.places.participants.menu_item("Remove from session").press("Enter")
    dialog.get_by_role("button", name="Remove", exact=True).press("Enter")
    expect(dialog).to_be_hidden()
    assert scripted.list_payloads("remove_from_session") == [{"person": "p1"}]


def test_the_confirmation_closes_when_the_person_has_left(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    crowd = session_of_moderator()
    scripted.open(crowd)
    scripted.places.participants.menu_button("Ben Adler").click()
    scripted.places.participants.menu_item("Remove from session").click()
    crowd.do("p1", "leave")
    scripted.show(crowd)
    expect(scripted.page.get_by_role("dialog")).to_be_hidden()


def test_no_moderator_can_be_removed_from_the_session(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    crowd = session_of_moderator()
    marc = crowd.add_person("marc", "Marc Dubois", Role.MODERATOR)
    crowd.bring_on_stage([YOU, marc])
    scripted.open(crowd)
    for name in ("Maya Okafor", "Marc Dubois"):
        scripted.places.participants.menu_button(name).click()
        expect(scripted.page.get_by_role("menuitem")).to_have_text(["Remove from stage"])
        scripted.page.keyboard.press("Escape")


@pytest.mark.parametrize("kind", KINDS)
def test_a_moderator_can_let_people_in_or_keep_them_out(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    crowd = session_of_moderator()
    scripted.open(crowd)
    scripted.show(add_returning_people(crowd, "p3", "p4"))
    expect(scripted.page.get_by_text("Dana Adler, Emil Adler ask to come back.")).to_have_count(1)
    for name, word in (("Dana", "Let in"), ("Emil", "Keep out")):
        scripted.places.requests.answer_button(name, word).press("Enter")
    answers = [(name, payload["person"]) for name, payload in scripted.sent_messages if name in ("let_in", "keep_out")]
    assert answers == [("let_in", "p3"), ("keep_out", "p4")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_removed_person_can_ask_again_and_be_let_in(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    maya = enter_and_be_removed(scripted)
    expect(scripted.page.get_by_role("alert")).to_have_text(REMOVAL_ALERT)
    expect(scripted.page.get_by_role("toolbar")).to_have_count(0)
    scripted.places.removed.ask_to_be_let_in()
    expect(scripted.page.get_by_role("status")).to_contain_text("You asked to be let in.")
    (ada,) = maya.wait_until(lambda view: view["returning"])["returning"]
    maya.do("keep_out", person=ada["id"])
    expect(scripted.page.get_by_role("status")).to_have_text("You were not let in. You can ask again.")
    scripted.places.removed.ask_to_be_let_in()
    maya.wait_until(lambda view: view["returning"])
    maya.do("let_in", person=ada["id"])
    scripted.places.toolbar.expect_there(scripted.places.toolbar.root, "the toolbar")
    maya.close()
