"""The doctor submits the form of a start page to find the links of sessions."""

import pytest
from playwright.sync_api import Browser

from conformance.doctor.start_page import find_link_template
from tests.conformance.doctor.page_server import serving_pages

FORM = """
<label>Room name <input value="lucky-duck"></label>
<button type="button">Generate random room</button>
<label>Your display name <input></label>
<button onclick="const [room, name] = document.querySelectorAll('input');
                 location.href = `/join?room=${room.value}&name=${name.value}&audio=1`">Join room</button>
"""
NAME_CHOSEN_BY_ROOM = """<button onclick="location.href = '/rooms/' + Math.random()">Start meeting</button>"""
ALWAYS_SAME_LINK = """<a href="/lobby">Join the meeting</a>"""
OTHER_HOST = """<button onclick="location.href = 'http://localhost:9/' + Math.random()">Join with the app</button>"""
NO_START_BUTTON = """<h1>Welcome</h1><button onclick="location.href = '/' + Math.random()">Log in to join</button>"""


def test_names_typed_into_a_form_are_found_in_the_link(chromium: Browser) -> None:
    with serving_pages(FORM) as url:
        assert find_link_template(chromium, url) == f"{url}/join?room={{session}}&name={{name}}&audio=1"


def test_a_name_chosen_by_the_room_differs_between_two_links(chromium: Browser) -> None:
    with serving_pages(NAME_CHOSEN_BY_ROOM) as url:
        assert find_link_template(chromium, url) == f"{url}/rooms/{{session}}"


@pytest.mark.parametrize("start_page", [ALWAYS_SAME_LINK, OTHER_HOST, NO_START_BUTTON, "<p>Under construction</p>"])
def test_other_start_pages_lead_to_no_link(chromium: Browser, start_page: str) -> None:
    with serving_pages(start_page) as url:
        assert find_link_template(chromium, url) == ""
