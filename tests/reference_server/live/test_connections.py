"""Connections: which are accepted, for which person, and what happens to older ones."""

from typing import Any

import pytest

from tests.reference_server.clients import Browser, PageClient, expect_connection_refusal, new_page, new_session
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession, OpenSession


def expect_refusal_code(server: ServerProcess, browser: Browser, **auth: Any) -> str:
    """Connect with an auth that must be refused; return the code."""
    return str(expect_connection_refusal(server, browser, **auth)["code"])


@pytest.fixture
def ada(server: ServerProcess) -> Browser:
    """Ada's browser; she is an attendee."""
    return Browser(new_session(server)["attendee"], "Ada")


def test_a_new_connection_gets_the_view(open_session: OpenSession) -> None:
    view = open_session("request", title="Rehearsal").enter("Ada").view
    assert view["session"]["title"] == "Rehearsal"
    assert (view["you"]["name"], view["you"]["role"], view["you"]["standing"]) == ("Ada", "attendee", "viewer")
    assert view["you"]["may"] == ["ask", "raise_hand", "say"]


@pytest.mark.parametrize(
    "auth",
    [
        {},
        {"page": "page-0001"},
        {"person": "x"},
        {"person": "", "page": "page-0001"},
        {"person": ["x"], "page": "page-0001"},
        {"person": "x", "page": "short"},
        {"person": "x", "page": 12345678},
        {"person": "x", "page": "page-0001", "role": "moderator"},
    ],
)
def test_safe_4_an_auth_of_another_shape_is_refused(server: ServerProcess, ada: Browser, auth: dict[str, Any]) -> None:
    assert expect_refusal_code(server, ada, **auth) == "bad_message"


def test_safe_1_nobody_can_choose_their_own_role(server: ServerProcess, ada: Browser) -> None:
    assert expect_refusal_code(server, ada, person=ada.person, page=new_page(), role="moderator") == "bad_message"
    view = PageClient(server, ada).wait_until(bool)
    assert view["you"]["role"] == "attendee"


def test_safe_1_nobody_can_connect_as_another_person_without_their_cookie(
    server: ServerProcess, open_session: OpenSession
) -> None:
    session = open_session()
    session.enter("Maya")
    session.enter("Ada")
    ada, maya = session.browsers["Ada"], session.browsers["Maya"]
    assert expect_refusal_code(server, ada, person=maya.person, page=new_page()) == "not_you"
    ada.http.cookies.clear()
    assert expect_refusal_code(server, ada, person=ada.person, page=new_page()) == "not_you"


def test_safe_1_a_forged_cookie_is_refused(server: ServerProcess, ada: Browser) -> None:
    name = f"stagedoor_{ada.person}"
    cookie = ada.http.cookies[name] or ""
    ada.http.cookies.clear()
    ada.http.cookies.set(name, cookie[:-2] + "xx")
    assert expect_refusal_code(server, ada, person=ada.person, page=new_page()) == "not_you"


def test_another_rooms_cookie_is_refused(server: ServerProcess, short_grace_server: ServerProcess) -> None:
    browser = Browser(new_session(short_grace_server)["moderator"], "Maya")
    assert expect_refusal_code(server, browser, person=browser.person, page=new_page()) == "not_you"


def test_safe_4_the_id_of_a_page_is_sent_to_nobody_else(open_session: OpenSession) -> None:
    session = open_session()
    ada, maya = session.enter("Ada"), session.enter("Maya")
    ada.do("join", microphone=True, camera=True)
    offer = {"type": "offer", "call": "c1", "round": 1, "sdp": "v=0"}
    ada.do("signal", to=maya.public_id, from_stage=True, data=offer)
    maya.wait_for_signals(1)
    assert ada.page not in str([*maya.views, *maya.changes, *maya.signals])


@pytest.mark.parametrize("attribute", ["page", "public_id"])
def test_safe_4_another_persons_page_id_is_useless(open_session: OpenSession, attribute: str) -> None:
    """A page with the stolen id neither disturbs its owner nor receives their signals, connected or away."""
    session = open_session()
    ada = session.enter("Ada")
    page, public_id = getattr(ada, attribute), ada.public_id
    ben = session.enter("Ben", page=page)
    assert ada.is_connected and ben.public_id != public_id
    ada.close()
    ben.wait_until(lambda view: view["people"][0]["page"] is None)
    ben.close()
    ben = session.enter("Ben", page=page)
    ada = session.enter("Ada", page=ada.page)
    ben.wait_for_revision_of(ada)
    assert ada.public_id == public_id != ben.public_id
    ben.do("join", microphone=True, camera=True)
    ben.do("signal", to=public_id, from_stage=True, data={"type": "offer", "call": "c1", "round": 1, "sdp": "v=0"})
    assert [signal["from"] for signal in ada.wait_for_signals(1)] == [ben.public_id]


def test_a_newer_page_replaces_the_older_one_which_gets_an_event(open_session: OpenSession) -> None:
    session = open_session()
    maya, older = session.enter("Maya"), session.enter("Ada")
    older.do("join", microphone=True, camera=True)
    newer = session.enter("Ada")
    older.wait_for_disconnection()
    assert older.is_replaced
    view = maya.wait_until(lambda view: view["people"][1]["page"] == newer.public_id)
    assert [person["name"] for person in view["people"]] == ["Maya", "Ada"]
    assert newer.wait_until(lambda view: view["you"]["standing"] == "on_stage")
    assert newer.do("devices", microphone=False, camera=True) == ["devices_set"]


def test_a_replaced_page_cannot_reconnect(open_session: OpenSession) -> None:
    """Otherwise two tabs that reconnect by themselves would replace each other endlessly."""
    session = open_session()
    older = session.enter("Ada")
    session.enter("Ada")
    older.wait_for_disconnection()
    browser = session.browsers["Ada"]
    assert expect_refusal_code(session.server, browser, person=browser.person, page=older.page) == "replaced"


def test_a_page_replaced_while_it_was_disconnected_cannot_reconnect(open_session: OpenSession) -> None:
    session = open_session()
    older = session.enter("Ada")
    older.close()
    newer = session.enter("Ada")
    browser = session.browsers["Ada"]
    assert expect_refusal_code(session.server, browser, person=browser.person, page=older.page) == "replaced"
    assert newer.is_connected


@pytest.mark.disruption
def test_a_replaced_page_cannot_reconnect_after_a_restart(start_server: MakeServer) -> None:
    server = start_server("--grace", "600", "--restart-grace", "600")
    session = ConnectedSession(server)
    older = session.enter("Ada")
    newer = session.enter("Ada")
    server.restart()
    browser = session.browsers["Ada"]
    assert expect_refusal_code(server, browser, person=browser.person, page=older.page) == "replaced"
    assert session.enter("Ada", page=newer.page).is_connected
    session.close()


def test_a_page_that_reconnects_does_not_replace_itself(open_session: OpenSession) -> None:
    """The server may not have noticed yet that the older connection is lost."""
    session = open_session()
    older = session.enter("Ada")
    public_id = older.public_id
    newer = session.enter("Ada", page=older.page)
    older.wait_for_disconnection()
    assert not older.is_replaced
    assert newer.do("join", microphone=True, camera=True) == ["went_live"]
    assert newer.wait_until(lambda view: view["stage"] == [newer.id])["people"][0]["page"] == public_id
