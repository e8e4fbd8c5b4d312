"""Two people press a button at the same moment, each in a separate browser, many times (STEADY-5).

The rules allow the outcome of either order, afterwards every screen shows the same state, and both orders must
occur. Marc and Ben have only a connection: Marc resets the session for the next round and reads its state; Ben can
be on stage, to be removed.
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
    CATCH_UP,
    PRESS_SCRIPT,
    READ_RESULT,
    SCHEDULE,
    ServerAsRoom,
    evaluate_everywhere,
    open_session_with,
)
from tests.steadiness.stage_screen import expected_stage_screen, read_stage_screen

CLICK = "element => element.click()"

ROUNDS = 50
"""Rounds of each pair; test_races.py sends the same messages without browsers."""
LEAD, LONGEST_LEAD = 40, 1000
"""Milliseconds from scheduling a press to the press, at first and at most; after a late press, they are doubled."""
MAX_DELAY = 6
"""The longest delay of either press in milliseconds, so that each order occurs."""
MAX_GAP = 15
"""The largest gap in milliseconds between the presses of a round that counts; a busy machine can cause larger gaps."""
MIN_ROUNDS = 15
"""If fewer rounds of a pair than this count, as on a busy machine, more rounds are run."""
MAX_FACTOR = 3
"""At most this multiple of ROUNDS is run, even if fewer than MIN_ROUNDS count."""
MAX_TRIES = 10
"""How often the press that asks to join is scheduled at most, if it is late."""
OK, LATE = "ok", "late"
BOTH_OFF = {"microphone": False, "camera": False}

PressTarget = tuple[Locator, str | None]
"""The element to press and None, or the select element and the value to choose."""
Outcomes = tuple[str, str]
"""For each press "ok", the code of a refusal, "gone" or "late", as in scheduled_press.js."""


class RaceScene:
    """Moderators Maya and Noah, Ada and Cleo in browsers; Marc and Ben with only a connection."""

    def __init__(self, scene: Scene, marc: PageClient, ben: PageClient) -> None:
        self.scene = scene
        self.marc = marc
        self.ben = ben
        self.lead = LEAD

    def reset(self) -> None:
        """Decline all requests, revoke all invitations, and remove everybody from the stage."""
        messages_by_list = {"requests": "decline", "invitations": "revoke", "stage": "remove"}
        for key, message in messages_by_list.items():
            for person in self.marc.read_newest_view()[key]:
                self.marc.do(message, person=person)

    def catch_up(self) -> View:
        """Wait until every page has received the newest revision; return Marc's view."""
        view = self.marc.read_newest_view()
        evaluate_everywhere(self.scene, CATCH_UP, view["revision"])
        return view

    def press_at_once(self, *targets: PressTarget, delays: tuple[float, ...] = (0,)) -> list[dict[str, Any]]:
        """Press all targets at the same moment, each after its delay in ms.

        Return each press's time and outcome.
        """
        # Resolve the locators in advance, since the first press may remove the second element.
        elements = [locator.element_handle() for locator, _ in targets]
        moment = time.time() * 1000 + self.lead
        for element, (_, choice), delay in zip(elements, targets, delays, strict=True):
            element.evaluate(SCHEDULE, [moment + delay, choice])
        results = [locator.page.evaluate(READ_RESULT) for locator, _ in targets]
        if any(result["outcome"] == LATE for result in results):
            self.lead = min(2 * self.lead, LONGEST_LEAD)
        return results

    def expect_same_state(self) -> View:
        """Expect every screen to show the server's state; return Marc's view of it."""
        view = self.catch_up()
        for name, person in self.scene.people.items():
            assert read_stage_screen(person.page) == expected_stage_screen(name, view), f"{name}'s screen"
        return view


def let_ada_ask(race_scene: RaceScene) -> None:
    race_scene.catch_up()
    ask = (race_scene.scene["Ada"].places.toolbar.button("Ask to join stage"), None)
    outcomes = (race_scene.press_at_once(ask)[0]["outcome"] for _ in range(MAX_TRIES))
    assert next((outcome for outcome in outcomes if outcome != LATE), LATE) == OK


def put_ben_on_stage_and_open_adas_dialog(race_scene: RaceScene) -> None:
    """Open Ada's dialog, unless a refusal in the previous round left it open."""
    race_scene.ben.do("join", **BOTH_OFF)
    race_scene.catch_up()
    places = race_scene.scene["Ada"].places
    if not places.getting_ready.root.is_visible():
        places.toolbar.button("Join stage").evaluate(CLICK)
    places.getting_ready.expect_open()
    places.getting_ready.button("Join stage").click(trial=True)
    open_menu(race_scene, "Ben")


def set_invite_only(race_scene: RaceScene) -> None:
    race_scene.marc.do("set_access", access="invite")
    race_scene.catch_up()
    open_menu(race_scene, "Ada")
    settings = race_scene.scene["Noah"].places.settings
    if not settings.root.is_visible():
        settings.opener.evaluate(CLICK)


def open_menu(race_scene: RaceScene, name: str) -> None:
    """Open Maya's menu, unless a late press in the previous round left it open."""
    maya = race_scene.scene["Maya"]
    if not maya.page.get_by_role("menuitem").first.is_visible():
        maya.places.participants.button("Actions for NAME", name).evaluate(CLICK)


