"""Locators of a room file find elements without role and name; role and name find the others."""

import pytest
from playwright.sync_api import Page

from conformance.errors import NotReached
from pages.places import Places
from pages.screen import Screen
from pages.words import Words
from tests.short_time_limits import expecting_failure

ROOM = """
<div class=bar>
  <i class="mic on">m</i><i class=cam>c</i><i class=talk>t</i>
  <button>Ask to join stage</button>
</div>
<div class=grid>
  <div class=tile><span class=who>Ben</span><p>Ada is late</p><video></video></div>
  <div class=tile><i class=stop></i><video></video></div>
</div>
<div class=talks hidden>
  <b class=shut>x</b>
  <p class=line><b>Ada</b><em>Good morning</em></p>
  <p class=line><em>How are you?</em></p>
  <p class=line><b>Ben</b><em>Fine</em></p>
</div>
<div class=people>
  <div class="entry live">Ada</div><div class=entry>Ben</div>
  <ul class=actions hidden><li role=menuitem>Invite to stage</li></ul>
</div>
<script>
  const query = (selector) => document.querySelector(selector);
  query(".mic").onclick = () => query(".mic").classList.toggle("on");
  query(".talk").onclick = () => query(".talks").hidden = false;
  query(".shut").onclick = () => query(".talks").hidden = true;
  document.querySelectorAll(".entry").forEach((entry) => entry.onclick = () => query(".actions").hidden = false);
  document.onkeydown = () => query(".actions").hidden = true;
</script>
"""
"""A room most of whose elements have neither role nor name."""
LOCATORS = {
    "entry: room": ".bar",
    "toolbar: root": ".bar",
    "toolbar: Microphone": ".mic",
    "toolbar.on: Microphone": ".mic.on",
    "toolbar.off: Microphone": ".mic:not(.on)",
    "stage: root": ".grid",
    "stage: tile": ".grid .tile",
    "stage: name": ".who",
    "stage: own": ".stop",
    "stage: Leave stage": ".leave",
    "chat: root": ".talks:visible",
    "chat: opener": ".talk",
    "chat: closer": ".shut",
    "chat: message": ".talks .line",
    "chat: author": "xpath=(self::*|preceding-sibling::p)[.//b][last()]//b",
    "chat: text": "em",
    "participants: root": ".people",
    "participants: item": ".entry",
    "participants: On stage": ".entry.live",
    "participants: Viewers": ".entry:not(.live)",
    "participants: menu_button": ":scope",
    "participants: menu": ".actions",
}


@pytest.fixture
def places(isolated_page: Page) -> Places:
    """Ada's page objects in ROOM, with LOCATORS."""
    isolated_page.set_content(ROOM)
    return Places(Screen("Ada", "laptop", isolated_page, Words(), LOCATORS))


def test_a_button_and_its_state_are_found_by_their_locators(places: Places) -> None:
    places.toolbar.expect_device("Microphone", on=True)
    places.toolbar.switch("Microphone", on=False)
    with expecting_failure('the button "Microphone" to be on'):
        places.toolbar.expect_device("Microphone", on=True)
    with expecting_failure('the button "Microphone" before the press to be on'):
        places.toolbar.switch("Microphone", on=False)


def test_an_element_without_a_locator_is_found_by_its_role_and_name(places: Places) -> None:
    places.toolbar.expect_offered("Ask to join stage")


def test_an_element_with_a_locator_is_not_found_by_its_role_and_name(places: Places, isolated_page: Page) -> None:
    isolated_page.evaluate("query('.mic').outerHTML = '<button>Microphone</button>'")
    with expecting_failure():
        places.toolbar.press_button("Microphone")


def test_a_tile_is_found_by_its_name_and_the_own_tile_by_its_locator(places: Places, isolated_page: Page) -> None:
    places.stage.expect_tile("Ben")
    places.stage.expect_tile("Ada")
    places.stage.expect_no_tile("Cleo")
    isolated_page.evaluate("query('.stop').remove()")
    places.stage.expect_no_tile("Ada")


def test_an_element_that_the_locator_of_leave_stage_finds_counts_as_a_leave_control(
    places: Places, isolated_page: Page
) -> None:
    places.stage.expect_no_leave_control()
    isolated_page.evaluate("query('.bar').innerHTML = '<i class=leave>l</i>'")
    with expecting_failure('no control "Leave stage"'):
        places.stage.expect_no_leave_control()


def test_a_message_without_an_author_has_the_author_of_the_message_before(places: Places) -> None:
    places.chat.expect_message("Ada", "How are you?")
    places.chat.expect_order([("Ada", "Good morning"), ("Ada", "How are you?"), ("Ben", "Fine")])
    with expecting_failure():
        places.chat.expect_message("Ada", "Fine")


def test_the_chat_is_opened_and_closed_by_its_locators(places: Places) -> None:
    with places.chat.open():
        places.chat.expect_there(places.chat.root, "the open chat")
    places.chat.expect_gone(places.chat.root, "chat after closing it")


def test_outside_of_the_room_the_check_for_delete_buttons_fails_if_a_message_is_shown(
    places: Places, isolated_page: Page
) -> None:
    places.chat.expect_no_deleting("Ada", "Good morning")
    isolated_page.evaluate("query('.bar').remove()")
    with expecting_failure("no message outside of the room"):
        places.chat.expect_no_deleting("Ada", "Good morning")
    isolated_page.evaluate("query('.talks').remove()")
    places.chat.expect_no_deleting("Ada", "Good morning")


@pytest.mark.parametrize("selector", [".mic..on", ".mic:unknown", ":text-is(on)"])
def test_an_invalid_selector_makes_a_rule_not_reached(isolated_page: Page, selector: str) -> None:
    places = Places(Screen("Ada", "laptop", isolated_page, Words(), {"toolbar: Microphone": selector}))
    isolated_page.set_content(ROOM)
    with pytest.raises(NotReached, match=r"\[locators\] has an invalid selector\.\n.*selector|engine expects"):
        places.toolbar.expect_offered("Microphone")


def test_people_are_found_by_section_and_an_entry_is_its_own_menu_button(places: Places) -> None:
    places.participants.expect_listed("Ada", "On stage", not_in="Viewers")
    places.participants.expect_listed("Ben", "Viewers", not_in="On stage")
    places.participants.expect_offered("Ben", "Invite to stage")
