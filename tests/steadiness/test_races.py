"""Two people send messages at the same moment, many times (STEADY-5).

Both senders wait at a barrier, then send. The rules allow the outcome of either order, all people in the session
receive the same state, and both orders of each race must occur.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.reference_server.clients import PageClient
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession
from tests.steadiness.comparable_views import ComparableView, comparable_view

People = dict[str, PageClient]
SentMessage = tuple[str, str, dict[str, Any]]
"""The sender's name, the message's type and its payload."""

ROUNDS = 60
MAX_DELAY = 0.0015
"""The longest delay of either message in seconds, so that each order occurs."""
OK = "ok"
BOTH_ON = {"microphone": True, "camera": True}


@dataclass(frozen=True)
class Race:
    """Two simultaneous messages in a session with these people.

    ``prepare`` returns the messages to send before a round. ``outcomes`` maps the codes of the first and the second
    acknowledgement, "ok" or a refusal's code, to a condition on a moderator's view.
    """

    access: str
    names: tuple[str, ...]
    prepare: Callable[[People], list[SentMessage]]
    first: Callable[[People], SentMessage]
    second: Callable[[People], SentMessage]
    outcomes: dict[tuple[str, str], Callable[[ComparableView], bool]]
    limit: int = 25


def is_empty(view: ComparableView) -> bool:
    return not (view["requests"] or view["invitations"] or view["stage"])


def is_invited(view: ComparableView) -> bool:
    return (view["requests"], view["invitations"]) == ([], ["Ada"])


def on_stage(*names: str) -> Callable[[ComparableView], bool]:
    return lambda view: view["stage"] == list(names)


def person_payload(people: People, name: str) -> dict[str, Any]:
    return {"person": people[name].id}


RACES = {
    "approve and cancel": Race(
        "request",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Ada", "ask", {})],
        lambda people: ("Maya", "approve", person_payload(people, "Ada")),
        lambda _people: ("Ada", "cancel_request", {}),
        {(OK, "not_asking"): is_invited, ("not_asking", OK): is_empty},
    ),
    "approve and decline, by two moderators": Race(
        "request",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Ada", "ask", {})],
        lambda people: ("Maya", "approve", person_payload(people, "Ada")),
        lambda people: ("Marc", "decline", person_payload(people, "Ada")),
        {(OK, "not_asking"): is_invited, ("not_asking", OK): is_empty},
    ),
    "remove and join, with a limit of one on stage": Race(
        "everyone",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Ben", "join", BOTH_ON)],
        lambda people: ("Maya", "remove", person_payload(people, "Ben")),
        lambda _people: ("Ada", "join", BOTH_ON),
        {(OK, OK): on_stage("Ada"), (OK, "stage_full"): is_empty},
        limit=1,
    ),
    "invite, and end all stage access": Race(
        "invite",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Marc", "set_access", {"access": "invite"})],
        lambda people: ("Maya", "invite", person_payload(people, "Ada")),
        lambda _people: ("Marc", "set_access", {"access": "nobody"}),
        {(OK, OK): is_empty, ("not_offered", OK): is_empty},
    ),
    "join and join, on the last place": Race(
        "everyone",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [],
        lambda _people: ("Ada", "join", BOTH_ON),
        lambda _people: ("Ben", "join", BOTH_ON),
        {(OK, "stage_full"): on_stage("Ada"), ("stage_full", OK): on_stage("Ben")},
        limit=1,
    ),
    "revoke and accept": Race(
        "invite",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda people: [("Marc", "invite", person_payload(people, "Ada"))],
        lambda people: ("Maya", "revoke", person_payload(people, "Ada")),
        lambda _people: ("Ada", "join", BOTH_ON),
        {(OK, "not_offered"): is_empty, ("not_invited", OK): on_stage("Ada")},
    ),
}


@pytest.fixture(params=list(RACES))
def race(request: pytest.FixtureRequest) -> Race:
    return RACES[request.param]


@pytest.fixture
def people(killable_server: ServerProcess, race: Race) -> Iterator[People]:
    """The people of the race in a session, each with a connection."""
    session = ConnectedSession(killable_server, access=race.access, limit=race.limit)
    yield {name: session.enter(name) for name in race.names}
    session.close()


def test_all_people_receive_the_same_state_after_either_order(race: Race, people: People, repeat_factor: int) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for number in range(ROUNDS * repeat_factor):
        reset(people)
        for name, message, payload in race.prepare(people):
            people[name].send(message, payload)
        codes = send_at_once(people, race.first(people), race.second(people), random.Random(number))
        assert codes in race.outcomes, codes
        expect_same_state(people, race.outcomes[codes])
        counts[codes] += 1
    print(f"\n{dict(counts)}")
    assert set(counts) == set(race.outcomes), f"not every order occurred: {counts}"


def send_at_once(people: People, first: SentMessage, second: SentMessage, rng: random.Random) -> tuple[str, str]:
    """Send both messages at the same moment; return "ok" or the refusal's code for each."""
    barrier = threading.Barrier(2)
    codes = ["", ""]

    def send(index: int, sent_message: SentMessage, delay: float) -> None:
        name, message, payload = sent_message
        barrier.wait()
        threading.Event().wait(delay)
        acknowledgement = people[name].send(message, payload)
        codes[index] = OK if acknowledgement["ok"] else acknowledgement["error"]["code"]

    delays = [rng.random() * MAX_DELAY, 0.0]
    rng.shuffle(delays)
    threads = [
        threading.Thread(target=send, args=(index, sent_message, delays[index]))
        for index, sent_message in enumerate((first, second))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes[0], codes[1]


def reset(people: People) -> None:
    """Remove Ada and Ben from the stage, and end invitations and requests.

    Most of these messages are refused.
    """
    for name in ("Ada", "Ben"):
        for message in ("remove", "revoke", "decline"):
            people["Maya"].send(message, person_payload(people, name))


def expect_same_state(people: People, outcome: Callable[[ComparableView], bool]) -> None:
    """Expect all people to have received the outcome, and the same state."""
    views = {name: comparable_view(client.read_newest_view()) for name, client in people.items()}
    assert outcome(views["Maya"]), views["Maya"]
    assert all(public_part(view) == public_part(views["Maya"]) for view in views.values()), views
    assert moderators_part(views["Maya"]) == moderators_part(views["Marc"])
    for name in ("Ada", "Ben"):
        assert views[name]["you"]["standing"] == standing(views["Maya"], name)


def public_part(view: ComparableView) -> tuple[object, ...]:
    """Return the parts of a view that all people receive."""
    people = [{key: value for key, value in person.items() if key != "may"} for person in view["people"]]
    return people, view["stage"], view["session"]


def moderators_part(view: ComparableView) -> tuple[object, ...]:
    """Return the parts of a view that only moderators receive."""
    return view["requests"], view["invitations"], view["people"]


def standing(view: ComparableView, name: str) -> str:
    """Return a person's standing according to a moderator's view."""
    lists = {"on_stage": "stage", "invited": "invitations", "asking": "requests"}
    return next((standing for standing, key in lists.items() if name in view[key]), "viewer")
