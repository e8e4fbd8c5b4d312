"""People send random messages in random order, and the room behaves as the model predicts.

People also lose their connection, open the room twice, and reconnect after a restart of the server. After each
step, every connection must have received the model's state. STAGEDOOR_THOROUGH multiplies the examples.
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
from tests.steadiness.model import Model, ModelView, Payload

EXAMPLES, STEPS = 15, 25
RESTARTS = 4
"""Restarts in all examples together, since a restart takes as long as hundreds of other steps."""
NAMES = ("Maya", "Marc", "Ada", "Ben", "Cleo", "Dana")
MODERATORS = ("Maya", "Marc")
WITHOUT_PAYLOAD = ("ask", "cancel_request", "decline_invitation")
ABOUT_PERSON = ("approve", "decline", "invite", "revoke", "remove")
ACCESSES = ("everyone", "request", "invite", "nobody")


class RandomSessions(RuleBasedStateMachine):
    """A session on a server that all examples share, and the model of the session."""

    server: ServerProcess
    restarts_left: int
    counts: Counter[str]

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
        self.counts["takeover" if name in self.clients else "return" if name in self.model.people else "entry"] += 1
        self.connect(name)

    @precondition(lambda self: self.clients)
    @rule(data=st.data())
    def lose_connection(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.clients)))
        self.counts["loss"] += 1
        self.clients.pop(name).close()
        self.model.people[name].is_connected = False

    @precondition(lambda self: self.clients)
    @rule(data=st.data(), times=st.integers(1, 25), any_message=st.integers(0, 3).map(lambda number: number == 0))
    def send_messages(self, data: st.DataObject, times: int, any_message: bool) -> None:
        """Send messages that the rules allow, or with ``any_message`` also others."""
        for _ in range(times):
            people = list(self.model.people)
            messages = [(name, *message) for name in sorted(self.clients) for message in all_messages(people)]
            allowed = [message for message in messages if any_message or self.model.allows(*message)]
            self.send(*data.draw(st.sampled_from(allowed or messages)))

    @precondition(lambda self: type(self).restarts_left > 0 and len(self.model.order) > 1)
    @rule()
    def restart_server(self) -> None:
        """Restart the server and connect all people again, in another order."""
        type(self).restarts_left -= 1
        self.counts["restart"] += 1
        connected = sorted(self.clients)
        self.server.restart()
        for person in self.model.people.values():
            person.is_connected = False
        self.clients.clear()
        for name in connected:
            self.connect(name)

    @invariant()
    def expect_model_state(self) -> None:
        for name, client in getattr(self, "clients", {}).items():
            expected = self.model.view_of(name)
            client.wait_until(lambda view, expected=expected: model_view(view) == expected)

    def teardown(self) -> None:
        """Close the session, since each example opens another."""
        if hasattr(self, "session"):
            self.session.close()

    def connect(self, name: str) -> None:
        if name not in self.model.people:
            self.model.enter(name, name in MODERATORS)
        self.clients[name] = self.session.enter(name)
        self.model.people[name].is_connected = True

    def send(self, name: str, message: str, payload: Payload) -> None:
        """Send a message, and expect the acknowledgement and the state that the model predicts."""
        acknowledgement = self.clients[name].send(message, self.replace_names(payload))
        is_accepted = acknowledgement["ok"]
        assert is_accepted == self.model.apply(name, message, payload), (name, message, payload, acknowledgement)
        self.counts["accepted" if is_accepted else "refused"] += 1
        self.expect_model_state()

    def replace_names(self, payload: Payload) -> Payload:
        """Return the payload with the person's id in place of the name."""
        return {
            key: self.session.browsers[value].person if key == "person" else value for key, value in payload.items()
        }


def all_messages(people: list[str]) -> list[tuple[str, Payload]]:
    """Return every message with every payload."""
    devices = [{"microphone": microphone, "camera": camera} for microphone in (True, False) for camera in (True, False)]
    messages: list[tuple[str, Payload]] = [(message, {}) for message in WITHOUT_PAYLOAD]
    messages += [(message, payload) for message in ("join", "devices") for payload in devices]
    messages += [(message, {"person": person}) for message in ABOUT_PERSON for person in people]
    return messages + [("set_access", {"access": access}) for access in ACCESSES]


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
    RandomSessions.server, RandomSessions.restarts_left, RandomSessions.counts = (
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
    print(f"\n{sum(RandomSessions.counts.values())} steps: {dict(RandomSessions.counts)}")
    assert {"accepted", "refused", "loss", "return", "takeover", "restart"} <= set(RandomSessions.counts)
