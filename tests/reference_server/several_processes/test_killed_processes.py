"""A process is killed at each point of the way to the stage and back.

Its people go on at the other process.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from rooms.redis_server import RedisServer
from tests.reference_server.clients import Browser, PageClient, View, expect_connection_refusal, new_page
from tests.reference_server.server_process import ServerProcess
from tests.reference_server.several_processes.conftest import OpenShared, SharedSession, TwoProcesses
from tests.reference_server.shared_servers import PostgreSQLOfTests

pytestmark = pytest.mark.disruption

DEVICES_ON = {"microphone": True, "camera": True}
RECOVERY_SECONDS = 5.0
"""The longest time from the end of a process until everybody sees everybody again, and the session as it was."""


@dataclass(frozen=True)
class StageStep:
    """A message on the way to the stage, who sends it, and Ada's standing and camera afterwards."""

    message: str
    sender: str
    standing: str
    camera: bool = True

    def make_payload(self, ada: str) -> dict[str, object]:
        """Return the payload of the message; `ada` is Ada's id."""
        payloads: dict[str, dict[str, object]] = {"join": {**DEVICES_ON}, "devices": {"camera": False}}
        return {"person": ada} if self.sender == "Maya" else payloads.get(self.message, {})

    def is_shown_in(self, view: View, ada: str) -> bool:
        """Return whether a moderator's view shows Ada's standing and camera after this step."""
        lists = {"asking": "requests", "invited": "invitations", "on_stage": "stage"}
        found = [standing for standing, name in lists.items() if ada in view[name]] or ["viewer"]
        camera = next(entry["camera"] for entry in view["people"] if entry["id"] == ada)
        return found == [self.standing] and (self.standing != "on_stage" or camera == self.camera)


ARRIVED = StageStep("", "", "viewer")
STEPS = (
    StageStep("ask", "Ada", "asking"),
    StageStep("approve", "Maya", "invited"),
    StageStep("join", "Ada", "on_stage"),
    StageStep("devices", "Ada", "on_stage", camera=False),
    StageStep("remove", "Maya", "viewer"),
)


class SplitSession:
    """A session in which Maya is connected to the first process, and Ada to the second one."""

    def __init__(self, room: TwoProcesses, session: SharedSession) -> None:
        self._session = session
        self._process: dict[str, ServerProcess] = {"Maya": room.first, "Ada": room.second}
        self.people = {name: session.enter(name, process) for name, process in self._process.items()}
        self.ada = self.people["Ada"].id
        self._wait(lambda view: len(view["people"]) == 2)

    @property
    def maya(self) -> PageClient:
        """Maya's newest page."""
        return self.people["Maya"]

    def take_steps(self, *steps: StageStep) -> None:
        """Take steps one after the other."""
        for step in steps:
            self.people[step.sender].do(step.message, **step.make_payload(self.ada))
            self.maya.wait_until(lambda view, step=step: step.is_shown_in(view, self.ada))  # type: ignore[misc]

    def kill_process_of(self, name: str) -> None:
        """Kill the process that a person is connected to."""
        self._process[name].kill()

    def other_process(self, name: str) -> ServerProcess:
        """Return the process that the other person is connected to."""
        return self._process["Ada" if name == "Maya" else "Maya"]

    def browser(self, name: str) -> Browser:
        """Return the person's browser, whose cookie is from the process by which they entered."""
        return self._session.browsers[name]

    def reconnect_to_other_process(self, name: str, page: str | None = None) -> None:
        """Connect a person to the other process, by the same page or another one."""
        self._process[name] = self.other_process(name)
        self.people[name] = self._session.enter(name, self._process[name], page or self.people[name].page)

    def expect(self, step: StageStep) -> None:
        """Wait until both see each other connected, and Maya sees Ada as after this step."""
        self._wait(lambda view: all(person["page"] for person in view["people"]))
        self.maya.wait_until(lambda view: step.is_shown_in(view, self.ada))

    def _wait(self, condition: Callable[[View], bool]) -> None:
        for person in self.people.values():
            person.wait_until(condition)


