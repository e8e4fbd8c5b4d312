"""Two people press in the same instant, each in a browser of their own, again and again (STEADY-5).

Whoever comes first: the outcome is one that the rules allow, and afterwards everybody's screen shows the same. Both
orders must have been seen. Marc and Ben are on the wire: Marc puts the session back for the next round, and knows how
it stands; Ben is on stage to be removed from there.
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
from tests.steadiness.sight import due_to, seen_on
from tests.steadiness.with_browsers import APPOINT, CAUGHT_UP, OUTCOME, RACING, RoomOf, evaluate_everywhere, seated

CLICK = "element => element.click()"

ROUNDS = 100
LEAD, LONGEST_LEAD = 40, 1000
"""Milliseconds from the appointment to the moment: at first, and on a machine that lets the appointments come late."""
SPREAD = 6
"""Milliseconds by which either of the two may hesitate, so that now the one is first and now the other."""
AN_INSTANT = 15
"""Milliseconds; two who press further apart, as the machine was too busy, were no race, which is run again."""
PATIENCE = 3
"""So many times as many rounds as are wanted are run at most."""
TRIES = 10
"""So often is somebody told to ask whose moment has passed, before the machine is too busy for a race."""
OK, LATE = "ok", "late"
ON = {"microphone": False, "camera": False}

Press = tuple[Locator, str | None]
"""What to press, or to choose from and what there."""
Answers = tuple[str, str]


class Racers:
    """Maya and Noah, who moderate, Ada and Cleo in browsers; Marc and Ben on the wire."""

    def __init__(self, scene: Scene, marc: Live, ben: Live) -> None:
        self.scene = scene
        self.marc = marc
        self.ben = ben
        self.lead = LEAD

    def id(self, name: str) -> str:
        """Somebody's id."""
        return str(next(one["id"] for one in self.marc.view["people"] if one["name"] == name))

    def clear(self) -> None:
        """Nobody wants anything any more."""
        ways = {"requests": "decline", "invitations": "revoke", "stage": "remove"}
        for key, message in ways.items():
            for person in self.last_word()[key]:
                self.marc.does(message, person=person)

    def last_word(self) -> View:
        """What Marc was told last: an answer comes after all that was to be told when its question came."""
        assert not self.marc.send("remove", {"person": "nobody"})["ok"]
        return self.marc.view

    def catch_up(self) -> View:
        """Wait until every page has been told, and shows, how things stand."""
        view = self.last_word()
        evaluate_everywhere(self.scene, CAUGHT_UP, view["revision"])
        return view

    def presses(self, *presses: Press, hesitations: tuple[float, ...] = (0,)) -> list[dict[str, Any]]:
        """Have them pressed at one moment, give or take the hesitations; when each was, and what was answered."""
        # Found beforehand: what the first press takes off the screen could not be found any more on a busy machine.
        elements = [locator.element_handle() for locator, _ in presses]
        moment = time.time() * 1000 + self.lead
        for element, (_, choice), hesitation in zip(elements, presses, hesitations, strict=True):
            element.evaluate(APPOINT, [moment + hesitation, choice])
        outcomes = [locator.page.evaluate(OUTCOME) for locator, _ in presses]
        if any(outcome["answer"] == LATE for outcome in outcomes):
            self.lead = min(2 * self.lead, LONGEST_LEAD)
        return outcomes

    def expect_agreement(self) -> View:
        """Everybody's screen shows how things stand."""
        view = self.catch_up()
        for name, person in self.scene.people.items():
            assert seen_on(person.page) == due_to(name, view), f"{name}'s screen"
        return view


def ada_asks(racers: Racers) -> None:
    racers.catch_up()
    ask = (racers.scene["Ada"].places.toolbar.button("Ask to join stage"), None)
    answers = (racers.presses(ask)[0]["answer"] for _ in range(TRIES))
    assert next((one for one in answers if one != LATE), LATE) == OK


def ben_is_on_stage_and_ada_ready(racers: Racers) -> None:
    """The window of Ada is left open by a refusal, and has gone otherwise."""
    racers.ben.does("join", **ON)
    racers.catch_up()
    places = racers.scene["Ada"].places
    if not places.getting_ready.root.is_visible():
        places.toolbar.button("Join stage").evaluate(CLICK)
    places.getting_ready.expect_open()
    places.getting_ready.button("Join stage").click(trial=True)
    open_menu(racers, "Ben")


def invitation_only(racers: Racers) -> None:
    racers.marc.does("set_access", access="invite")
    racers.catch_up()
    open_menu(racers, "Ada")
    settings = racers.scene["Noah"].places.settings
    if not settings.root.is_visible():
        settings.opener.evaluate(CLICK)


