"""Random people do random things in random order, and the room does what the model says.

They also lose their connection, open the room twice, and see the server die and come back. Each step is checked on
every connected screen. STAGEDOOR_THOROUGH makes more of it.
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

from tests.reference_server.clients import Live, View
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession
from tests.steadiness.model import Known, Model

EXAMPLES, STEPS = 15, 25
RESTARTS = 4
"""In all, since each takes as long as hundreds of other steps."""
NAMES = ("Maya", "Marc", "Ada", "Ben", "Cleo", "Dana")
MODERATORS = ("Maya", "Marc")
WITHOUT_PAYLOAD = ("ask", "cancel_request", "decline_invitation")
ON_PERSON = ("approve", "decline", "invite", "revoke", "remove")
ACCESSES = ("everyone", "request", "invite", "nobody")


class RandomSessions(RuleBasedStateMachine):
    """One session on a server that all examples share, beside the model of it."""

    server: ServerProcess
    restarts_left: int
    done: Counter[str]

    @initialize(access=st.sampled_from(ACCESSES), limit=st.sampled_from([1, 2, 25]))
    def begins(self, access: str, limit: int) -> None:
        self.model = Model(access, limit)
        self.session = ConnectedSession(self.server, access=access, limit=limit)
        self.live: dict[str, Live] = {}
        self.comes("Maya")

    @rule(data=st.data())
    def opens_the_room(self, data: st.DataObject) -> None:
        """Somebody enters, comes back, or opens it on a second page, which takes over from the first."""
        absent = [name for name in NAMES if name not in self.live]
        name = data.draw(st.sampled_from(3 * absent + list(NAMES)))
        self.done["takeover" if name in self.live else "return" if name in self.model.people else "entry"] += 1
        self.comes(name)

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def loses_the_connection(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.live)))
        self.done["loss"] += 1
        self.live.pop(name).closes()
        self.model.people[name].here = False

    @precondition(lambda self: self.live)
    @rule(data=st.data(), times=st.integers(1, 25), anything=st.integers(0, 3).map(lambda number: number == 0))
    def act(self, data: st.DataObject, times: int, anything: bool) -> None:
        """Messages that must be followed; now and then any messages at all."""
        for _ in range(times):
            acts = [(who, *act) for who in sorted(self.live) for act in all_acts(list(self.model.people))]
            fitting = [act for act in acts if anything or self.model.would(*act)]
            self.sends(*data.draw(st.sampled_from(fitting or acts)))

    @precondition(lambda self: type(self).restarts_left > 0 and len(self.model.order) > 1)
    @rule()
    def the_server_dies(self) -> None:
        """Everybody comes back in another order than they came in."""
        type(self).restarts_left -= 1
        self.done["restart"] += 1
        back = sorted(self.live)
        self.server.restart()
        for one in self.model.people.values():
            one.here = False
        self.live.clear()
        for name in back:
            self.comes(name)

    @invariant()
    def everybody_knows_what_they_have_to(self) -> None:
        for name, live in getattr(self, "live", {}).items():
            expected = self.model.known_to(name)
            live.waits(lambda view, expected=expected: known(view) == expected)

    def teardown(self) -> None:
        """The next example has a session of its own."""
        if hasattr(self, "session"):
            self.session.close()

    def comes(self, name: str) -> None:
        if name not in self.model.people:
            self.model.enters(name, name in MODERATORS)
        self.live[name] = self.session.comes(name)
        self.model.people[name].here = True

    def sends(self, who: str, message: str, payload: Known) -> None:
        """Somebody sends a message, and is answered as the model says."""
        answer = self.live[who].send(message, self.with_ids(payload))
        assert answer["ok"] == self.model.does(who, message, payload), (who, message, payload, answer)
        self.done["followed" if answer["ok"] else "refused"] += 1
        self.everybody_knows_what_they_have_to()

    def with_ids(self, payload: Known) -> Known:
        return {
            key: self.session.browsers[value].person if key == "person" else value for key, value in payload.items()
        }


def all_acts(people: list[str]) -> list[tuple[str, Known]]:
    """Every message that there is, with everything that it may carry."""
    switches = [
        {"microphone": microphone, "camera": camera} for microphone in (True, False) for camera in (True, False)
    ]
    acts: list[tuple[str, Known]] = [(message, {}) for message in WITHOUT_PAYLOAD]
    acts += [(message, switch) for message in ("join", "devices") for switch in switches]
    acts += [(message, {"person": person}) for message in ON_PERSON for person in people]
    return acts + [("set_access", {"access": access}) for access in ACCESSES]


def known(view: View) -> Known:
    """What a view tells, in the model's words."""
    names = {one["id"]: one["name"] for one in view["people"]}
    lists: Known = {key: [names[id] for id in view[key]] for key in ("stage", "requests", "invitations") if key in view}
    people = [_as_told(one) for one in view["people"]]
    return {"access": view["session"]["access"], "you": view["you"]["standing"], "people": people, **lists}


def _as_told(one: dict[str, Any]) -> tuple[object, ...]:
    devices = (one["microphone"], one["camera"])
    return one["name"], one["role"] == "moderator", one["standing"], *devices, one["page"] is not None


def test_random_sessions_are_as_the_model_says(mortal: ServerProcess, thorough: int) -> None:
    RandomSessions.server, RandomSessions.restarts_left, RandomSessions.done = mortal, RESTARTS * thorough, Counter()
    how = settings(
        max_examples=EXAMPLES * thorough,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=thorough == 1,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(RandomSessions, settings=how)
    print(f"\n{sum(RandomSessions.done.values())} steps: {dict(RandomSessions.done)}")
    assert {"followed", "refused", "loss", "return", "takeover", "restart"} <= set(RandomSessions.done)
