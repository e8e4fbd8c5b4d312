"""Removal from the session by messages (MODERATE-9).

The connection ends at once, and no other is accepted.
"""

import pytest
import requests

from tests.reference_server.clients import Browser, expect_connection_refusal, new_page
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE
from tests.stand_ins.connected_session import ConnectedSession, OpenSession


def room_url(session: ConnectedSession, name: str) -> str:
    """Return the URL of the person's room page."""
    return f"{session.server.url}/rooms/{session.links['id']}/{session.browsers[name].person}"


def ask_to_return(session: ConnectedSession, name: str) -> None:
    """Send the form by which a removed person asks to return."""
    response = session.browsers[name].http.post(f"{room_url(session, name)}/return", timeout=PATIENCE)
    assert response.status_code == 403 and "You asked to be let in" in response.text


def read_removal_state(session: ConnectedSession, name: str) -> str:
    """Return the state that a removed person's page polls."""
    response = session.browsers[name].http.get(f"{room_url(session, name)}/removal", timeout=PATIENCE)
    return str(response.json()["state"])


def expect_refusal_code(session: ConnectedSession, name: str) -> str:
    """Try to connect with the person's cookie; return the code of the refusal."""
    browser = session.browsers[name]
    return str(expect_connection_refusal(session.server, browser, person=browser.person, page=new_page())["code"])


def test_moderate_9_a_removed_person_is_disconnected_at_once(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, marc, ada, ben = (session.enter(name) for name in ("Maya", "Marc", "Ada", "Ben"))
    ada.do("join", microphone=True, camera=True)
    assert maya.do("remove_from_session", person=ada.id) == ["removed_from_session"]
    ada.wait_for_disconnection()
    assert ada.is_removed
    for page in (maya, marc, ben):
        page.wait_until(lambda view: view["stage"] == [] and ada.id not in [person["id"] for person in view["people"]])
    assert maya.read_newest_view()["you"]["notice"]["text"] == "Ada was removed from the session."
    assert marc.read_newest_view()["you"]["notice"]["text"] == "Ada was removed from the session by Maya."
    assert ben.read_newest_view()["you"]["notice"] is None


def test_moderate_9_a_removed_person_can_return_neither_by_cookie_nor_by_link(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    browser, link = session.browsers["Ada"], session.links["attendee"]
    maya.do("remove_from_session", person=ada.id)
    assert expect_refusal_code(session, "Ada") == "removed"
    for name in ("Ada", "Somebody else", ""):
        response = browser.http.get(link, params={"name": name}, timeout=PATIENCE)
        assert response.status_code == 403 and "A moderator removed you from this session" in response.text
        assert "iceServers" not in response.text
    response = requests.get(link, params={"name": "Ada"}, timeout=PATIENCE)
    assert response.status_code == 403 and not response.cookies
    assert Browser(link, "Ben").person
    assert [person["name"] for person in maya.read_newest_view()["people"]] == ["Maya"]


def test_moderate_9_a_person_who_is_let_in_again_is_a_viewer(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    ada.do("join", microphone=True, camera=True)
    maya.do("remove_from_session", person=ada.id)
    assert read_removal_state(session, "Ada") == "removed"
    ask_to_return(session, "Ada")
    assert read_removal_state(session, "Ada") == "asking"
    maya.wait_until(lambda view: view["returning"] == [{"id": ada.id, "name": "Ada"}])
    assert "returning" not in ben.read_newest_view()
    assert not [change for change in ben.changes if "returning" in change]
    assert ben.expect_refusal("let_in", person=ada.id) == "not_a_moderator"
    assert expect_refusal_code(session, "Ada") == "removed"
    assert maya.do("let_in", person=ada.id) == ["let_in"]
    assert read_removal_state(session, "Ada") == "let_in"
    returned = session.enter("Ada")
    assert returned.id == ada.id and returned.view["you"]["standing"] == "viewer"
    assert maya.wait_until(lambda view: view["returning"] == [])


def test_moderate_9_a_person_who_is_kept_out_can_ask_again_a_few_times(start_server: MakeServer) -> None:
    session = ConnectedSession(start_server("--rate-factor", "1"))
    maya, ada = session.enter("Maya"), session.enter("Ada")
    maya.do("remove_from_session", person=ada.id)
    for _ in range(3):
        ask_to_return(session, "Ada")
        assert maya.do("keep_out", person=ada.id) == ["kept_out"]
        assert read_removal_state(session, "Ada") == "removed"
    response = session.browsers["Ada"].http.post(f"{room_url(session, 'Ada')}/return", timeout=PATIENCE)
    assert response.status_code == 429 and int(response.headers["Retry-After"]) > 0
    assert maya.expect_refusal("let_in", person=ada.id) == "not_asking"
    session.close()


def test_moderate_9_a_person_with_the_name_of_a_removed_person_must_ask_too(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    maya.do("remove_from_session", person=ada.id)
    other_browser = requests.Session()
    form_url = session.links["attendee"] + "/return"
    response = other_browser.post(form_url, params={"name": "Ada"}, timeout=PATIENCE)
    assert response.status_code == 403 and "You asked to be let in" in response.text
    (entry,) = maya.wait_until(lambda view: view["returning"])["returning"]
    assert entry["name"] == "Ada" and entry["id"] != ada.id
    maya.do("let_in", person=entry["id"])
    assert other_browser.get(response.url, timeout=PATIENCE).status_code == 200
    assert expect_refusal_code(session, "Ada") == "removed"


def test_moderate_9_only_the_removed_person_can_ask_and_read_the_answer(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    maya.do("remove_from_session", person=ada.id)
    room = room_url(session, "Ada")
    assert session.browsers["Ben"].http.post(f"{room}/return", timeout=PATIENCE).status_code == 403
    assert session.browsers["Ben"].http.get(f"{room}/removal", timeout=PATIENCE).status_code == 403
    assert requests.post(session.links["attendee"] + "/return", params={"name": "Cleo"}, timeout=PATIENCE).ok
    ask_to_return(session, "Ada")
    assert [person["id"] for person in maya.wait_until(lambda view: view["returning"])["returning"]] == [ada.id]
    assert ben.view["you"]["standing"] == "viewer"


def test_safe_1_attendees_cannot_remove_people_and_nobody_can_remove_a_moderator(open_session: OpenSession) -> None:
    session = open_session("everyone")
    maya, marc, ada, ben = (session.enter(name) for name in ("Maya", "Marc", "Ada", "Ben"))
    assert ada.expect_refusal("remove_from_session", person=ben.id) == "not_a_moderator"
    assert maya.expect_refusal("remove_from_session", person=marc.id) == "not_an_attendee"
    assert maya.expect_refusal("remove_from_session", person="nobody") == "unknown_person"
    assert ben.is_connected and marc.is_connected


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
    maya = session.enter("Maya")
    assert expect_refusal_code(session, "Ada") == "removed"
    ask_to_return(session, "Ada")
    maya.wait_until(lambda view: [person["id"] for person in view["returning"]] == [ada.id])
    session.close()
