"""Page clients fail when they receive an event that they cannot handle."""

import pytest

from tests.reference_server.clients import RECORDED_EVENTS, PageClient
from tests.reference_server.room_changes import apply_change
from tests.stand_ins.connected_session import OpenSession

UNKNOWN = "The page client does not know the event 'reaction'; handle it in tests.reference_server.clients: "


def wait_for_reaction(page: PageClient) -> None:
    page.wait_for(lambda: bool(page.reactions), lambda: page.reactions)


def test_an_unknown_event_fails_waiting_and_closing(open_session: OpenSession, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_session()
    ada = session.enter("Ada")
    monkeypatch.delitem(RECORDED_EVENTS, "reaction")
    ben = session.enter("Ben")
    ada.do("react", reaction="applause")
    with pytest.raises(AssertionError, match=UNKNOWN):
        wait_for_reaction(ben)
    with pytest.raises(AssertionError, match=UNKNOWN):
        ben.send("raise_hand", {})
    with pytest.raises(AssertionError, match=UNKNOWN):
        session.close()
    assert not (ada.is_connected or ben.is_connected)
    session.clients.clear()


def test_a_change_that_does_not_follow_from_the_view_fails(
    open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    ben = session.enter("Ben")
    monkeypatch.setattr(
        "tests.reference_server.clients.apply_change",
        lambda view, change: {**apply_change(view, change), "revision": change["revision"] + 100},
    )
    ben.do("raise_hand")
    ben.wait_until(lambda view: view["hands"] == [ben.id])
    ben.emit("lower_hand", {})
    with pytest.raises(AssertionError, match=r"The page client cannot apply the event 'change' .*a change is missing"):
        ben.wait_until(lambda view: view["hands"] == [])
    with pytest.raises(AssertionError, match="a change is missing"):
        session.close()
    session.clients.clear()
