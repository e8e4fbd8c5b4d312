"""People send random messages in random order, and the room behaves as the model predicts.

They also lose their connection, open the room twice, and reconnect after a restart of the server. After each step,
every connection must have received the model's state. STAGEDOOR_THOROUGH multiplies the examples.
"""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.reference_server.clients import PageClient, View
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession
from tests.steadiness.model import Model, ModelView

EXAMPLES, STEPS = 15, 25
RESTARTS = 4
"""Restarts in all examples together, since a restart takes as long as hundreds of other steps."""
NAMES = ("Maya", "Marc", "Ada", "Ben", "Cleo", "Dana")
MODERATORS = ("Maya", "Marc")
WITHOUT_PAYLOAD = ("ask", "cancel_request", "decline_invitation")
ON_PERSON = ("approve", "decline", "invite", "revoke", "remove")
ACCESSES = ("everyone", "request", "invite", "nobody")


class RandomSessions(RuleBasedStateMachine):
    """A session on a server that all examples share, and the model of the session."""

    server: ServerProcess
    restarts_left: int
    done: Counter[str]

    @initialize(access=st.sampled_from(ACCESSES), limit=st.sampled_from([1, 2, 25]))
    def open_session(self, access: str, limit: int) -> None:
        self.model = Model(access, limit)
        self.session = ConnectedSession(self.server, access=access, limit=limit)
        self.clients: dict[str, PageClient] = {}
        self.connect("Maya")

    @rule(data=st.data())
    def open_room(self, data: st.DataObject) -> None:
        """Let a person enter, return, or open the room on a second page, which replaces the first."""
        absent = [name for name in NAMES if name not in self.clients]
        name = data.draw(st.sampled_from(3 * absent + list(NAMES)))
        self.done["takeover" if name in self.clients else "return" if name in self.model.people else "entry"] += 1
        self.connect(name)

    @precondition(lambda self: self.clients)
    @rule(data=st.data())
    def lose_connection(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.clients)))
        self.done["loss"] += 1
        self.clients.pop(name).close()
        self.model.people[name].connected = False

    @precondition(lambda self: self.clients)
    @rule(data=st.data(), times=st.integers(1, 25), anything=st.integers(0, 3).map(lambda number: number == 0))
    def act(self, data: st.DataObject, times: int, anything: bool) -> None:
        """Send messages that the rules allow, or any messages if ``anything`` is set."""
        for _ in range(times):
            acts = [(name, *act) for name in sorted(self.clients) for act in all_acts(list(self.model.people))]
            allowed = [act for act in acts if anything or self.model.allows(*act)]
            self.send(*data.draw(st.sampled_from(allowed or acts)))

    @precondition(lambda self: type(self).restarts_left > 0 and len(self.model.order) > 1)
    @rule()
    def restart_server(self) -> None:
        """Restart the server and connect all people again, in another order."""
        type(self).restarts_left -= 1
        self.done["restart"] += 1
        connected = sorted(self.clients)
        self.server.restart()
        for person in self.model.people.values():
            person.connected = False
        self.clients.clear()
        for name in connected:
            self.connect(name)

    @invariant()
    def expect_model_state(self) -> None:
        for name, client in getattr(self, "clients", {}).items():
            expected = self.model.view_of(name)
            client.wait_until(lambda view, expected=expected: model_view(view) == expected)

    def teardown(self) -> None:
        """Close the session; each example opens its own."""
        if hasattr(self, "session"):
            self.session.close()

    def connect(self, name: str) -> None:
        if name not in self.model.people:
            self.model.enter(name, name in MODERATORS)
        self.clients[name] = self.session.enter(name)
        self.model.people[name].connected = True

    def send(self, name: str, message: str, payload: ModelView) -> None:
        """Send a message, and expect the acknowledgement and the state that the model predicts."""
        answer = self.clients[name].send(message, self.with_ids(payload))
        assert answer["ok"] == self.model.apply(name, message, payload), (name, message, payload, answer)
        self.done["accepted" if answer["ok"] else "refused"] += 1
        self.expect_model_state()

    def with_ids(self, payload: ModelView) -> ModelView:
        return {
            key: self.session.browsers[value].person if key == "person" else value for key, value in payload.items()
        }


def all_acts(people: list[str]) -> list[tuple[str, ModelView]]:
    """Return every message with every payload."""
    switches = [
        {"microphone": microphone, "camera": camera} for microphone in (True, False) for camera in (True, False)
    ]
    acts: list[tuple[str, ModelView]] = [(message, {}) for message in WITHOUT_PAYLOAD]
    acts += [(message, switch) for message in ("join", "devices") for switch in switches]
    acts += [(message, {"person": person}) for message in ON_PERSON for person in people]
    return acts + [("set_access", {"access": access}) for access in ACCESSES]


def model_view(view: View) -> ModelView:
    """Return a received view in the form of Model.view_of."""
    names = {person["id"]: person["name"] for person in view["people"]}
    lists: ModelView = {
        key: [names[id] for id in view[key]] for key in ("stage", "requests", "invitations") if key in view
    }
    people = [_model_person(person) for person in view["people"]]
    return {"access": view["session"]["access"], "you": view["you"]["standing"], "people": people, **lists}


def _model_person(person: dict[str, Any]) -> tuple[object, ...]:
    devices = (person["microphone"], person["camera"])
    return person["name"], person["role"] == "moderator", person["standing"], *devices, person["page"] is not None


def test_the_room_behaves_as_the_model_in_random_sessions(killable_server: ServerProcess, repeat_factor: int) -> None:
    RandomSessions.server, RandomSessions.restarts_left, RandomSessions.done = (
        killable_server,
        RESTARTS * repeat_factor,
        Counter(),
    )
    hypothesis_settings = settings(
        max_examples=EXAMPLES * repeat_factor,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=repeat_factor == 1,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(RandomSessions, settings=hypothesis_settings)
    print(f"\n{sum(RandomSessions.done.values())} steps: {dict(RandomSessions.done)}")
    assert {"accepted", "refused", "loss", "return", "takeover", "restart"} <= set(RandomSessions.done)
