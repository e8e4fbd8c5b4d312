"""What the page of the room does without a line to the server, and when it has one again (STEADY-2)."""

import pytest
from playwright.sync_api import expect

from tests.screens.conftest import MakeSet
from tests.screens.stage_set import StageSet
from tests.stand_ins.crowded_session import CrowdedSession


@pytest.fixture
def on(stage_set: MakeSet) -> StageSet:
    """A page that has a clock which the test can push on."""
    on = stage_set("laptop")
    on.page.clock.install()
    on.opens(CrowdedSession("request"))
    return on


def test_steady_2_what_was_pressed_without_a_line_is_not_sent_when_there_is_one_again(on: StageSet) -> None:
    on.hangs_up()
    on.places.status_messages.expect_connection_lost()
    on.places.toolbar.press_button("Ask to join stage")
    on.places.status_messages.expect_shown("not connected")
    on.comes_back(CrowdedSession("request"))
    on.places.status_messages.expect_connection_restored()
    expect(on.page.get_by_role("alert")).to_have_count(0)
    assert "ask" not in [name for name, _ in on.sent]
    on.places.toolbar.press_button("Ask to join stage")
    assert "ask" in [name for name, _ in on.sent]


def test_steady_2_the_alert_stays_until_the_current_view_arrives(on: StageSet) -> None:
    on.hangs_up()
    on.places.status_messages.expect_connection_lost()
    on.comes_back(None)
    on.page.clock.run_for(10_000)
    expect(on.page.get_by_role("alert")).to_contain_text("Connection lost")
    on.tells("room", CrowdedSession("invite").view())
    on.places.status_messages.expect_connection_restored()
    on.places.toolbar.expect_no_way_on_stage()
