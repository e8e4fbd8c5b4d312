"""Each page receives the changes that concern its person, and no others."""

from collections.abc import Callable

import pytest

from tests.reference_server.clients import View
from tests.stand_ins.connected_session import OpenSession

DEVICES_ON = {"microphone": True, "camera": True}


def test_ask_9_every_moderator_sees_the_request_appear_and_disappear(open_session: OpenSession) -> None:
    session = open_session("request")
    maya, marc, ada = (session.enter(name) for name in ("Maya", "Marc", "Ada"))
    ada.do("ask")
    for moderator in (maya, marc):
        moderator.wait_until(lambda view: view["requests"] == [ada.id])
    maya.do("approve", person=ada.id)
    assert marc.wait_until(lambda view: view["requests"] == [])["invitations"] == [ada.id]
    ada.wait_until(lambda view: view["you"]["standing"] == "invited")


def test_ask_11_and_invite_7_other_attendees_get_no_event_about_a_request(open_session: OpenSession) -> None:
    session = open_session("request")
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    count_before = len(ben.views)
    ada.do("ask")
    maya.do("approve", person=ada.id)
    ada.do("decline_invitation")
    ben.do("ask")
    ben.wait_until(lambda view: view["you"]["standing"] == "asking")
    assert not [change for change in ben.changes if {"requests", "invitations", "may_with"} & change.keys()]
    assert ada.id not in str([change for change in ben.changes if "people" not in change])
    for view in ben.views[count_before:]:
        assert "requests" not in view and "invitations" not in view
        assert {person["standing"] for person in view["people"]} == {"viewer"}
        assert view["you"]["notice"] is None


def test_stage_2_and_leave_2_everybody_sees_people_join_and_leave_the_stage(open_session: OpenSession) -> None:
    session = open_session()
    people = [session.enter(name) for name in ("Maya", "Ada", "Ben")]
    maya, ada, _ben = people
    ada.do("join", microphone=False, camera=True)
    for person in people:
        view = person.wait_until(lambda view: view["stage"] == [ada.id])
        assert (view["people"][1]["standing"], view["people"][1]["microphone"]) == ("on_stage", False)
    ada.do("devices", microphone=True, camera=False)
    for person in people:
        person.wait_until(lambda view: (view["people"][1]["microphone"], view["people"][1]["camera"]) == (True, False))
    maya.do("remove", person=ada.id)
    for person in people:
        assert person.wait_until(lambda view: view["stage"] == [])["people"][1]["standing"] == "viewer"


def test_moderate_1_the_offered_actions_follow_the_stage_access(open_session: OpenSession) -> None:
    session = open_session("nobody")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    for access, offered in (("everyone", ["join"]), ("request", ["ask"]), ("invite", []), ("nobody", [])):
        maya.do("set_access", access=access)
        assert ada.wait_until(has_stage_access(access))["you"]["may"] == [*offered, "raise_hand", "say"]


def test_a_change_for_one_person_is_sent_to_nobody_else(open_session: OpenSession) -> None:
    session = open_session("request")
    maya, ada, ben = (session.enter(name) for name in ("Maya", "Ada", "Ben"))
    ada.do("ask")
    maya.do("decline", person=ada.id)
    notice = ada.wait_until(lambda view: view["you"]["notice"])["you"]["notice"]
    ada.do("dismiss_notice", number=notice["number"])
    assert "ask" in ada.wait_until(lambda view: view["you"]["notice"] is None)["you"]["may"]
    for page in (maya, ben):
        page.read_newest_view()
        assert notice["text"] not in str([*page.views, *page.changes])
        assert not [change for change in page.changes if "you" in change]


def test_a_page_that_missed_a_change_can_read_the_whole_session(open_session: OpenSession) -> None:
    session = open_session()
    maya, ada = session.enter("Maya"), session.enter("Ada")
    ada.do("raise_hand")
    complete_view = maya.wait_until(lambda view: view["hands"] == [ada.id]).copy()
    maya.view["hands"] = ["somebody"]
    maya.do("read_session")
    assert maya.wait_until(lambda view: view["hands"] == [ada.id]) == {**complete_view, "hands": [ada.id]}
    ada.do("lower_hand")
    assert maya.wait_until(lambda view: view["hands"] == [])["revision"] > complete_view["revision"]


def has_stage_access(access: str) -> Callable[[View], bool]:
    """Return a condition: the session has this stage access."""
    return lambda view: view["session"]["access"] == access


def test_revisions_only_grow(open_session: OpenSession) -> None:
    session = open_session("request")
    maya, ada = session.enter("Maya"), session.enter("Ada")
    for _ in range(20):
        ada.do("ask")
        ada.do("cancel_request")
    maya.wait_until(lambda view: view["revision"] >= 42 and view["requests"] == [])
    for person in (maya, ada):
        revisions = [view["revision"] for view in person.views]
        assert revisions == sorted(set(revisions))


def test_messages_of_a_client_are_acknowledged_in_order(open_session: OpenSession) -> None:
    ada = open_session("request").enter("Ada")
    for _ in range(20):
        ada.emit("ask", {})
        ada.emit("cancel_request", {})
    assert ada.do("ask") == ["asked"]
    view = ada.wait_until(lambda view: view["revision"] >= 42)
    assert (view["revision"], view["you"]["standing"]) == (42, "asking")


@pytest.mark.disruption
def test_direct_7_a_stage_of_25_people_is_full_and_refuses_another(open_session: OpenSession) -> None:
    session = open_session()
    attendees = [session.enter(f"Ada {number}") for number in range(26)]
    on_stage, viewer = attendees[:25], attendees[25]
    for person in on_stage:
        assert person.do("join", **DEVICES_ON) == ["went_live"]
    acknowledgement = viewer.send("join", DEVICES_ON)
    assert acknowledgement["error"]["code"] == "stage_full"
    assert "The stage is full: 25 people are on it." in acknowledgement["error"]["message"]
    ids = [person.id for person in on_stage]
    for person in attendees:
        assert person.wait_until(lambda view: len(view["stage"]) == 25)["stage"] == ids
    assert "join" in viewer.view["you"]["may"]
    maya = session.enter("Maya")
    maya.do("remove", person=ids[3])
    assert viewer.do("join", **DEVICES_ON) == ["went_live"]
    assert maya.wait_until(lambda view: view["stage"][-1:] == [viewer.id])["stage"] == [*ids[:3], *ids[4:], viewer.id]


def test_the_stage_is_full_at_the_limit_of_the_session(open_session: OpenSession) -> None:
    session = open_session(limit=1)
    ada, ben = session.enter("Ada"), session.enter("Ben")
    ada.do("join", **DEVICES_ON)
    assert ben.expect_refusal("join", **DEVICES_ON) == "stage_full"
    assert ben.view["session"]["limit"] == 1


def test_sessions_receive_no_events_of_each_other(open_session: OpenSession) -> None:
    ada, maya = open_session().enter("Ada"), open_session().enter("Maya")
    ada.do("join", **DEVICES_ON)
    assert maya.expect_refusal("remove", person=ada.id) == "unknown_person"
    maya.do("join", **DEVICES_ON)
    assert maya.wait_until(lambda view: view["stage"] == [maya.id])["people"][0]["id"] == maya.id
    assert all([person["id"] for person in view["people"]] == [maya.id] for view in maya.views)
