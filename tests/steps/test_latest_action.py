"""Steps that expect no notification also look for those that have vanished."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from conformance.room_profile import RoomProfile
from pages.places import Places
from pages.screen import NotAsDocumented, Screen
from pages.words import Words
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.person import Person
from steps.latest_action import LatestAction, expect_not_notified

PAGE = "<main><h1>Rehearsal</h1><p role=alert id=alert></p></main>"
SHOW = "text => { document.getElementById('alert').textContent = text; }"
SHOW_FOR_A_MOMENT = """async text => {
  const alert = document.getElementById("alert");
  for (const shown of [text, ""]) {
    alert.textContent = shown;
    await new Promise(requestAnimationFrame);
  }
}"""
LOSS = "Connection lost. Trying to connect again."
NOTIFICATION = "connection … lost"


@pytest.fixture
def maya(playwright: Playwright, tmp_path: Path) -> Iterator[Person]:
    browsers = Browsers(playwright.chromium, {}, tmp_path)
    window = browsers.window(cast_member("Maya"), Equipment.OWN, {})
    window.page.set_content(PAGE)
    screen = Screen("Maya", "laptop", window.page, Words())
    yield Person(window, screen, Places(screen), RoomProfile())
    browsers.close()


def test_a_notification_after_the_action_is_found_on_the_screen_and_when_it_has_vanished(maya: Person) -> None:
    maya.page.evaluate(SHOW_FOR_A_MOMENT, LOSS)
    action = LatestAction()
    maya.page.evaluate(SHOW_FOR_A_MOMENT, "Ada raised a hand.")
    expect_not_notified(maya, action, NOTIFICATION)
    maya.page.evaluate(SHOW_FOR_A_MOMENT, LOSS)
    with pytest.raises(NotAsDocumented, match="expected no status message or alert containing “connection” and “lost”"):
        expect_not_notified(maya, action, NOTIFICATION)
    maya.page.evaluate(SHOW, LOSS)
    with pytest.raises(NotAsDocumented, match="expected no status message or alert containing “connection” and “lost”"):
        expect_not_notified(maya, LatestAction(), NOTIFICATION)
