"""Removal from the session by messages: the connection ends at once, for good (MODERATE-9)."""

import pytest
import requests

from tests.reference_server.clients import Browser, new_page, refusal_to_connect
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE
from tests.stand_ins.connected_session import ConnectedSession, OpenSession


def room_of(session: ConnectedSession, name: str) -> str:
    """Return the address of the person's room page."""
    return f"{session.server.url}/rooms/{session.links['id']}/{session.browsers[name].person}"


def ask_to_return(session: ConnectedSession, name: str) -> None:
    """Press the button of the page of removed people."""
    answer = session.browsers[name].http.post(f"{room_of(session, name)}/return", timeout=PATIENCE)
    assert answer.status_code == 403 and "You asked to be let in" in answer.text


def state_of(session: ConnectedSession, name: str) -> str:
    """Return the answer that the page of a removed person reads."""
    answer = session.browsers[name].http.get(f"{room_of(session, name)}/removal", timeout=PATIENCE)
    return str(answer.json()["state"])


def refused(session: ConnectedSession, name: str) -> str:
    """Try to connect by the person's cookie; return the code of the refusal."""
    browser = session.browsers[name]
    return str(refusal_to_connect(session.server, browser, person=browser.person, page=new_page())["code"])


def test_moderate_9_the_page_of_a_removed_person_ends_at_once(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, marc, ada, ben = (session.enter(name) for name in ("Maya", "Marc", "Ada", "Ben"))
    ada.do("join", microphone=True, camera=True)
    assert maya.do("remove_from_session", person=ada.id) == ["removed_from_session"]
    ada.wait_for_disconnection()
    assert ada.removed
    for live in (maya, marc, ben):
        live.wait_until(lambda view: view["stage"] == [] and ada.id not in [person["id"] for person in view["people"]])
    assert maya.view["you"]["notice"]["text"] == "Ada was removed from the session."
    assert marc.view["you"]["notice"]["text"] == "Ada was removed from the session by Maya."
    assert ben.view["you"]["notice"] is None


def test_moderate_9_neither_cookie_nor_link_brings_a_removed_person_back(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    browser, link = session.browsers["Ada"], session.links["attendee"]
    maya.do("remove_from_session", person=ada.id)
    assert refused(session, "Ada") == "removed"
    for name in ("Ada", "Somebody else", ""):
        answer = browser.http.get(link, params={"name": name}, timeout=PATIENCE)
        assert answer.status_code == 403 and "A moderator removed you from this session" in answer.text
        assert "iceServers" not in answer.text
    stranger = requests.get(link, params={"name": "Ada"}, timeout=PATIENCE)
    assert stranger.status_code == 403 and not stranger.cookies
    assert Browser(link, "Ben").person
    assert [person["name"] for person in maya.view["people"]] == ["Maya"]


def test_moderate_9_whoever_is_let_in_enters_as_a_viewer(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    ada.do("join", microphone=True, camera=True)
    maya.do("remove_from_session", person=ada.id)
    assert state_of(session, "Ada") == "removed"
    ask_to_return(session, "Ada")
    assert state_of(session, "Ada") == "asking"
    maya.wait_until(lambda view: view["returning"] == [{"id": ada.id, "name": "Ada"}])
    assert "returning" not in ben.view
    assert ben.expect_refusal("let_in", person=ada.id) == "not_a_moderator"
    assert refused(session, "Ada") == "removed"
    assert maya.do("let_in", person=ada.id) == ["let_in"]
    assert state_of(session, "Ada") == "let_in"
    back = session.enter("Ada")
    assert back.id == ada.id and back.view["you"]["standing"] == "viewer"
    assert maya.wait_until(lambda view: view["returning"] == [])


def test_moderate_9_whoever_is_kept_out_can_ask_again_but_not_all_the_time(start_server: MakeServer) -> None:
    session = ConnectedSession(start_server("--rate-factor", "1"))
    maya, ada = session.enter("Maya"), session.enter("Ada")
    maya.do("remove_from_session", person=ada.id)
    for _ in range(3):
        ask_to_return(session, "Ada")
        assert maya.do("keep_out", person=ada.id) == ["kept_out"]
        assert state_of(session, "Ada") == "removed"
    answer = session.browsers["Ada"].http.post(f"{room_of(session, 'Ada')}/return", timeout=PATIENCE)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert maya.expect_refusal("let_in", person=ada.id) == "not_asking"
    session.close()


def test_moderate_9_somebody_with_the_name_of_a_removed_person_asks_as_well(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    maya.do("remove_from_session", person=ada.id)
    other = requests.Session()
    action = session.links["attendee"] + "/return"
    answer = other.post(action, params={"name": "Ada"}, timeout=PATIENCE)
    assert answer.status_code == 403 and "You asked to be let in" in answer.text
    (asking,) = maya.wait_until(lambda view: view["returning"])["returning"]
    assert asking["name"] == "Ada" and asking["id"] != ada.id
    maya.do("let_in", person=asking["id"])
    assert other.get(answer.url, timeout=PATIENCE).status_code == 200
    assert refused(session, "Ada") == "removed"


def test_moderate_9_only_the_removed_person_asks_and_learns_the_answer(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    maya.do("remove_from_session", person=ada.id)
    room = room_of(session, "Ada")
    assert session.browsers["Ben"].http.post(f"{room}/return", timeout=PATIENCE).status_code == 403
    assert session.browsers["Ben"].http.get(f"{room}/removal", timeout=PATIENCE).status_code == 403
    assert requests.post(session.links["attendee"] + "/return", params={"name": "Cleo"}, timeout=PATIENCE).ok
    ask_to_return(session, "Ada")
    assert [person["id"] for person in maya.wait_until(lambda view: view["returning"])["returning"]] == [ada.id]
    assert ben.view["you"]["standing"] == "viewer"


def test_safe_1_attendees_remove_nobody_and_nobody_removes_a_moderator(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, marc, ada, ben = (session.enter(name) for name in ("Maya", "Marc", "Ada", "Ben"))
    assert ada.expect_refusal("remove_from_session", person=ben.id) == "not_a_moderator"
    assert maya.expect_refusal("remove_from_session", person=marc.id) == "not_an_attendee"
    assert maya.expect_refusal("remove_from_session", person="nobody") == "unknown_person"
    assert ben.connected and marc.connected


@pytest.mark.disruption
def test_moderate_9_a_removal_survives_a_restart_and_ends_a_grace_period(start_server: MakeServer) -> None:
    server = start_server("--grace", "600", "--restart-grace", "600")
    session = ConnectedSession(server)
    maya, ada = session.enter("Maya"), session.enter("Ada")
    ada.close()
    maya.wait_until(lambda view: any(person["page"] is None for person in view["people"]))
    maya.do("remove_from_session", person=ada.id)
    server.kill()
    server.start()
    again = session.enter("Maya")
    assert refused(session, "Ada") == "removed"
    ask_to_return(session, "Ada")
    again.wait_until(lambda view: [person["id"] for person in view["returning"]] == [ada.id])
    session.close()
