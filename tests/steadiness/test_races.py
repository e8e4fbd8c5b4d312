"""Two people act in the same instant, again and again (STEADY-5).

Both wait at a barrier and send at once; whoever comes first, the outcome is one that the rules allow, and everybody
in the session is told the same. Each race has two orders, and both must have been seen.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.reference_server.clients import Live, View
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession
from tests.steadiness.comparable_views import ComparableView, comparable_view

People = dict[str, Live]
Step = tuple[str, str, dict[str, Any]]
"""Who sends which message, and what it carries."""

ROUNDS = 60
SPREAD = 0.0015
"""Seconds by which either of the two may hesitate, so that now the one is first and now the other."""
OK = "ok"
ON = {"microphone": True, "camera": True}


@dataclass(frozen=True)
class Race:
    """Who is there, what comes before each round, the two steps, and what they may come to.

    `outcomes`: by the answers to the first and the second step, what must hold for the moderator's view.
    """

    access: str
    names: tuple[str, ...]
    before: Callable[[People], list[Step]]
    first: Callable[[People], Step]
    second: Callable[[People], Step]
    outcomes: dict[tuple[str, str], Callable[[ComparableView], bool]]
    limit: int = 25


def at_peace(view: ComparableView) -> bool:
    return not (view["requests"] or view["invitations"] or view["stage"])


def is_invited(view: ComparableView) -> bool:
    return (view["requests"], view["invitations"]) == ([], ["Ada"])


def on_stage(*names: str) -> Callable[[ComparableView], bool]:
    return lambda view: view["stage"] == list(names)


def about(people: People, name: str) -> dict[str, Any]:
    return {"person": people[name].id}


RACES = {
    "approve and cancel": Race(
        "request",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Ada", "ask", {})],
        lambda people: ("Maya", "approve", about(people, "Ada")),
        lambda _people: ("Ada", "cancel_request", {}),
        {(OK, "not_asking"): is_invited, ("not_asking", OK): at_peace},
    ),
    "approve and decline, by two moderators": Race(
        "request",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Ada", "ask", {})],
        lambda people: ("Maya", "approve", about(people, "Ada")),
        lambda people: ("Marc", "decline", about(people, "Ada")),
        {(OK, "not_asking"): is_invited, ("not_asking", OK): at_peace},
    ),
    "remove and join, where there is room for one": Race(
        "everyone",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Ben", "join", ON)],
        lambda people: ("Maya", "remove", about(people, "Ben")),
        lambda _people: ("Ada", "join", ON),
        {(OK, OK): on_stage("Ada"), (OK, "stage_full"): at_peace},
        limit=1,
    ),
    "invite, and end all stage access": Race(
        "invite",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [("Marc", "set_access", {"access": "invite"})],
        lambda people: ("Maya", "invite", about(people, "Ada")),
        lambda _people: ("Marc", "set_access", {"access": "nobody"}),
        {(OK, OK): at_peace, ("not_offered", OK): at_peace},
    ),
    "join and join, on the last place": Race(
        "everyone",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda _people: [],
        lambda _people: ("Ada", "join", ON),
        lambda _people: ("Ben", "join", ON),
        {(OK, "stage_full"): on_stage("Ada"), ("stage_full", OK): on_stage("Ben")},
        limit=1,
    ),
    "revoke and accept": Race(
        "invite",
        ("Maya", "Marc", "Ada", "Ben"),
        lambda people: [("Marc", "invite", about(people, "Ada"))],
        lambda people: ("Maya", "revoke", about(people, "Ada")),
        lambda _people: ("Ada", "join", ON),
        {(OK, "not_offered"): at_peace, ("not_invited", OK): on_stage("Ada")},
    ),
}


@pytest.fixture(params=list(RACES))
def race(request: pytest.FixtureRequest) -> Race:
    return RACES[request.param]


@pytest.fixture
def people(mortal: ServerProcess, race: Race) -> Iterator[People]:
    """Everybody in the race's session, on a connection each."""
    session = ConnectedSession(mortal, access=race.access, limit=race.limit)
    yield {name: session.comes(name) for name in race.names}
    session.close()


def test_in_either_order_everybody_sees_the_same(race: Race, people: People, thorough: int) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for number in range(ROUNDS * thorough):
        clear(people)
        for who, message, payload in race.before(people):
            people[who].send(message, payload)
        answers = at_once(people, race.first(people), race.second(people), random.Random(number))
        assert answers in race.outcomes, answers
        expect_agreement(people, race.outcomes[answers])
        seen[answers] += 1
    print(f"\n{dict(seen)}")
    assert set(seen) == set(race.outcomes), f"not every order was seen: {seen}"


def at_once(people: People, first: Step, second: Step, chance: random.Random) -> tuple[str, str]:
    """Have both sent in one instant; answers what the two were answered: "ok", or the refusal's code."""
    barrier = threading.Barrier(2)
    answers = ["", ""]

    def act(place: int, step: Step, hesitation: float) -> None:
        who, message, payload = step
        barrier.wait()
        threading.Event().wait(hesitation)
        answer = people[who].send(message, payload)
        answers[place] = OK if answer["ok"] else answer["error"]["code"]

    hesitations = [chance.random() * SPREAD, 0.0]
    chance.shuffle(hesitations)
    threads = [threading.Thread(target=act, args=(i, step, hesitations[i])) for i, step in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers[0], answers[1]


def clear(people: People) -> None:
    """Back to a session in which nobody wants anything; what does not apply is refused, and that is fine."""
    for name in ("Ada", "Ben"):
        for message in ("remove", "revoke", "decline"):
            people["Maya"].send(message, about(people, name))


def expect_agreement(people: People, outcome: Callable[[ComparableView], bool]) -> None:
    """Everybody is told the outcome, and the same as everybody else."""
    shown = {name: comparable_view(last_word(live)) for name, live in people.items()}
    assert outcome(shown["Maya"]), shown["Maya"]
    assert all(others_see(one) == others_see(shown["Maya"]) for one in shown.values()), shown
    assert own_part(shown["Maya"]) == own_part(shown["Marc"])
    for name in ("Ada", "Ben"):
        assert shown[name]["you"]["standing"] == standing(shown["Maya"], name)


def last_word(live: Live) -> View:
    """What somebody was told last: an answer comes after all that was to be told when its question came."""
    assert not live.send("remove", {"person": "nobody"})["ok"]
    return live.view


def others_see(shown: ComparableView) -> tuple[object, ...]:
    """What everybody may know."""
    everybody = [{key: value for key, value in one.items() if key != "may"} for one in shown["people"]]
    return everybody, shown["stage"], shown["session"]


def own_part(shown: ComparableView) -> tuple[object, ...]:
    """What only moderators know."""
    return shown["requests"], shown["invitations"], shown["people"]


def standing(shown: ComparableView, name: str) -> str:
    """Where somebody stands, by what a moderator is told."""
    lists = {"on_stage": "stage", "invited": "invitations", "asking": "requests"}
    return next((word for word, key in lists.items() if name in shown[key]), "viewer")
