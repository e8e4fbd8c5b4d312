"""In the tabs of tried links, the room file's locators find what only moderators have (SAFE-1)."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

import pytest
from playwright.sync_api import Playwright

from conformance.room_profile import RoomProfile
from pages.places import Places
from pages.screen import NotAsDocumented, Screen
from pages.words import Words
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.person import Person

ROOM = "<div role=toolbar aria-label=Controls><button>Raise hand</button></div>"
MODERATORS_ROOM = f"{ROOM}<i class=permission>op</i>"
"""Only an element without role and name shows that the person is a moderator."""
LOCATORS = {"moderator_controls: control": ".permission"}


@pytest.fixture(scope="module")
def adas_browsers(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    browsers = Browsers(playwright.chromium, {}, tmp_path_factory.mktemp("devices"))
    yield browsers
    browsers.close()


@pytest.fixture(params=[None, "Live room"], ids=["on a page", "in a frame"])
def ada(request: pytest.FixtureRequest, adas_browsers: Browsers) -> Iterator[Person]:
    """Ada, as an attendee in a room on a page, or in a frame of a page."""
    profile = RoomProfile(frame=request.param, locators=LOCATORS)
    window = adas_browsers.window(cast_member("Ada"), Equipment.OWN, {})
    screen = Screen("Ada", "laptop", window.page, Words(), profile.locators)
    person = Person(window, screen, Places(screen), profile)
    person.open(attendees_link(person))
    person.enter()
    yield person
    window.close()


def attendees_link(person: Person) -> str:
    is_framed = person._profile.frame is not None
    return page_url(f'<iframe title="Live room" srcdoc="{escape(ROOM)}"></iframe>' if is_framed else ROOM)


def page_url(html: str) -> str:
    return f"data:text/html,{quote(html)}"


def test_safe_1_a_located_control_shows_that_an_address_made_the_person_a_moderator(ada: Person) -> None:
    ada.try_addresses([page_url(ROOM)], attendees_link(ada))
    ada.expect_no_link_made_moderator()
    ada.try_addresses([page_url(ROOM), page_url(MODERATORS_ROOM)], attendees_link(ada))
    with pytest.raises(NotAsDocumented, match="no control that only moderators have"):
        ada.expect_no_link_made_moderator()
