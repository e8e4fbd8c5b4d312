"""Failures of a process, Redis or PostgreSQL lose nothing; afterwards, all views are current again."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.reference_server.clients import PageClient
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.reference_server.several_processes.conftest import OpenShared, TwoProcesses

pytestmark = pytest.mark.disruption

DEVICES_ON = {"microphone": True, "camera": True}


def is_connected(page: PageClient, person: PageClient) -> bool:
    """Return whether a page shows a person as connected."""
    return any(entry["id"] == person.id and entry["page"] for entry in page.view["people"])


def read_readiness(process: ServerProcess) -> tuple[int, dict[str, Any]]:
    """Return the status and the content of a process's readiness check."""
    response = requests.get(f"{process.url}/readyz", timeout=PATIENCE)
    return response.status_code, response.json()


def wait_for_readiness(process: ServerProcess, **states: object) -> None:
    """Wait until the readiness check shows these states."""
    end = time.monotonic() + PATIENCE
    while not states.items() <= read_readiness(process)[1].items():
        assert time.monotonic() < end, read_readiness(process)
        time.sleep(0.1)  # noqa: TID251 (there is no event to wait for)


def test_people_of_a_killed_process_can_reconnect_to_the_other_and_lose_nothing(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared("request", on=own_room)
    maya, ada = session.enter("Maya", own_room.second), session.enter("Ada", own_room.first)
    ada.do("ask")
    maya.wait_until(lambda view: view["requests"] == [ada.id])
    maya.do("invite", person=ada.id)
    ada.do("join", **DEVICES_ON)
    ada.do("say", text="before", sent_as="mark-before")
    own_room.first.kill()
    # Nobody else connects in the meantime; the lease of the killed process ends.
    maya.wait_until(lambda _view: not is_connected(maya, ada))
    assert maya.view["stage"] == [ada.id]
    reconnected_page = session.enter("Ada", own_room.second, ada.page)
    assert reconnected_page.view["stage"] == [ada.id] and reconnected_page.view["you"]["standing"] == "on_stage"
    maya.wait_until(lambda _view: is_connected(maya, ada))
    reconnected_page.do("read_chat", after=0)
    reconnected_page.wait_for(lambda: bool(reconnected_page.messages), lambda: reconnected_page.chats)
    assert [message["text"] for message in reconnected_page.messages] == ["before"]


def test_a_page_that_moves_when_its_process_ends_never_counts_as_disconnected(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared(on=own_room)
    maya, ada, ben = (
        session.enter(name, process)
        for name, process in (("Maya", own_room.second), ("Ada", own_room.first), ("Ben", own_room.first))
    )
    ada.do("join", **DEVICES_ON)
    maya.wait_until(lambda view: view["stage"] == [ada.id] and is_connected(maya, ben))
    count_before = len(maya.views)
    with ThreadPoolExecutor(1) as threads:
        ended = threads.submit(own_room.first.terminate)
        ada.wait_for(lambda: bool(ada.moves), lambda: ada.moves)
        ada.close()
        reconnected_page = session.enter("Ada", own_room.second, ada.page)
        assert ended.result()[0] == 0
    reconnected_page.do("say", text="hello", sent_as="mark-moved")
    maya.wait_for(lambda: len(maya.messages) == 1, lambda: maya.chats)
    # Ben's page did not move.
    maya.wait_until(lambda _view: not is_connected(maya, ben))
    pages = [entry["page"] for view in maya.views[count_before:] for entry in view["people"] if entry["id"] == ada.id]
    assert pages and all(pages)
    assert reconnected_page.view["stage"] == [ada.id]
    assert "Traceback" not in own_room.first.log()


def test_a_person_who_does_not_reconnect_leaves_even_if_their_process_was_killed(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    options = ("--grace", "1", "--restart-grace", "10")
    folder = own_room.first.database.parent / "short-grace"
    short_grace_room = TwoProcesses(folder, own_room.postgresql, own_room.redis, *options)
    session = open_shared(on=short_grace_room)
    maya = session.enter("Maya", short_grace_room.second)
    session.enter("Ada", short_grace_room.first)
    maya.wait_until(lambda view: len(view["people"]) == 2)
    short_grace_room.first.kill()
    maya.wait_until(lambda view: [person["id"] for person in view["people"]] == [maya.id])
    short_grace_room.close()


def test_changes_arrive_without_redis_and_reactions_again_after_its_restart(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared("request", on=own_room)
    maya, ada = session.enter("Maya", own_room.first), session.enter("Ada", own_room.second)
    assert read_readiness(own_room.first) == (200, {"ready": True, "database": "ok", "redis": "ok"})
    own_room.redis.kill()
    wait_for_readiness(own_room.first, redis="away", ready=False)
    ada.do("ask")
    ada.do("say", text="hello", sent_as="mark-hello")
    maya.wait_until(lambda view: view["requests"] == [ada.id])
    maya.wait_for(lambda: len(maya.messages) == 1, lambda: maya.chats)
    own_room.redis.start()
    for process in (own_room.first, own_room.second):
        wait_for_readiness(process, redis="ok", ready=True)
    ada.do("react", reaction="heart")
    maya.wait_for(lambda: len(maya.reactions) == 1, lambda: maya.reactions)


def test_reactions_arrive_again_after_redis_did_not_respond_for_a_while(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared("request", on=own_room)
    maya, ada = session.enter("Maya", own_room.first), session.enter("Ada", own_room.second)
    own_room.redis.hang()
    ada.do("ask")
    maya.wait_until(lambda view: view["requests"] == [ada.id])
    wait_for_readiness(own_room.second, redis="away", ready=False)
    assert own_room.second.log().count("event=redis_away") == 1
    own_room.redis.recover()
    wait_for_readiness(own_room.second, redis="ok", ready=True)
    ada.do("react", reaction="heart")
    maya.wait_for(lambda: len(maya.reactions) == 1, lambda: maya.reactions)


def test_a_mute_at_the_other_process_applies_at_once_without_redis(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared(on=own_room)
    maya, ada = session.enter("Maya", own_room.first), session.enter("Ada", own_room.second)
    for person in (maya, ada):
        person.do("join", **DEVICES_ON)
    revision = ada.read_newest_view()["revision"]
    own_room.redis.kill()
    maya.do("mute_all")
    assert ada.expect_refusal("devices", microphone=True, seen=revision) == "switched_off"
    ada.wait_until(lambda view: view["you"]["microphone"] is False)


def test_a_removed_person_is_disconnected_and_learns_why_without_redis(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared(on=own_room)
    maya, ada = session.enter("Maya", own_room.first), session.enter("Ada", own_room.second)
    own_room.redis.kill()
    maya.do("remove_from_session", person=ada.id)
    ada.wait_for_disconnection()
    assert ada.is_removed


def test_changes_are_refused_without_postgresql_and_accepted_after_its_restart(
    own_room: TwoProcesses, open_shared: OpenShared
) -> None:
    session = open_shared("request", on=own_room)
    maya, ada = session.enter("Maya", own_room.first), session.enter("Ada", own_room.second)
    ada.do("ask")
    maya.wait_until(lambda view: view["requests"] == [ada.id])
    own_room.postgresql.close()
    assert ada.expect_refusal("cancel_request") == "server_error"
    assert read_readiness(own_room.second)[1] == {"ready": False, "database": "away", "redis": "ok"}
    own_room.postgresql.start()
    for process in (own_room.first, own_room.second):
        wait_for_readiness(process, database="ok", ready=True)
    ada.do("cancel_request")
    maya.wait_until(lambda view: view["requests"] == [])
    assert maya.is_connected and ada.is_connected
