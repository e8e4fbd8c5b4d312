"""The room's page while its connection is lost, and after it has reconnected (STEADY-2)."""

import pytest
from playwright.sync_api import expect

from tests.screens.conftest import MakeSet
from tests.screens.stage_set import StageSet
from tests.stand_ins.crowded_session import CrowdedSession


@pytest.fixture
def stage_page(stage_set: MakeSet) -> StageSet:
    """A page whose clock the test can advance."""
    stage_page = stage_set("laptop")
    stage_page.page.clock.install()
    stage_page.opens(CrowdedSession("request"))
    return stage_page


def test_steady_2_what_was_pressed_while_disconnected_is_not_sent_after_reconnecting(stage_page: StageSet) -> None:
    stage_page.hangs_up()
    stage_page.places.status_messages.expect_connection_lost()
    stage_page.places.toolbar.press_button("Ask to join stage")
    stage_page.places.status_messages.expect_shown("not connected")
    stage_page.comes_back(CrowdedSession("request"))
    stage_page.places.status_messages.expect_connection_restored()
    expect(stage_page.page.get_by_role("alert")).to_have_count(0)
    assert "ask" not in [name for name, _ in stage_page.sent]
    stage_page.places.toolbar.press_button("Ask to join stage")
    assert "ask" in [name for name, _ in stage_page.sent]


def test_steady_2_the_alert_stays_until_the_current_view_arrives(stage_page: StageSet) -> None:
    stage_page.hangs_up()
    stage_page.places.status_messages.expect_connection_lost()
    stage_page.comes_back(None)
    stage_page.page.clock.run_for(10_000)
    expect(stage_page.page.get_by_role("alert")).to_contain_text("Connection lost")
    stage_page.tells("room", CrowdedSession("invite").view())
    stage_page.places.status_messages.expect_connection_restored()
    stage_page.places.toolbar.expect_no_way_on_stage()