def answer_button(moderator: str, label: str) -> Callable[[Scene], PressTarget]:
    return lambda scene: (scene[moderator].places.requests.answer_button("Ada", label), None)


def menu_item(label: str) -> Callable[[Scene], PressTarget]:
    return lambda scene: (scene["Maya"].page.get_by_role("menuitem", name=label, exact=True), None)


@dataclass(frozen=True)
class PressPair:
    """Two simultaneous presses in a session with this stage access; ``prepare`` runs before each round.

    ``expected`` maps whether the first and the second press were accepted to the names of the people who then ask,
    are invited, and are on stage.
    """

    access: Access
    prepare: Callable[[RaceScene], None]
    first: Callable[[Scene], PressTarget]
    second: Callable[[Scene], PressTarget]
    expected: dict[tuple[bool, bool], tuple[str, str, str]]
    limit: int = 25


INVITED, EMPTY, LIVE = ("", "Ada", ""), ("", "", ""), ("", "", "Ada")
PRESS_PAIRS = {
    "bring to stage, and cancel": PressPair(
        "request",
        let_ada_ask,
        answer_button("Maya", "Bring to stage"),
        lambda scene: (scene["Ada"].places.toolbar.button("Cancel request"), None),
        {(True, False): INVITED, (False, True): EMPTY},
    ),
    "bring to stage, and decline": PressPair(
        "request",
        let_ada_ask,
        answer_button("Maya", "Bring to stage"),
        answer_button("Noah", "Decline"),
        {(True, False): INVITED, (False, True): EMPTY},
    ),
    "remove, and go live with a limit of one on stage": PressPair(
        "everyone",
        put_ben_on_stage_and_open_adas_dialog,
        menu_item("Remove from stage"),
        lambda scene: (scene["Ada"].places.getting_ready.button("Join stage"), None),
        {(True, True): LIVE, (True, False): EMPTY},
        limit=1,
    ),
    "invite, and end all stage access": PressPair(
        "invite",
        set_invite_only,
        menu_item("Invite to stage"),
        lambda scene: (scene["Noah"].places.settings.stage_access, "nobody"),
        {(True, True): EMPTY, (False, True): EMPTY},
    ),
}


@pytest.fixture(params=list(PRESS_PAIRS))
def pair(request: pytest.FixtureRequest) -> PressPair:
    return PRESS_PAIRS[request.param]


@pytest.fixture
def race_scene(
    pair: PressPair, killable_server: ServerProcess, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]
) -> Iterator[RaceScene]:
    """The people of a session that serves all rounds of the pair."""
    room = ServerAsRoom(killable_server)
    scene = Scene(room, browsers, "laptop", descriptors)
    open_session_with(
        scene, SessionRequest(pair.access, limit=pair.limit), moderators="Maya Noah", attendees="Ada Cleo"
    )
    evaluate_everywhere(scene, PRESS_SCRIPT)
    assert room.session is not None
    yield RaceScene(scene, room.session.enter("Marc"), room.session.enter("Ben"))
    scene.close()
    room.close()


def test_steady_5_every_screen_shows_the_same_after_either_order(
    pair: PressPair, race_scene: RaceScene, repeat_factor: int
) -> None:
    counts: Counter[Outcomes] = Counter()
    began, rounds = time.monotonic(), ROUNDS * repeat_factor
    for number in range(rounds * MAX_FACTOR):
        outcomes, gap = run_round(pair, race_scene, random.Random(number))
        counts.update([outcomes] * (gap <= MAX_GAP))
        orders = {accepted_presses(outcomes) for outcomes in counts}
        if number + 1 >= rounds and counts.total() >= MIN_ROUNDS and orders == set(pair.expected):
            break
    print(f"\n{dict(counts)}, {number + 1} rounds of {(time.monotonic() - began) / (number + 1):.2f} s")
    assert orders == set(pair.expected), f"not every order occurred in {number + 1} rounds: {counts}"


def run_round(pair: PressPair, race_scene: RaceScene, rng: random.Random) -> tuple[Outcomes, float]:
    """Run one round; return the outcomes of both presses, and the milliseconds between them."""
    race_scene.reset()
    pair.prepare(race_scene)
    race_scene.catch_up()
    delays = [0.0, rng.random() * MAX_DELAY]
    rng.shuffle(delays)
    first, second = race_scene.press_at_once(
        pair.first(race_scene.scene), pair.second(race_scene.scene), delays=tuple(delays)
    )
    outcomes = first["outcome"], second["outcome"]
    view = race_scene.expect_same_state()
    if LATE in outcomes:
        return outcomes, math.inf
    names = {person["id"]: person["name"] for person in view["people"]}
    actual = tuple(" ".join(names[id_] for id_ in view[key]) for key in ("requests", "invitations", "stage"))
    assert actual == pair.expected.get(accepted_presses(outcomes)), (outcomes, actual)
    return outcomes, abs(first["time"] - second["time"])


def accepted_presses(outcomes: Outcomes) -> tuple[bool, bool]:
    return outcomes[0] == OK, outcomes[1] == OK
