"""A heading counts as a refusal only if no room, form or frame follows it."""

from html import escape
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from conformance.room_profile import EntryStep, in_part
from pages.entry import Entry
from pages.entry_flow import EntryFlow
from pages.screen import Screen
from pages.words import Words

ROOM = "<div role=toolbar aria-label=Controls><button>Raise hand</button></div>"
SHOW_ROOM = f"document.body.innerHTML = '<h1>Rehearsal</h1>{ROOM}'"
FORM = f'<label>Your name <input></label><button onclick="{SHOW_ROOM}">Enter</button>'
LOG_IN = f'<label>Username <input></label><button onclick="{SHOW_ROOM}">Log in</button>'
FRAME = f'<iframe title="Live room" srcdoc="{escape(ROOM)}"></iframe>'
LOG_IN_STEPS = (EntryStep("fill", "Username", "{user}"), EntryStep("click", "Log in"))
DELAY = 1_500
"""Milliseconds from the heading to the rest of the page; the network is idle after 500."""
SHORT_TIMEOUT = 6_000
"""Milliseconds until a heading counts as a refusal; longer than DELAY, also on a busy machine."""


@pytest.fixture
def screen(isolated_page: Page, monkeypatch: pytest.MonkeyPatch) -> Screen:
    for limit in ("LOOK", "REFUSAL"):
        monkeypatch.setattr(f"pages.entry.{limit}", SHORT_TIMEOUT)
    return Screen("Ada", "laptop", isolated_page, Words())


def try_to_enter(screen: Screen, html: str, steps: tuple[EntryStep, ...] = (), frame: str | None = None) -> bool:
    """Follow a link to a page with a heading, and with the rest of its HTML after DELAY."""
    script = "setTimeout(() => document.body.append(...document.querySelector('template').content.childNodes)"
    page = f"<h1>Rehearsal</h1><template>{html}</template><script>{script}, {DELAY})</script>"
    flow = EntryFlow(screen, Entry(screen), steps, frame)
    flow.open(f"data:text/html,{quote(page)}")
    return flow.try_to_enter("Ada", "ada")


@pytest.mark.parametrize("html", [ROOM, FORM], ids=["room", "form"])
def test_a_person_enters_if_the_room_or_a_form_follows_the_heading(screen: Screen, html: str) -> None:
    assert try_to_enter(screen, html)


def test_a_person_enters_if_a_login_form_follows_the_heading(screen: Screen) -> None:
    assert try_to_enter(screen, LOG_IN, steps=LOG_IN_STEPS)


@pytest.mark.parametrize(
    "steps", [(), (EntryStep("frame", "Live room"),)], ids=["frame of the room", "frame as a step"]
)
def test_a_person_enters_if_a_frame_follows_the_heading(screen: Screen, steps: tuple[EntryStep, ...]) -> None:
    assert try_to_enter(screen, FRAME, steps, frame=None if steps else "Live room")


@pytest.mark.parametrize("steps", [(), LOG_IN_STEPS], ids=["without steps", "with steps"])
@pytest.mark.parametrize("frame", [None, "Live room"])
def test_a_person_is_refused_if_nothing_follows_the_heading(
    screen: Screen, steps: tuple[EntryStep, ...], frame: str | None
) -> None:
    assert not try_to_enter(screen, "<p>You were removed.</p>", steps, frame)


def test_a_located_toolbar_shows_that_a_person_is_in_the_room(isolated_page: Page) -> None:
    screen = Screen("Ada", "laptop", isolated_page, Words(), {in_part("toolbar", "root"): ".bar"})
    isolated_page.set_content("<div class=bar><button>Raise hand</button></div>")
    Entry(screen).enter_as("Ada")
    isolated_page.set_content("<div><button>Raise hand</button></div>")
    assert not Entry(screen).arrival.count()


def test_the_heading_above_a_form_is_no_refusal(screen: Screen) -> None:
    entry = Entry(screen)
    screen.page.set_content(f"<h1>Rehearsal</h1>{FORM}")
    assert entry.refusal.count() == 0
    entry.name.evaluate("field => field.remove()")
    assert entry.refusal.count() == 1
