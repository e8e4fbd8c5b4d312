"""The list of participants with hundreds of people, which is drawn in parts.

A test sends a thousand reactions at once.
"""

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.stand_ins.crowded_session import CrowdedSession

DRAWN_AT_A_TIME = 100
"""How many people are drawn at a time, as in static/js/participants.js."""
MAX_REACTIONS = 40
"""The largest number of reactions drawn, as in static/js/reactions.js."""
COUNT_DRAWINGS = """reactions => {
  window.drawings = 0;
  new MutationObserver(() => window.drawings += 1).observe(reactions, { childList: true });
}"""


def open_crowded_room(scripted: ScriptedPage, people: int, *, moderates: bool = True) -> CrowdedSession:
    """Open a room with this number of people, three of whom ask, and show the list of participants."""
    crowd = CrowdedSession("request", you="Maya Okafor" if moderates else "Ada Lovelace", moderates=moderates)
    attendees = crowd.add_attendees(people - 1, ["Éva Ártányi"])
    for person in attendees[:3]:
        crowd.do(person, "ask")
    scripted.open(crowd)
    if not scripted.places.participants.root.is_visible():
        scripted.places.toolbar.press_button("Participants")
    return crowd


def viewers(scripted: ScriptedPage) -> Locator:
    """Return the list items under "Viewers"."""
    return scripted.places.participants.section("Viewers").get_by_role("listitem")


def search_field(scripted: ScriptedPage) -> Locator:
    return scripted.places.participants.root.get_by_role("searchbox", name="Search participants")


def read_count(scripted: ScriptedPage, title: str) -> str:
    """Return the count beside a section's title."""
    return scripted.places.participants.root.get_by_role("heading", name=title).inner_text().removeprefix(title).strip()


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_part_of_a_long_list_is_drawn_until_it_is_scrolled(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    scripted = make_scripted_page(kind)
    open_crowded_room(scripted, 350)
    assert read_count(scripted, "Viewers").endswith("350")
    expect(viewers(scripted)).to_have_count(DRAWN_AT_A_TIME)
    expect(viewers(scripted).nth(DRAWN_AT_A_TIME - 1)).to_have_attribute("aria-posinset", str(DRAWN_AT_A_TIME))
    expect(viewers(scripted).nth(DRAWN_AT_A_TIME - 1)).to_have_attribute("aria-setsize", "350")
    for count in (2 * DRAWN_AT_A_TIME, 3 * DRAWN_AT_A_TIME, 350):
        viewers(scripted).last.scroll_into_view_if_needed()
        expect(viewers(scripted)).to_have_count(count)
    expect(scripted.places.participants.root.get_by_role("button", name="Show")).to_have_count(0)
    assert viewers(scripted).last.get_attribute("aria-setsize") is None


def test_the_rest_of_a_long_list_can_be_shown_by_keyboard(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_crowded_room(scripted, 250)
    show_more = scripted.places.participants.root.get_by_role("button", name=f"Show {DRAWN_AT_A_TIME} more")
    show_more.focus()
    scripted.page.keyboard.press("Enter")
    expect(viewers(scripted).nth(DRAWN_AT_A_TIME)).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_moderators_can_search_all_people(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    scripted = make_scripted_page(kind)
    crowd = open_crowded_room(scripted, 350)
    crowd.add_person("last", "Zoë Ängström", crowd.snapshot.state.people[-1].role)
    scripted.show(crowd)
    expect(viewers(scripted).filter(has_text="Ängström")).to_have_count(0)
    search_field(scripted).fill("ang ZOE")
    expect(viewers(scripted)).to_have_count(1)
    expect(viewers(scripted)).to_contain_text("Zoë Ängström")
    assert read_count(scripted, "Viewers").endswith("1 of 351")
    expect(scripted.places.participants.root.get_by_text("1 person found")).to_be_attached()
    scripted.places.participants.expect_offered("Zoë Ängström", "Invite to stage")
    search_field(scripted).press("Escape")
    expect(search_field(scripted)).to_have_value("")
    expect(viewers(scripted)).to_have_count(DRAWN_AT_A_TIME)


def test_a_search_that_finds_nobody_says_so(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    open_crowded_room(scripted, 30)
    search_field(scripted).fill("nobody at all")
    expect(viewers(scripted)).to_have_count(0)
    expect(scripted.places.participants.root.get_by_text("Nobody by this name.")).to_be_visible()
    expect(scripted.places.participants.root.get_by_text("0 people found")).to_be_attached()


@pytest.mark.parametrize(("people", "moderates"), [(30, False), (10, True)])
def test_attendees_and_small_sessions_have_no_search(
    make_scripted_page: MakeScriptedPage, people: int, moderates: bool
) -> None:
    scripted = make_scripted_page("laptop")
    open_crowded_room(scripted, people, moderates=moderates)
    expect(viewers(scripted)).to_have_count(people if moderates else people + 1)
    expect(search_field(scripted)).to_have_count(0)


def test_a_thousand_reactions_at_once_are_drawn_together(make_scripted_page: MakeScriptedPage) -> None:
    """Drawing the screen takes milliseconds, so a thousand drawings would freeze a phone for seconds."""
    scripted = make_scripted_page("phone")
    open_crowded_room(scripted, 350)
    slow_down(scripted.page.context.new_cdp_session(scripted.page))
    reactions = scripted.page.locator(".reactions")
    scripted.send_event("reaction", make_reaction(0))
    reactions.evaluate(COUNT_DRAWINGS)
    for number in range(1, 1_001):
        scripted.send_event_unawaited("reaction", make_reaction(number))
    await_paint(scripted.page)
    expect(scripted.page.get_by_role("img", name="from Guest 1000", exact=False)).to_be_attached()
    assert reactions.locator("> *").count() <= MAX_REACTIONS
    assert scripted.page.evaluate("window.drawings") <= 100


def slow_down(session: CDPSession) -> None:
    """Slow the page down to the speed of a phone."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def make_reaction(number: int) -> dict[str, str]:
    return {"person": f"p{number}", "name": f"Guest {number}", "reaction": "applause"}
