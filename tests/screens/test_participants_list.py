"""The list of participants with thousands of people, and many reactions at once.

The list is drawn part by part, and can be counted and searched.
"""

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from people.devices import KINDS, Kind
from tests.screens.conftest import MakeScriptedPage
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.stand_ins.crowded_session import CrowdedSession

STEP = 100
"""As in static/js/participants.js."""
MOST_REACTIONS = 40
"""As in static/js/reactions.js."""
COUNT_DRAWINGS = """reactions => {
  window.drawings = 0;
  new MutationObserver(() => window.drawings += 1).observe(reactions, { childList: true });
}"""


def crowded(on: ScriptedPage, people: int, *, moderates: bool = True) -> CrowdedSession:
    """Open a room with so many attendees, three of whom ask, and show the list."""
    crowd = CrowdedSession("request", you="Maya Okafor" if moderates else "Ada Lovelace", moderates=moderates)
    attendees = crowd.add_attendees(people - 1, ["Éva Ártányi"])
    for person in attendees[:3]:
        crowd.do(person, "ask")
    on.open(crowd)
    if not on.places.participants.root.is_visible():
        on.places.toolbar.press_button("Participants")
    return crowd


def viewers(on: ScriptedPage) -> Locator:
    """Return the list items under "Viewers"."""
    return on.places.participants.section("Viewers").get_by_role("listitem")


def search_field(on: ScriptedPage) -> Locator:
    """Return the field that moderators search by."""
    return on.places.participants.root.get_by_role("searchbox", name="Search participants")


def shown_count(on: ScriptedPage, title: str) -> str:
    """Return the count beside a section's title."""
    return on.places.participants.root.get_by_role("heading", name=title).inner_text().removeprefix(title).strip()


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_part_of_a_long_list_is_drawn_until_it_is_scrolled(
    make_scripted_page: MakeScriptedPage, kind: Kind
) -> None:
    on = make_scripted_page(kind)
    crowded(on, 350)
    assert shown_count(on, "Viewers").endswith("350")
    expect(viewers(on)).to_have_count(STEP)
    expect(viewers(on).nth(STEP - 1)).to_have_attribute("aria-posinset", str(STEP))
    expect(viewers(on).nth(STEP - 1)).to_have_attribute("aria-setsize", "350")
    for drawn in (2 * STEP, 3 * STEP, 350):
        viewers(on).last.scroll_into_view_if_needed()
        expect(viewers(on)).to_have_count(drawn)
    expect(on.places.participants.root.get_by_role("button", name="Show")).to_have_count(0)
    assert viewers(on).last.get_attribute("aria-setsize") is None


def test_the_rest_of_a_long_list_is_reached_by_key(make_scripted_page: MakeScriptedPage) -> None:
    on = make_scripted_page("laptop")
    crowded(on, 250)
    more = on.places.participants.root.get_by_role("button", name=f"Show {STEP} more")
    more.focus()
    on.page.keyboard.press("Enter")
    expect(viewers(on).nth(STEP)).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_moderators_search_among_all_people(make_scripted_page: MakeScriptedPage, kind: Kind) -> None:
    on = make_scripted_page(kind)
    crowd = crowded(on, 350)
    crowd.add_person("last", "Zoë Ängström", crowd.snapshot.state.people[-1].role)
    on.show(crowd)
    expect(viewers(on).filter(has_text="Ängström")).to_have_count(0)
    search_field(on).fill("ang ZOE")
    expect(viewers(on)).to_have_count(1)
    expect(viewers(on)).to_contain_text("Zoë Ängström")
    assert shown_count(on, "Viewers").endswith("1 of 351")
    expect(on.places.participants.root.get_by_text("1 person found")).to_be_attached()
    on.places.participants.expect_offered("Zoë Ängström", "Invite to stage")
    search_field(on).press("Escape")
    expect(search_field(on)).to_have_value("")
    expect(viewers(on)).to_have_count(STEP)


def test_a_search_that_finds_nobody_says_so(make_scripted_page: MakeScriptedPage) -> None:
    on = make_scripted_page("laptop")
    crowded(on, 30)
    search_field(on).fill("nobody at all")
    expect(viewers(on)).to_have_count(0)
    expect(on.places.participants.root.get_by_text("Nobody by this name.")).to_be_visible()
    expect(on.places.participants.root.get_by_text("0 people found")).to_be_attached()


@pytest.mark.parametrize(("people", "moderates"), [(30, False), (10, True)])
def test_attendees_and_small_sessions_have_no_search(
    make_scripted_page: MakeScriptedPage, people: int, moderates: bool
) -> None:
    on = make_scripted_page("laptop")
    crowded(on, people, moderates=moderates)
    expect(viewers(on)).to_have_count(people if moderates else people + 1)
    expect(search_field(on)).to_have_count(0)


def test_a_thousand_reactions_at_once_are_drawn_together(make_scripted_page: MakeScriptedPage) -> None:
    """Each drawing of the screen takes milliseconds, so that a thousand would freeze a phone for seconds."""
    on = make_scripted_page("phone")
    crowded(on, 350)
    slow_down(on.page.context.new_cdp_session(on.page))
    reactions = on.page.locator(".reactions")
    on.send_event("reaction", reaction(0))
    reactions.evaluate(COUNT_DRAWINGS)
    for number in range(1, 1_001):
        on.send_event_unawaited("reaction", reaction(number))
    await_paint(on.page)
    expect(on.page.get_by_role("img", name="from Guest 1000", exact=False)).to_be_attached()
    assert reactions.locator("> *").count() <= MOST_REACTIONS
    assert on.page.evaluate("window.drawings") <= 100


def slow_down(session: CDPSession) -> None:
    """Slow the page down to the speed of a phone."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def reaction(number: int) -> dict[str, str]:
    """Return the payload of a reaction."""
    return {"person": f"p{number}", "name": f"Guest {number}", "reaction": "applause"}