def open_menu(racers: Racers, name: str) -> None:
    """It still is open where the moment of the round before came too late to choose from it."""
    maya = racers.scene["Maya"]
    if not maya.page.get_by_role("menuitem").first.is_visible():
        maya.places.participants.button("Actions for NAME", name).evaluate(CLICK)


def answer(moderator: str, word: str) -> Callable[[Scene], Press]:
    return lambda scene: (scene[moderator].places.requests.answer_button("Ada", word), None)


def menu_item(word: str) -> Callable[[Scene], Press]:
    return lambda scene: (scene["Maya"].page.get_by_role("menuitem", name=word, exact=True), None)


@dataclass(frozen=True)
class Pair:
    """The session's stage access, what comes before each round, and the two presses.

    ``outcomes``: by whether the first and the second press went through, who is asking, invited and on stage then.
    """

    access: Access
    before: Callable[[Racers], None]
    first: Callable[[Scene], Press]
    second: Callable[[Scene], Press]
    outcomes: dict[tuple[bool, bool], tuple[str, str, str]]
    limit: int = 25


INVITED, AT_PEACE, LIVE = ("", "Ada", ""), ("", "", ""), ("", "", "Ada")
PAIRS = {
    "bring to stage, and cancel": Pair(
        "request",
        ada_asks,
        answer("Maya", "Bring to stage"),
        lambda scene: (scene["Ada"].places.toolbar.button("Cancel request"), None),
        {(True, False): INVITED, (False, True): AT_PEACE},
    ),
    "bring to stage, and decline": Pair(
        "request",
        ada_asks,
        answer("Maya", "Bring to stage"),
        answer("Noah", "Decline"),
        {(True, False): INVITED, (False, True): AT_PEACE},
    ),
    "remove, and go live on the only place": Pair(
        "everyone",
        ben_is_on_stage_and_ada_ready,
        menu_item("Remove from stage"),
        lambda scene: (scene["Ada"].places.getting_ready.button("Join stage"), None),
        {(True, True): LIVE, (True, False): AT_PEACE},
        limit=1,
    ),
    "invite, and end all stage access": Pair(
        "invite",
        invitation_only,
        menu_item("Invite to stage"),
        lambda scene: (scene["Noah"].places.settings.stage_access, "nobody"),
        {(True, True): AT_PEACE, (False, True): AT_PEACE},
    ),
}


@pytest.fixture(params=list(PAIRS))
def pair(request: pytest.FixtureRequest) -> Pair:
    return PAIRS[request.param]


@pytest.fixture
def racers(
    pair: Pair, mortal: ServerProcess, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]
) -> Iterator[Racers]:
    """Everybody in the pair's session, seated once for all rounds."""
    room = RoomOf(mortal)
    scene = Scene(room, browsers, "laptop", descriptors)
    seated(scene, SessionRequest(pair.access, limit=pair.limit), moderators="Maya Noah", attendees="Ada Cleo")
    evaluate_everywhere(scene, RACING)
    assert room.session is not None
    yield Racers(scene, room.session.comes("Marc"), room.session.comes("Ben"))
    scene.close()
    room.close()


def test_steady_5_in_either_order_every_screen_shows_the_same(pair: Pair, racers: Racers, thorough: int) -> None:
    seen: Counter[Answers] = Counter()
    began, wanted = time.monotonic(), ROUNDS * thorough
    for number in range(wanted * PATIENCE):
        answers, apart = run(pair, racers, random.Random(number))
        seen.update([answers] * (apart <= AN_INSTANT))
        if seen.total() == wanted:
            break
    print(f"\n{dict(seen)}, {(time.monotonic() - began) / (number + 1):.2f} s a round")
    assert seen.total() == wanted, f"the machine was too busy to let two press at once: {number + 1} rounds, {seen}"
    assert {went_through(one) for one in seen} == set(pair.outcomes), f"not every order was seen: {seen}"


def run(pair: Pair, racers: Racers, chance: random.Random) -> tuple[Answers, float]:
    """One round; what the two were answered, and how many milliseconds lay between them."""
    racers.clear()
    pair.before(racers)
    racers.catch_up()
    hesitations = [0.0, chance.random() * SPREAD]
    chance.shuffle(hesitations)
    first, second = racers.presses(pair.first(racers.scene), pair.second(racers.scene), hesitations=tuple(hesitations))
    answers = first["answer"], second["answer"]
    view = racers.expect_agreement()
    if LATE in answers:
        return answers, math.inf
    names = {one["id"]: one["name"] for one in view["people"]}
    found = tuple(" ".join(names[one] for one in view[key]) for key in ("requests", "invitations", "stage"))
    assert found == pair.outcomes.get(went_through(answers)), (answers, found)
    return answers, abs(first["at"] - second["at"])


def went_through(answers: Answers) -> tuple[bool, bool]:
    return answers[0] == OK, answers[1] == OK
