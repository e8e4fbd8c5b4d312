"""Two people press a button at the same moment, each in a separate browser, many times (STEADY-5).

The rules allow the outcome of either order, afterwards every screen shows the same state, and both orders must
occur. Marc and Ben have only a connection: Marc resets the session for the next round and reads its state; Ben is on
stage and can be removed.
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
from tests.reference_server.clients import PageClient, View
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
"""Rounds of each pair; test_races.py sends the same messages 60 times without browsers."""
LEAD, LONGEST_LEAD = 40, 1000
"""Milliseconds from scheduling a press to the press, at first and at most; a late press doubles them."""
SPREAD = 6
"""The longest delay of either press in milliseconds, so that each order occurs."""
MAX_GAP = 15
"""Milliseconds between the presses of a round that counts; on a busy machine they may be further gap."""
MIN_ROUNDS = 15
"""The least number of rounds of each pair that must count; on a busy machine, more rounds are run."""
MAX_FACTOR = 3
"""At most this multiple of the rounds is run, even if fewer count."""
TRIES = 10
"""How often the press that asks to join is scheduled, if it is late."""
OK, LATE = "ok", "late"
ON = {"microphone": False, "camera": False}

Press = tuple[Locator, str | None]
"""The element to press and None, or the select element and the value to choose."""
Answers = tuple[str, str]


class Racers:
    """Moderators Maya and Noah, Ada and Cleo in browsers; Marc and Ben with only a connection."""

    def __init__(self, scene: Scene, marc: PageClient, ben: PageClient) -> None:
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
            for person in self.marc.read_newest_view()[key]:
                self.marc.do(message, person=person)

    def catch_up(self) -> View:
        """Wait until every page has received the newest revision; return Marc's view."""
        view = self.marc.read_newest_view()
        evaluate_everywhere(self.scene, CAUGHT_UP, view["revision"])
        return view

    def press_at_once(self, *presses: Press, delays: tuple[float, ...] = (0,)) -> list[dict[str, Any]]:
        """Press all at the same moment, each after its delay in ms; return each press's time and answer."""
        # Resolve the locators in advance, since the first press may remove the second element.
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


def put_ben_on_stage_and_open_adas_dialog(racers: Racers) -> None:
    """Open Ada's dialog, unless a refusal in the previous round left it open."""
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
    """Open Maya's menu, unless a late press in the previous round left it open."""
    maya = racers.scene["Maya"]
    if not maya.page.get_by_role("menuitem").first.is_visible():
        maya.places.participants.button("Actions for NAME", name).evaluate(CLICK)


def answer(moderator: str, word: str) -> Callable[[Scene], Press]:
    return lambda scene: (scene[moderator].places.requests.answer_button("Ada", word), None)


def menu_item(word: str) -> Callable[[Scene], Press]:
    return lambda scene: (scene["Maya"].page.get_by_role("menuitem", name=word, exact=True), None)


@dataclass(frozen=True)
class Pair:
    """Two simultaneous presses in a session with this stage access; ``before`` prepares each round.

    ``outcomes`` maps whether the first and the second press were accepted to the names of the people who then ask,
    are invited, and are on stage.
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
        put_ben_on_stage_and_open_adas_dialog,
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
    """The people of a session that serves all rounds of the pair."""
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


def test_steady_5_every_screen_shows_the_same_after_either_order(
    pair: Pair, racers: Racers, repeat_factor: int
) -> None:
    seen: Counter[Answers] = Counter()
    began, rounds = time.monotonic(), ROUNDS * repeat_factor
    for number in range(rounds * MAX_FACTOR):
        answers, gap = run(pair, racers, random.Random(number))
        seen.update([answers] * (gap <= MAX_GAP))
        orders = {accepted_presses(answers) for answers in seen}
        if number + 1 >= rounds and seen.total() >= MIN_ROUNDS and orders == set(pair.outcomes):
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
    outcome = tuple(" ".join(names[id_] for id_ in view[key]) for key in ("requests", "invitations", "stage"))
    assert outcome == pair.outcomes.get(accepted_presses(answers)), (answers, outcome)
    return answers, abs(first["at"] - second["at"])


def accepted_presses(answers: Answers) -> tuple[bool, bool]:
    return answers[0] == OK, answers[1] == OK
