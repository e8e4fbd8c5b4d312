"""The server is killed at each point of each flow (STEADY-3).

What was acknowledged is there afterwards; what was not is there wholly or not at all. What "wholly" means is taken
from the same flow in a session that nothing happens to.
"""

import random

import pytest

from tests.reference_server.clients import Live
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession
from tests.steadiness.comparable_views import ComparableView, comparable_views, connect_all
from tests.steadiness.flows import FLOWS, PEOPLE, Flow
from tests.steadiness.standing_still import nobody_may_write, wait_until_it_stands_still

Told = dict[str, ComparableView]
Undisturbed = dict[str, tuple[Told, Told]]


@pytest.fixture(scope="session")
def undisturbed(mortal: ServerProcess) -> Undisturbed:
    """For each flow what everybody knows before and after its message, where nobody is killed."""
    return {name: without_disturbance(mortal, flow) for name, flow in FLOWS.items()}


def without_disturbance(server: ServerProcess, flow: Flow) -> tuple[Told, Told]:
    session, _people = led_up_to(server, flow)
    people = connect_all(session, PEOPLE)
    before = comparable_views(people)
    assert people[flow.sender].send(flow.message, flow.payload(people))["ok"]
    after = comparable_views(connect_all(session, PEOPLE))
    session.close()
    assert after != before
    return before, after


def led_up_to(server: ServerProcess, flow: Flow) -> tuple[ConnectedSession, dict[str, Live]]:
    """A session in which everything has happened but the flow's message."""
    session = ConnectedSession(server, access=flow.access, title="Rehearsal", polls=True)
    people = connect_all(session, PEOPLE)
    flow.before(people)
    return session, people


def found_again(session: ConnectedSession) -> Told:
    """What everybody knows who comes back."""
    shown = comparable_views(connect_all(session, PEOPLE))
    session.close()
    return shown


@pytest.mark.parametrize("name", FLOWS)
def test_what_was_acknowledged_is_there(mortal: ServerProcess, name: str, undisturbed: Undisturbed) -> None:
    session, people = led_up_to(mortal, FLOWS[name])
    answer = people[FLOWS[name].sender].send(FLOWS[name].message, FLOWS[name].payload(people))
    mortal.process.kill()
    assert answer["ok"]
    mortal.restart()
    assert found_again(session) == undisturbed[name][1]


def test_what_was_on_its_way_is_there_wholly_or_not_at_all(
    mortal: ServerProcess, undisturbed: Undisturbed, thorough: int
) -> None:
    """In all flows at once; one in the middle is answered, so that the server dies in the midst of them."""
    stored: list[bool] = []
    for number in range(thorough):
        scenes = {name: led_up_to(mortal, flow) for name, flow in FLOWS.items()}
        order = random.Random(number).sample(list(scenes), len(scenes))
        for place, name in enumerate(order):
            flow, people = FLOWS[name], scenes[name][1]
            send = people[flow.sender].send if place == len(order) // 2 else people[flow.sender].shouts
            send(flow.message, flow.payload(people))
        mortal.restart()
        for name, (session, _people) in scenes.items():
            shown = found_again(session)
            assert shown in undisturbed[name]
            stored.append(shown == undisturbed[name][1])
    assert set(stored) == {True, False}, "the server did not die in the midst of them"


@pytest.mark.parametrize("name", ["accepting an invitation", "closing everything", "writing in the chat", "voting"])
def test_a_message_that_was_received_but_not_stored_has_no_effect(
    mortal: ServerProcess, name: str, undisturbed: Undisturbed
) -> None:
    session, people = led_up_to(mortal, FLOWS[name])
    with nobody_may_write(mortal):
        people[FLOWS[name].sender].shouts(FLOWS[name].message, FLOWS[name].payload(people))
        wait_until_it_stands_still(mortal)
        mortal.kill()
    mortal.start()
    assert found_again(session) == undisturbed[name][0]


def test_what_stood_before_the_message_stands_after_a_restart(mortal: ServerProcess, undisturbed: Undisturbed) -> None:
    scenes = {name: led_up_to(mortal, flow) for name, flow in FLOWS.items()}
    mortal.restart()
    assert {name: found_again(session) for name, (session, _) in scenes.items()} == {
        name: before for name, (before, _) in undisturbed.items()
    }
