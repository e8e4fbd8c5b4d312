"""One session at two processes: its people receive the same events as at one process."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.reference_server.clients import PageClient
from tests.reference_server.several_processes.conftest import OpenShared, TwoProcesses

DEVICES_ON = {"microphone": True, "camera": True}
SIGNAL = {"type": "offer", "call": "c1", "round": 1, "sdp": "v=0\r\n"}


def test_each_step_to_the_stage_is_announced_at_the_other_process(room: TwoProcesses, open_shared: OpenShared) -> None:
    session = open_shared("request")
    maya, ada = session.enter("Maya", room.first), session.enter("Ada", room.second)
    maya.wait_until(lambda view: len(view["people"]) == 2)
    ada.do("ask")
    maya.wait_until(lambda view: view["requests"] == [ada.id])
    maya.do("decline", person=ada.id)
    ada.wait_until(lambda view: view["you"]["standing"] == "viewer" and view["you"]["notice"])
    maya.do("invite", person=ada.id)
    ada.wait_until(lambda view: view["you"]["standing"] == "invited")
    assert ada.do("join", **DEVICES_ON) == ["went_live"]
    maya.wait_until(lambda view: view["stage"] == [ada.id])
    maya.do("remove", person=ada.id)
    ada.wait_until(lambda view: view["stage"] == [] and view["you"]["standing"] == "viewer")
    ada.do("raise_hand")
    maya.wait_until(lambda view: view["hands"] == [ada.id])


def test_a_page_replaces_an_older_one_of_the_other_process(room: TwoProcesses, open_shared: OpenShared) -> None:
    session = open_shared()
    older = session.enter("Ada", room.first)
    newer = session.enter("Ada", room.second)
    older.wait_for_disconnection()
    assert older.is_replaced and newer.is_connected
    assert newer.do("raise_hand")


def test_a_removed_person_is_disconnected_from_the_other_process(room: TwoProcesses, open_shared: OpenShared) -> None:
    session = open_shared()
    maya, ada = session.enter("Maya", room.first), session.enter("Ada", room.second)
    maya.do("remove_from_session", person=ada.id)
    ada.wait_for_disconnection()
    assert ada.is_removed


def test_signals_and_reactions_reach_the_other_process(room: TwoProcesses, open_shared: OpenShared) -> None:
    session = open_shared()
    ada, ben = session.enter("Ada", room.first), session.enter("Ben", room.second)
    ada.do("join", **DEVICES_ON)
    ada.wait_until(lambda view: len(view["people"]) == 2 and all(person["page"] for person in view["people"]))
    ada.do("signal", to=ben.public_id, from_stage=True, data=SIGNAL)
    (signal,) = ben.wait_for_signals(1)
    assert (signal["person"], signal["from"]) == (ada.id, ada.public_id)
    assert ben.expect_refusal("signal", to=ada.public_id, from_stage=True, data=SIGNAL) == "not_on_stage"
    ben.do("react", reaction="heart")
    ada.wait_for(lambda: len(ada.reactions) == 1, lambda: ada.reactions)


def wait_for_messages(page: PageClient, number: int) -> None:
    """Wait until a page has received this number of chat messages."""
    page.wait_for(lambda: len(page.messages) >= number, lambda: page.messages)


def test_the_chat_has_one_order_at_all_processes(room: TwoProcesses, open_shared: OpenShared) -> None:
    session = open_shared()
    pages = [session.enter(name, process) for name, process in (("Ada", room.first), ("Ben", room.second))]
    numbers = itertools.count()

    def write(page: PageClient) -> None:
        for number in range(20):
            page.do("say", text=f"{number}", sent_as=f"mark-{page.id}-{next(numbers):04}")

    writers = [threading.Thread(target=write, args=(page,)) for page in pages]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    for page in pages:
        wait_for_messages(page, 40)
        assert [message["number"] for message in page.messages] == list(range(1, 41))
    assert pages[0].messages == pages[1].messages


def send_together(*messages: tuple[PageClient, str, dict[str, Any]]) -> list[bool]:
    """Send messages of several pages at the same moment; return for each whether it was accepted."""
    barrier = threading.Barrier(len(messages))

    def send(page: PageClient, message: str, payload: dict[str, Any]) -> bool:
        barrier.wait()
        return bool(page.send(message, payload)["ok"])

    with ThreadPoolExecutor(len(messages)) as threads:
        return list(threads.map(send, *zip(*messages, strict=True)))


def test_a_device_update_in_flight_does_not_undo_a_mute_at_the_other_process(
    room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared()
    maya, ada = session.enter("Maya", room.first), session.enter("Ada", room.second)
    for person in (maya, ada):
        person.do("join", **DEVICES_ON)
    for _ in range(10):
        revision = ada.read_newest_view()["revision"]
        update = {"microphone": True, "seen": revision}
        # Ada's page has not received the mute when it sends the update, whichever of the two is first.
        send_together((maya, "mute_all", {}), (ada, "devices", update))
        assert ada.read_newest_view()["you"]["microphone"] is False
        ada.do("devices", microphone=True, seen=ada.view["revision"])


def test_only_one_of_two_conflicting_commands_is_accepted(room: TwoProcesses, open_shared: OpenShared) -> None:
    session = open_shared("request")
    maya, ada = session.enter("Maya", room.first), session.enter("Ada", room.second)
    maya.wait_until(lambda view: len(view["people"]) == 2)
    for _ in range(10):
        ada.do("ask")
        approved, cancelled = send_together((maya, "approve", {"person": ada.id}), (ada, "cancel_request", {}))
        assert approved != cancelled
        assert ada.read_newest_view()["you"]["standing"] == ("invited" if approved else "viewer")
        assert maya.read_newest_view()["invitations"] == ([ada.id] if approved else [])
        if approved:
            maya.do("revoke", person=ada.id)