@pytest.fixture(scope="module")
def killed_room(
    postgresql: PostgreSQLOfTests, redis: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoProcesses]:
    """A room of two processes; a test that kills one starts it again."""
    with closing(TwoProcesses(tmp_path_factory.mktemp("killed"), postgresql, redis)) as room:
        yield room
    for process in (room.first, room.second):
        assert "Traceback" not in process.log(), process.log()


@pytest.fixture
def session(killed_room: TwoProcesses, open_shared: OpenShared) -> Iterator[SplitSession]:
    """A session in the room; both processes run again afterwards."""
    yield SplitSession(killed_room, open_shared("request", on=killed_room))
    for process in (killed_room.first, killed_room.second):
        process.recover()


@pytest.mark.parametrize("name", ["Ada", "Maya"])
@pytest.mark.parametrize("number", range(len(STEPS) + 1), ids=["arrived", *(step.message for step in STEPS)])
def test_a_killed_process_loses_nothing_that_was_acknowledged(session: SplitSession, number: int, name: str) -> None:
    session.take_steps(*STEPS[:number])
    session.kill_process_of(name)
    start = time.monotonic()
    session.reconnect_to_other_process(name)
    session.expect((ARRIVED, *STEPS)[number])
    assert time.monotonic() - start < RECOVERY_SECONDS
    session.take_steps(*STEPS[number:])


@pytest.mark.parametrize(("name", "role"), [("Ada", "attendee"), ("Maya", "moderator")])
@pytest.mark.parametrize("is_reloaded", [False, True], ids=["same page", "reloaded"])
def test_a_cookie_of_a_killed_process_identifies_the_person_at_the_other_one(
    session: SplitSession, name: str, role: str, is_reloaded: bool
) -> None:
    session.take_steps(*STEPS[:3])
    if name == "Maya":
        session.maya.do("join", **DEVICES_ON)
    cookies = session.browser(name).headers
    you = session.people[name].wait_until(lambda view: view["you"]["standing"] == "on_stage")["you"]
    assert (you["name"], you["role"]) == (name, role)
    session.kill_process_of(name)
    session.reconnect_to_other_process(name, new_page() if is_reloaded else None)
    assert session.browser(name).headers == cookies
    view = session.people[name].read_newest_view()
    assert view["you"] == you
    assert sorted(person["name"] for person in view["people"]) == ["Ada", "Maya"]


@pytest.mark.parametrize("cookie", ["none", "forged", "of another person"])
def test_after_a_kill_the_other_process_refuses_an_invalid_cookie(session: SplitSession, cookie: str) -> None:
    session.take_steps(*STEPS[:3])
    ada, maya = session.browser("Ada"), session.browser("Maya")
    name = f"stagedoor_{ada.person}"
    valid = ada.http.cookies[name] or ""
    values = {"forged": f"{valid[:-2]}xx", "of another person": maya.http.cookies[f"stagedoor_{maya.person}"]}
    ada.http.cookies.clear()
    if cookie in values:
        ada.http.cookies.set(name, values[cookie])
    session.kill_process_of("Ada")
    auth = {"person": ada.person, "page": session.people["Ada"].page}
    refusal = expect_connection_refusal(session.other_process("Ada"), ada, **auth)
    assert refusal["code"] == "not_you"
    ada.http.cookies.clear()
    ada.http.cookies.set(name, valid)
    session.reconnect_to_other_process("Ada")
    session.expect(STEPS[2])


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step.message for step in STEPS])
def test_a_command_in_flight_is_carried_out_completely_or_not_at_all(session: SplitSession, number: int) -> None:
    previous_step, step = (ARRIVED, *STEPS)[number], STEPS[number]
    session.take_steps(*STEPS[:number])
    session.people[step.sender].emit(step.message, step.make_payload(session.ada))
    session.kill_process_of(step.sender)
    start = time.monotonic()
    session.reconnect_to_other_process(step.sender)
    view = session.maya.read_newest_view()
    was_carried_out = step.is_shown_in(view, session.ada)
    assert was_carried_out or previous_step.is_shown_in(view, session.ada)
    session.expect(step if was_carried_out else previous_step)
    assert time.monotonic() - start < RECOVERY_SECONDS
    session.take_steps(*STEPS[number + was_carried_out :])
