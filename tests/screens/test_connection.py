"""The room's page while its connection is lost, and after it has reconnected (STEADY-2)."""

import pytest
from playwright.sync_api import expect

from tests.screens.conftest import MakeScriptedPage
from tests.screens.scripted_page import ScriptedPage
from tests.stand_ins.crowded_session import CrowdedSession


@pytest.fixture
def scripted(make_scripted_page: MakeScriptedPage) -> ScriptedPage:
    """A page whose clock the test can advance."""
    scripted = make_scripted_page("laptop")
    scripted.page.clock.install()
    scripted.open(CrowdedSession("request"))
    return scripted


def test_steady_2_a_button_pressed_while_disconnected_sends_nothing_after_reconnecting(scripted: ScriptedPage) -> None:
    scripted.disconnect()
    scripted.places.status_messages.expect_connection_lost()
    scripted.places.toolbar.press_button("Ask to join stage")
    scripted.places.status_messages.expect_shown("not connected")
    scripted.reconnect(CrowdedSession("request"))
    scripted.places.status_messages.expect_connection_restored()
    expect(scripted.page.get_by_role("alert")).to_have_count(0)
    assert "ask" not in [name for name, _ in scripted.sent_messages]
    scripted.places.toolbar.press_button("Ask to join stage")
    assert "ask" in [name for name, _ in scripted.sent_messages]


def test_steady_2_the_alert_stays_until_the_current_view_arrives(scripted: ScriptedPage) -> None:
    scripted.disconnect()
    scripted.places.status_messages.expect_connection_lost()
    scripted.reconnect(None)
    scripted.page.clock.run_for(10_000)
    expect(scripted.page.get_by_role("alert")).to_contain_text("Connection lost")
    scripted.send_event("room", CrowdedSession("invite").view())
    scripted.places.status_messages.expect_connection_restored()
    scripted.places.toolbar.expect_no_way_on_stage()
