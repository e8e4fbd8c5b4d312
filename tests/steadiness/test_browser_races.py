"""Two people press in the same instant, each in a browser of their own, many times (STEADY-5).

In either order, the outcome is one that the rules allow, and afterwards every screen shows the same. Both orders must
have occurred. Marc and Ben have a connection only: Marc resets the session for the next round and reads its state; Ben
is on stage and can be removed.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator

from conformance.room_profile import Access
from people.browsers import Browsers
from people.devices import Kind
from people.scene import Scene
from rooms.room import SessionRequest
from tests.reference_server.clients import Live, View
from tests.reference_server.server_process import ServerProcess
from tests.steadiness.browser_room import (
    CAUGHT_UP,
    OUTCOME,
    PRESS_SCRIPT,
    SCHEDULE,
    ServerAsRoom,
    evaluate_everywhere,
    open_session_with,
)
from tests.steadiness.stage_screen import expected_stage_screen, read_stage_screen

CLICK = "element => element.click()"

ROUNDS = 50
"""Of each pair; test_races.py sends the same messages 60 times without browsers."""
LEAD, LONGEST_LEAD = 40, 1000
"""Milliseconds from scheduling a press to its moment: at first, and at most, on a machine that schedules slowly."""
SPREAD = 6
"""The longest delay of either of the two in milliseconds, so that each order occurs."""
AN_INSTANT = 15
"""Milliseconds; a round in which the presses were further apart, since the machine was busy, is checked all the same,
but does not count."""
FEWEST = 15
"""Rounds that count, of each pair; on a busy machine more rounds are run for them."""
MAX_FACTOR = 3
"""At most this many times the wanted rounds are run, even where fewer count."""
TRIES = 10
"""How often a request is scheduled again after its moment was missed."""
OK, LATE = "ok", "late"
ON = {"microphone": False, "camera": False}

Press = tuple[Locator, str | None]
"""The element to press; or the select element and the value to choose."""
Answers = tuple[str, str]


class Racers:
    """Moderators Maya and Noah, Ada and Cleo in browsers; Marc and Ben by a connection only."""

    def __init__(self, scene: Scene, marc: Live, ben: Live) -> None:
        self.scene = scene
        self.marc = marc
        self.ben = ben
        self.lead = LEAD

    def id(self, name: str) -> str:
        """Return a person's id."""
        return str(next(person["id"] for person in self.marc.view["people"] if person["name"] == name))

    def clear(self) -> None:
        """Decline all requests, revoke all invitations, and remove everybody from the stage."""
        messages = {"requests": "decline", "invitations": "revoke", "stage": "remove"}
        for key, message in messages.items():
            for person in self.marc.newest_view()[key]:
                self.marc.do(message, person=person)

    def catch_up(self) -> View:
        """Wait until every page has received the newest revision; return Marc's view."""
        view = self.marc.newest_view()
        evaluate_everywhere(self.scene, CAUGHT_UP, view["revision"])
        return view

    def press_at_once(self, *presses: Press, delays: tuple[float, ...] = (0,)) -> list[dict[str, Any]]:
        """Press all at one moment, each after its delay in ms; return the time and the answer of each press."""
        # Found beforehand, since the first press may remove the second element.
        elements = [locator.element_handle() for locator, _ in presses]
        moment = time.time() * 1000 + self.lead
        for element, (_, choice), delay in zip(elements, presses, delays, strict=True):
            element.evaluate(SCHEDULE, [moment + delay, choice])
        outcomes = [locator.page.evaluate(OUTCOME) for locator, _ in presses]
        if any(outcome["answer"] == LATE for outcome in outcomes):
            self.lead = min(2 * self.lead, LONGEST_LEAD)
        return outcomes

    def expect_same_state(self) -> View:
        """Expect every screen to show the server's state; return Marc's view of it."""
        view = self.catch_up()
        for name, person in self.scene.people.items():
            assert read_stage_screen(person.page) == expected_stage_screen(name, view), f"{name}'s screen"
        return view


def let_ada_ask(racers: Racers) -> None:
    racers.catch_up()
    ask = (racers.scene["Ada"].places.toolbar.button("Ask to join stage"), None)
    answers = (racers.press_at_once(ask)[0]["answer"] for _ in range(TRIES))
    assert next((answer for answer in answers if answer != LATE), LATE) == OK


def bring_ben_on_stage_and_ada_to_the_dialog(racers: Racers) -> None:
    """Open Ada's dialog, unless a refusal in the round before has left it open."""
    racers.ben.do("join", **ON)
    racers.catch_up()
    places = racers.scene["Ada"].places
    if not places.getting_ready.root.is_visible():
        places.toolbar.button("Join stage").evaluate(CLICK)
    places.getting_ready.expect_open()
    places.getting_ready.button("Join stage").click(trial=True)
    open_menu(racers, "Ben")


def set_invite_only(racers: Racers) -> None:
    racers.marc.do("set_access", access="invite")
    racers.catch_up()
    open_menu(racers, "Ada")
    settings = racers.scene["Noah"].places.settings
    if not settings.root.is_visible():
        settings.opener.evaluate(CLICK)


