"""The server is killed before it has kept what people press, or after that and before they are told (STEADY-3).

In the first case it has happened to nobody, and each of them is told that the room did not answer; pressing again is
all it takes. In the second it has happened to everybody, also to those whose answer was cut off. Several press at a
time, each in a flow of their own, so that one restart stands for several.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from people.person import Person
from people.scene import Scene
from steps import inviting, microphone_and_camera, polling, raising_hands, requesting
from steps.polls_and_quizzes import LatestQuestionnaires
from tests.reference_server.clients import View
from tests.steadiness.comparable_views import read_chat
from tests.steadiness.everybody import Everybody, warnings
from tests.steadiness.standing_still import nobody_may_write, wait_until, wait_until_it_stands_still

PRESS = """(element, choice) => {
  if (choice === null) return element.click();
  element.value = choice;
  element.dispatchEvent(new Event("change", { bubbles: true }));
}"""
HAS_A_LINE = "() => stagedoorProbe.connected()"
IGNORE_MESSAGES = "ignored => { stagedoorProbe.ignoresMessages = ignored; }"
ASKED = LatestQuestionnaires("Outdoors?")
WORDS = "Can you hear me?"
FAREWELL = "Thank you"


@dataclass(frozen=True)
class Known:
    """What the server knows: a moderator's view, and who wrote what in the chat."""

    view: View
    chat: list[tuple[str, str]]

    def named(self, key: str) -> list[str]:
        """The people in a list of the view, such as "requests"."""
        return [one["name"] for person in self.view[key] for one in self.view["people"] if one["id"] == person]

    def is_silent(self, name: str) -> bool:
        """Whether somebody's microphone is off."""
        return not next(one["microphone"] for one in self.view["people"] if one["name"] == name)

    def poll(self, key: str) -> Any:
        """Something about the one poll there is."""
        return self.view["polls"][0][key]

    @property
    def access(self) -> str:
        return str(self.view["session"]["access"])


@dataclass(frozen=True)
class Press:
    """Who presses what, or chooses what there; and by what the server's knowledge shows that it has happened.

    ``told_again``: the page tells it by itself as soon as it is back, since it concerns one's own devices.
    """

    who: str
    target: Locator
    happened: Callable[[Known], bool]
    choice: str | None = None
    told_again: bool = False


def asks_writes_and_opens(scene: Scene) -> list[Press]:
    """A poll is written, and Ben has words in the box."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    polling.write(scene, ASKED, "Maya", ASKED.poll, "", '"Yes" and "No"')
    maya.polls.press_opener()
    write_down(scene["Ben"], WORDS)
    return [
        Press("Ada", ada.toolbar.button("Ask to join stage"), lambda now: now.named("requests") == ["Ada"]),
        Press("Ben", ben.chat.button("Send"), lambda now: now.chat == [("Ben", WORDS)]),
        Press("Maya", maya.polls.button_in(ASKED.poll, "Open poll"), lambda now: now.poll("phase") == "open"),
    ]


def goes_live_votes_and_clears_the_hands(scene: Scene) -> list[Press]:
    """Ada sees herself in the window before the stage; Ben's hand is raised, and he has chosen in the poll."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    requesting.approve(scene, "Maya", "Ada")
    inviting.accept(scene, "Ada")
    microphone_and_camera.sees_preview(scene, "Ada")
    raising_hands.raise_hand(scene, "Ben")
    maya.participants.press_opener()
    ben.polls.press_opener()
    ben.polls.choose(ben.polls.group(ASKED.poll), ["Yes"])
    return [
        Press("Ada", ada.getting_ready.button("Join stage"), lambda now: now.named("stage") == ["Ada"]),
        Press("Ben", ben.polls.button_in(ASKED.poll, "Vote"), lambda now: now.poll("answered") == 1),
        Press("Maya", maya.participants.button("Clear raised hands"), lambda now: not now.named("hands")),
    ]


def switches_waves_and_sets_the_access(scene: Scene) -> list[Press]:
    """Ada is live, and Maya has the settings open."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    maya.settings.press_opener()
    return [
        Press("Ada", ada.toolbar.button("Microphone"), lambda now: now.is_silent("Ada"), told_again=True),
        Press("Ben", ben.toolbar.button("Raise hand"), lambda now: now.named("hands") == ["Ben"]),
        Press("Maya", maya.settings.stage_access, lambda now: now.access == "invite", choice="invite"),
    ]


def writes_stops_waving_and_removes(scene: Scene) -> list[Press]:
    """Ada, on stage, has words in the box."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    maya.settings.close()
    write_down(scene["Ada"], FAREWELL)
    # Chosen from a menu that is closed: it would have to be opened in the moment of the press.
    removal = scene["Maya"].page.get_by_role("menuitem", name="Remove from stage", include_hidden=True)
    return [
        Press("Ada", ada.chat.button("Send"), lambda now: now.chat == [("Ben", WORDS), ("Ada", FAREWELL)]),
        Press("Ben", ben.toolbar.button("Raise hand"), lambda now: not now.named("hands")),
        Press("Maya", removal, lambda now: not now.named("stage")),
    ]


