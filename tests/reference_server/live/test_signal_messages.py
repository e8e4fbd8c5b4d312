"""Signals: only people on stage offer media, and only their subscribers answer (SAFE-2)."""

from typing import Any

import pytest

from tests.reference_server.clients import PageClient
from tests.stand_ins.connected_session import OpenSession

DEVICES_ON = {"microphone": True, "camera": True}
CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
AS_PUBLISHER: dict[str, dict[str, Any]] = {
    "offer": {"type": "offer", "call": "c1", "round": 1, "sdp": "v=0\r\n"},
    "candidate": {"type": "candidate", "call": "c1", "candidate": {**CANDIDATE, "usernameFragment": "uf"}},
}
AS_SUBSCRIBER: dict[str, dict[str, Any]] = {
    "answer": {"type": "answer", "call": "c1", "round": 1, "sdp": "v=0\r\n"},
    "candidate": {"type": "candidate", "call": "c1", "candidate": None},
    "want": {"type": "want", "call": "c1"},
}


@pytest.fixture
def people(open_session: OpenSession) -> tuple[PageClient, PageClient, PageClient]:
    """Ada on stage, Ben a viewer, and Maya, a moderator who is not on stage."""
    session = open_session()
    ada, ben, maya = (session.enter(name) for name in ("Ada", "Ben", "Maya"))
    ada.do("join", **DEVICES_ON)
    return ada, ben, maya


def expect_no_signal_but(receiver: PageClient, number: int) -> None:
    """Check that the page has received only this number of signals, and none that is still on its way."""
    # The reply to a later message arrives after all signals that were sent to this page before.
    receiver.read_newest_view()
    assert len(receiver.signals) == number, receiver.signals


@pytest.mark.parametrize("kind", AS_PUBLISHER)
def test_stage_4_a_person_on_stage_can_offer_media_to_a_viewer(
    people: tuple[PageClient, PageClient, PageClient], kind: str
) -> None:
    ada, ben, maya = people
    assert ada.do("signal", to=ben.public_id, from_stage=True, data=AS_PUBLISHER[kind]) == []
    (signal,) = ben.wait_for_signals(1)
    assert signal == {"from": ada.public_id, "person": ada.id, "from_stage": True, "data": AS_PUBLISHER[kind]}
    for page in (ada, maya):
        expect_no_signal_but(page, 0)


@pytest.mark.parametrize("kind", AS_SUBSCRIBER)
def test_stage_4_a_viewer_can_answer_a_person_on_stage(
    people: tuple[PageClient, PageClient, PageClient], kind: str
) -> None:
    ada, ben, _maya = people
    assert ben.do("signal", to=ada.public_id, from_stage=False, data=AS_SUBSCRIBER[kind]) == []
    (signal,) = ada.wait_for_signals(1)
    assert signal == {"from": ben.public_id, "person": ben.id, "from_stage": False, "data": AS_SUBSCRIBER[kind]}


@pytest.mark.parametrize("kind", AS_PUBLISHER)
def test_safe_2_only_people_on_stage_can_offer_media(
    people: tuple[PageClient, PageClient, PageClient], kind: str
) -> None:
    ada, ben, maya = people
    for sender, receiver in ((ben, ada), (ben, maya), (maya, ada)):
        code = sender.expect_refusal("signal", to=receiver.public_id, from_stage=True, data=AS_PUBLISHER[kind])
        assert code == "not_on_stage"
    ada.do("signal", to=maya.public_id, from_stage=True, data=AS_PUBLISHER[kind])
    maya.wait_for_signals(1)
    for receiver, number in ((ada, 0), (ben, 0), (maya, 1)):
        expect_no_signal_but(receiver, number)


@pytest.mark.parametrize("kind", AS_SUBSCRIBER)
def test_safe_2_only_people_on_stage_can_be_sent_answers(
    people: tuple[PageClient, PageClient, PageClient], kind: str
) -> None:
    ada, ben, maya = people
    for sender, receiver in ((ada, ben), (maya, ben)):
        code = sender.expect_refusal("signal", to=receiver.public_id, from_stage=False, data=AS_SUBSCRIBER[kind])
        assert code == "not_on_stage"
    expect_no_signal_but(ben, 0)


def test_leave_5_after_a_removal_no_signal_is_forwarded(people: tuple[PageClient, PageClient, PageClient]) -> None:
    ada, ben, maya = people
    maya.do("remove", person=ada.id)
    for kind, data in AS_PUBLISHER.items():
        assert ada.expect_refusal("signal", to=ben.public_id, from_stage=True, data=data) == "not_on_stage", kind
    for kind, data in AS_SUBSCRIBER.items():
        assert ben.expect_refusal("signal", to=ada.public_id, from_stage=False, data=data) == "not_on_stage", kind
    for page in people:
        expect_no_signal_but(page, 0)


def test_stage_6_two_people_on_stage_connect_to_each_other(people: tuple[PageClient, PageClient, PageClient]) -> None:
    ada, ben, _maya = people
    ben.do("join", **DEVICES_ON)
    for sender, receiver in ((ada, ben), (ben, ada)):
        sender.do("signal", to=receiver.public_id, from_stage=True, data=AS_PUBLISHER["offer"])
        receiver.do("signal", to=sender.public_id, from_stage=False, data=AS_SUBSCRIBER["answer"])
    for first, other in ((ada, ben), (ben, ada)):
        assert {(signal["from"], signal["from_stage"]) for signal in first.wait_for_signals(2)} == {
            (other.public_id, True),
            (other.public_id, False),
        }


def test_a_signal_to_a_missing_page_is_refused(
    people: tuple[PageClient, PageClient, PageClient], open_session: OpenSession
) -> None:
    ada, ben, _maya = people
    offer = AS_PUBLISHER["offer"]
    assert ada.expect_refusal("signal", to="page-of-nobody", from_stage=True, data=offer) == "unknown_page"
    stranger = open_session().enter("Cleo")
    assert ada.expect_refusal("signal", to=stranger.public_id, from_stage=True, data=offer) == "unknown_page"
    ben.close()
    ada.wait_until(lambda view: view["people"][1]["page"] is None)
    assert ada.expect_refusal("signal", to=ben.public_id, from_stage=True, data=offer) == "unknown_page"


def test_a_signal_to_ones_own_page_is_refused(people: tuple[PageClient, PageClient, PageClient]) -> None:
    ada, _ben, _maya = people
    assert ada.expect_refusal("signal", to=ada.public_id, from_stage=True, data=AS_PUBLISHER["offer"]) == "own_page"


def test_signals_arrive_in_the_order_of_sending(people: tuple[PageClient, PageClient, PageClient]) -> None:
    ada, ben, _maya = people
    for number in range(50):
        data = {**AS_PUBLISHER["offer"], "call": f"c{number}"}
        ada.emit("signal", {"to": ben.public_id, "from_stage": True, "data": data})
    calls = [signal["data"]["call"] for signal in ben.wait_for_signals(50)]
    assert calls == [f"c{number}" for number in range(50)]