def open_menu(racers: Racers, name: str) -> None:
    """Open Maya's menu, unless it is still open since the press of the round before came too late."""
    maya = racers.scene["Maya"]
    if not maya.page.get_by_role("menuitem").first.is_visible():
        maya.places.participants.button("Actions for NAME", name).evaluate(CLICK)


def answer(moderator: str, word: str) -> Callable[[Scene], Press]:
    return lambda scene: (scene[moderator].places.requests.answer_button("Ada", word), None)


def menu_item(word: str) -> Callable[[Scene], Press]:
    return lambda scene: (scene["Maya"].page.get_by_role("menuitem", name=word, exact=True), None)


@dataclass(frozen=True)
class Pair:
    """Two presses at once, in a session with this stage access; ``before`` prepares each round.

    ``outcomes``: by whether the first and the second press were accepted, the names of those who then ask, are
    invited and are on stage.
    """

    access: Access
    before: Callable[[Racers], None]
    first: Callable[[Scene], Press]
    second: Callable[[Scene], Press]
    outcomes: dict[tuple[bool, bool], tuple[str, str, str]]
    limit: int = 25


INVITED, EMPTY, LIVE = ("", "Ada", ""), ("", "", ""), ("", "", "Ada")
PAIRS = {
    "bring to stage, and cancel": Pair(
        "request",
        let_ada_ask,
        answer("Maya", "Bring to stage"),
        lambda scene: (scene["Ada"].places.toolbar.button("Cancel request"), None),
        {(True, False): INVITED, (False, True): EMPTY},
    ),
    "bring to stage, and decline": Pair(
        "request",
        let_ada_ask,
        answer("Maya", "Bring to stage"),
        answer("Noah", "Decline"),
        {(True, False): INVITED, (False, True): EMPTY},
    ),
    "remove, and go live on the only place": Pair(
        "everyone",
        bring_ben_on_stage_and_ada_to_the_dialog,
        menu_item("Remove from stage"),
        lambda scene: (scene["Ada"].places.getting_ready.button("Join stage"), None),
        {(True, True): LIVE, (True, False): EMPTY},
        limit=1,
    ),
    "invite, and end all stage access": Pair(
        "invite",
        set_invite_only,
        menu_item("Invite to stage"),
        lambda scene: (scene["Noah"].places.settings.stage_access, "nobody"),
        {(True, True): EMPTY, (False, True): EMPTY},
    ),
}


@pytest.fixture(params=list(PAIRS))
def pair(request: pytest.FixtureRequest) -> Pair:
    return PAIRS[request.param]


@pytest.fixture
def racers(
    pair: Pair, killable_server: ServerProcess, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]
) -> Iterator[Racers]:
    """The people of the session of the pair, which serves all rounds."""
    room = ServerAsRoom(killable_server)
    scene = Scene(room, browsers, "laptop", descriptors)
    open_session_with(
        scene, SessionRequest(pair.access, limit=pair.limit), moderators="Maya Noah", attendees="Ada Cleo"
    )
    evaluate_everywhere(scene, PRESS_SCRIPT)
    assert room.session is not None
    yield Racers(scene, room.session.enter("Marc"), room.session.enter("Ben"))
    scene.close()
    room.close()


def test_steady_5_in_either_order_every_screen_shows_the_same(pair: Pair, racers: Racers, repeat_factor: int) -> None:
    seen: Counter[Answers] = Counter()
    began, wanted = time.monotonic(), ROUNDS * repeat_factor
    for number in range(wanted * MAX_FACTOR):
        answers, apart = run(pair, racers, random.Random(number))
        seen.update([answers] * (apart <= AN_INSTANT))
        orders = {accepted(answers) for answers in seen}
        if number + 1 >= wanted and seen.total() >= FEWEST and orders == set(pair.outcomes):
            break
    print(f"\n{dict(seen)}, {number + 1} rounds of {(time.monotonic() - began) / (number + 1):.2f} s")
    assert orders == set(pair.outcomes), f"not every order occurred in {number + 1} rounds: {seen}"


def run(pair: Pair, racers: Racers, chance: random.Random) -> tuple[Answers, float]:
    """Run one round; return the two answers, and the milliseconds between the presses."""
    racers.clear()
    pair.before(racers)
    racers.catch_up()
    delays = [0.0, chance.random() * SPREAD]
    chance.shuffle(delays)
    first, second = racers.press_at_once(pair.first(racers.scene), pair.second(racers.scene), delays=tuple(delays))
    answers = first["answer"], second["answer"]
    view = racers.expect_same_state()
    if LATE in answers:
        return answers, math.inf
    names = {person["id"]: person["name"] for person in view["people"]}
    found = tuple(" ".join(names[id_] for id_ in view[key]) for key in ("requests", "invitations", "stage"))
    assert found == pair.outcomes.get(accepted(answers)), (answers, found)
    return answers, abs(first["at"] - second["at"])


def accepted(answers: Answers) -> tuple[bool, bool]:
    return answers[0] == OK, answers[1] == OK
