"""The server is killed at each point of each flow (STEADY-3).

After the restart, an acknowledged message has its full effect; any other message has its full effect or none. The
full effect is that of the same flow in a session without a kill.
"""

import random

import pytest

from tests.reference_server.clients import PageClient
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession
from tests.steadiness.blocked_database import block_writes, wait_until_blocked
from tests.steadiness.comparable_views import ComparableView, comparable_views, connect_all
from tests.steadiness.flows import FLOWS, NAMES, Flow

Views = dict[str, ComparableView]
"""Each person's view, by name."""
UndisturbedFlows = dict[str, tuple[Views, Views]]
"""The views before and after the last message of each flow, by the flow's name."""


@pytest.fixture(scope="session")
def undisturbed_flows(killable_server: ServerProcess) -> UndisturbedFlows:
    """The views of each flow in a session without a kill."""
    return {name: run_undisturbed(killable_server, flow) for name, flow in FLOWS.items()}


def run_undisturbed(server: ServerProcess, flow: Flow) -> tuple[Views, Views]:
    session, _people = open_prepared_session(server, flow)
    people = connect_all(session, NAMES)
    views_before = comparable_views(people)
    assert people[flow.sender].send(flow.message, flow.payload(people))["ok"]
    views_after = comparable_views(connect_all(session, NAMES))
    session.close()
    assert views_after != views_before
    return views_before, views_after


def open_prepared_session(server: ServerProcess, flow: Flow) -> tuple[ConnectedSession, dict[str, PageClient]]:
    """Open a session and run the flow up to its last message; return the session and its people."""
    session = ConnectedSession(server, access=flow.access, title="Rehearsal", polls=True)
    people = connect_all(session, NAMES)
    flow.prepare(people)
    return session, people


def reconnect_and_read(session: ConnectedSession) -> Views:
    """Connect everybody again, and return their views."""
    views = comparable_views(connect_all(session, NAMES))
    session.close()
    return views


@pytest.mark.parametrize("name", FLOWS)
def test_an_acknowledged_message_takes_effect(
    killable_server: ServerProcess, name: str, undisturbed_flows: UndisturbedFlows
) -> None:
    session, people = open_prepared_session(killable_server, FLOWS[name])
    acknowledgement = people[FLOWS[name].sender].send(FLOWS[name].message, FLOWS[name].payload(people))
    killable_server.process.kill()
    assert acknowledgement["ok"]
    killable_server.restart()
    assert reconnect_and_read(session) == undisturbed_flows[name][1]


def test_a_message_in_transit_takes_full_effect_or_none(
    killable_server: ServerProcess, undisturbed_flows: UndisturbedFlows, repeat_factor: int
) -> None:
    """Kill the server after it acknowledges one of the messages that all flows send at the same time."""
    is_stored: list[bool] = []
    for number in range(repeat_factor):
        sessions = {name: open_prepared_session(killable_server, flow) for name, flow in FLOWS.items()}
        order = random.Random(number).sample(list(sessions), len(sessions))
        for index, name in enumerate(order):
            flow, people = FLOWS[name], sessions[name][1]
            send = people[flow.sender].send if index == len(order) // 2 else people[flow.sender].emit
            send(flow.message, flow.payload(people))
        killable_server.restart()
        for name, (session, _people) in sessions.items():
            views = reconnect_and_read(session)
            assert views in undisturbed_flows[name]
            is_stored.append(views == undisturbed_flows[name][1])
    assert set(is_stored) == {True, False}, "all messages were stored, or none: the kill came too late or too early"


@pytest.mark.parametrize(
    "name", ["accepting an invitation", "ending all stage access", "writing in the chat", "voting"]
)
def test_a_message_that_was_received_but_not_stored_has_no_effect(
    killable_server: ServerProcess, name: str, undisturbed_flows: UndisturbedFlows
) -> None:
    session, people = open_prepared_session(killable_server, FLOWS[name])
    with block_writes(killable_server):
        people[FLOWS[name].sender].emit(FLOWS[name].message, FLOWS[name].payload(people))
        wait_until_blocked(killable_server)
        killable_server.kill()
    killable_server.start()
    assert reconnect_and_read(session) == undisturbed_flows[name][0]


def test_a_restart_between_messages_changes_nothing(
    killable_server: ServerProcess, undisturbed_flows: UndisturbedFlows
) -> None:
    sessions = {name: open_prepared_session(killable_server, flow) for name, flow in FLOWS.items()}
    killable_server.restart()
    assert {name: reconnect_and_read(session) for name, (session, _) in sessions.items()} == {
        name: views_before for name, (views_before, _) in undisturbed_flows.items()
    }
