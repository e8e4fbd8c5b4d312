"""The evidence that is saved for each person when a scenario fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from conformance.room_profile import RoomProfile
from pages.places import Places
from pages.screen import Screen
from pages.words import Words
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.person import EMPTY_CONSOLE, Person

LOG_AND_THROW = (
    "() => { console.error('no light'); console.error('no sound'); setTimeout(() => { throw Error('broken'); }); }"
)


@pytest.fixture(scope="module", params=[False, True], ids=["without a trace", "with a trace"])
def adas_browsers(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsers]:
    browsers = Browsers(playwright.chromium, {}, tmp_path_factory.mktemp("devices"), trace=request.param)
    yield browsers
    browsers.close()


@pytest.fixture
def ada(adas_browsers: Browsers) -> Iterator[Person]:
    window = adas_browsers.window(cast_member("Ada"), Equipment.OWN, {})
    screen = Screen("Ada", "phone", window.page, Words())
    yield Person(window, screen, Places(screen), RoomProfile())
    adas_browsers.give_back(window)


def save_console(person: Person, folder: Path) -> str:
    """Save the person's evidence, and return the content of the console file."""
    person.save_evidence(folder)
    return (folder / "Ada-phone-console.txt").read_text()


def test_an_empty_console_is_saved_with_a_note(ada: Person, tmp_path: Path) -> None:
    assert save_console(ada, tmp_path) == f"{EMPTY_CONSOLE}\n"


def test_the_console_contains_messages_and_uncaught_errors(ada: Person, tmp_path: Path) -> None:
    with ada.page.context.expect_event("weberror"):
        ada.page.evaluate(LOG_AND_THROW)
    lines = save_console(ada, tmp_path).splitlines()
    assert lines[:2] == ["error: no light", "error: no sound"]
    assert lines[2].startswith("uncaught: ") and "broken" in lines[2]


def test_the_console_is_cleared_between_scenarios(ada: Person, tmp_path: Path) -> None:
    assert save_console(ada, tmp_path) == f"{EMPTY_CONSOLE}\n"


def test_a_trace_is_saved_if_one_is_recorded(request: pytest.FixtureRequest, ada: Person, tmp_path: Path) -> None:
    ada.save_evidence(tmp_path)
    assert (tmp_path / "Ada-phone.png").read_bytes()[:4] == b"\x89PNG"
    assert (tmp_path / "Ada-phone-trace.zip").exists() is ("with a trace" in request.node.name)