def declines_and_closes(scene: Scene) -> list[Press]:
    """Ada is invited, and the pop-up is before her; Maya looks at the poll, in which Ben has voted."""
    ada, maya = (scene[name].places for name in ("Ada", "Maya"))
    ada.chat.close()
    inviting.invite(scene, "Maya", "Ada")
    maya.polls.press_opener()
    return [
        Press("Ada", ada.invitation.button("Decline invitation"), lambda now: not now.named("invitations")),
        Press("Maya", maya.polls.button_in(ASKED.poll, "Close poll"), lambda now: now.poll("phase") == "closed"),
    ]


def write_down(person: Person, text: str) -> None:
    """Into the box of the chat, which stays open."""
    person.places.chat.press_opener()
    person.screen.input.write(person.places.chat.box, text)


ROUNDS = [
    asks_writes_and_opens,
    goes_live_votes_and_clears_the_hands,
    switches_waves_and_sets_the_access,
    writes_stops_waving_and_removes,
    declines_and_closes,
]
"""What is pressed in the session, in this order; each leads up to its presses, and says what they are."""


@pytest.mark.parametrize("access", ["request"])
def test_steady_3_what_is_cut_off_has_happened_to_nobody_or_to_everybody(everybody: Everybody) -> None:
    for lead_up in ROUNDS:
        presses = lead_up(everybody.scene)
        everybody.catches_up()
        before_it_was_kept(everybody, presses)
        expect_happened(everybody, {press: press.told_again for press in presses}, "killed before it was kept")
        before_anybody_was_told(everybody, [press for press in presses if not press.told_again])
        expect_happened(everybody, dict.fromkeys(presses, True), "killed after it was kept")


def before_it_was_kept(everybody: Everybody, presses: list[Press]) -> None:
    """They press, the server takes it up, and is killed before it could keep anything."""
    with nobody_may_write(everybody.server):
        press_all(presses)
        wait_until_it_stands_still(everybody.server)
        everybody.scene.room.stop()
    everybody.come_back()
    for press in presses:
        if not press.told_again:
            expect(warnings(everybody.scene[press.who]).filter(has_text="did not answer")).to_be_visible()


def before_anybody_was_told(everybody: Everybody, presses: list[Press]) -> None:
    """They press, the server keeps it, and is killed; what it told them meanwhile has not reached them."""
    with all_deaf(everybody.scene, [press.who for press in presses]):
        press_all(presses)
        expect_known(everybody, dict.fromkeys(presses, True), "what was pressed is not kept")
        everybody.scene.room.stop()
    everybody.come_back()


def press_all(presses: list[Press]) -> None:
    for press in presses:
        press.target.evaluate(PRESS, press.choice)


@contextmanager
def all_deaf(scene: Scene, names: list[str]) -> Iterator[None]:
    """Nothing that the room sends reaches their pages meanwhile."""
    for name in names:
        scene[name].page.wait_for_function(HAS_A_LINE)
        scene[name].page.evaluate(IGNORE_MESSAGES, True)
    yield
    for name in names:
        scene[name].page.evaluate(IGNORE_MESSAGES, False)


def expect_happened(everybody: Everybody, wanted: dict[Press, bool], when: str) -> None:
    """By the server's knowledge, and before everybody's eyes and ears."""
    expect_known(everybody, wanted, when)
    everybody.expect_agreement(when)
    everybody.expect_media()
    texts = [text for _, text in known(everybody).chat]
    for person in everybody.people:
        log = person.page.get_by_role("log", include_hidden=True)
        expect(log.get_by_role("listitem", include_hidden=True)).to_have_count(len(texts))
        expect(log.get_by_role("listitem", include_hidden=True)).to_contain_text(texts)
        box = person.page.get_by_role("textbox", name="Message", include_hidden=True)
        assert box.input_value() not in texts, (
            f"{person.name}, {when}: what stands in the log stands in the box as well"
        )


def expect_known(everybody: Everybody, wanted: dict[Press, bool], otherwise: str) -> None:
    """Wait until the server knows of each press that it has happened, or that it has not."""
    wait_until(lambda: all(one.happened(known(everybody)) is so for one, so in wanted.items()), otherwise)


def known(everybody: Everybody) -> Known:
    return Known(everybody.marc.view, read_chat(everybody.marc))
