"""The server is killed after a press, before it stores the change or announces it (STEADY-3).

If the server is killed before storing, no screen shows the change, each person is notified that the room did not
answer, and pressing again works. If it is killed after storing, every screen shows the change, even if the
acknowledgement was lost. Several people press at a time, each in a different flow, so that one restart tests several
flows.
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
from tests.steadiness.blocked_database import block_writes, wait_until, wait_until_blocked
from tests.steadiness.comparable_views import read_chat
from tests.steadiness.restart_scene import RestartScene, visible_alerts

PRESS = """(element, choice) => {
  if (choice === null) return element.click();
  element.value = choice;
  element.dispatchEvent(new Event("change", { bubbles: true }));
}"""
IS_CONNECTED = "() => stagedoorProbe.isConnected()"
IGNORE_MESSAGES = "ignored => { stagedoorProbe.ignoresMessages = ignored; }"
QUESTIONNAIRES = LatestQuestionnaires("Outdoors?")
FIRST_MESSAGE = "Can you hear me?"
SECOND_MESSAGE = "Thank you"


@dataclass(frozen=True)
class ServerState:
    """The server's state: a moderator's view, and the chat messages as pairs of sender and text."""

    view: View
    chat: list[tuple[str, str]]

    def names_in(self, key: str) -> list[str]:
        """Return the names of the people in a list of the view, such as "requests"."""
        names = {person["id"]: person["name"] for person in self.view["people"]}
        return [names[id_] for id_ in self.view[key]]

    def is_muted(self, name: str) -> bool:
        """Return whether the person's microphone is off."""
        return not next(person["microphone"] for person in self.view["people"] if person["name"] == name)

    def poll(self, key: str) -> Any:
        """Return a value of the only poll."""
        return self.view["polls"][0][key]

    @property
    def access(self) -> str:
        return str(self.view["session"]["access"])


@dataclass(frozen=True)
class Press:
    """A person's press on a target, or the choice of a value in it.

    ``is_effective`` returns whether the server's state shows the effect. ``is_repeated``: the page sends the message
    again after a reconnection, since it is about the person's own devices.
    """

    person: str
    target: Locator
    is_effective: Callable[[ServerState], bool]
    choice: str | None = None
    is_repeated: bool = False


def ask_write_and_open(scene: Scene) -> list[Press]:
    """Prepare a poll that Maya has written and a message that Ben has typed; return the presses."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    polling.write(scene, QUESTIONNAIRES, "Maya", QUESTIONNAIRES.poll, "", '"Yes" and "No"')
    maya.polls.press_opener()
    type_message(scene["Ben"], FIRST_MESSAGE)
    return [
        Press("Ada", ada.toolbar.button("Ask to join stage"), lambda state: state.names_in("requests") == ["Ada"]),
        Press("Ben", ben.chat.button("Send"), lambda state: state.chat == [("Ben", FIRST_MESSAGE)]),
        Press(
            "Maya", maya.polls.button_in(QUESTIONNAIRES.poll, "Open poll"), lambda state: state.poll("phase") == "open"
        ),
    ]


def join_vote_and_clear_hands(scene: Scene) -> list[Press]:
    """Prepare Ada getting ready, and Ben with a raised hand and a choice in the poll; return the presses."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    requesting.approve(scene, "Maya", "Ada")
    inviting.accept(scene, "Ada")
    microphone_and_camera.expect_preview(scene, "Ada")
    raising_hands.raise_hand(scene, "Ben")
    maya.participants.press_opener()
    ben.polls.press_opener()
    ben.polls.choose(ben.polls.group(QUESTIONNAIRES.poll), ["Yes"])
    return [
        Press("Ada", ada.getting_ready.button("Join stage"), lambda state: state.names_in("stage") == ["Ada"]),
        Press("Ben", ben.polls.button_in(QUESTIONNAIRES.poll, "Vote"), lambda state: state.poll("answered") == 1),
        Press("Maya", maya.participants.button("Clear raised hands"), lambda state: not state.names_in("hands")),
    ]


def mute_raise_hand_and_set_access(scene: Scene) -> list[Press]:
    """With Ada on stage, open the settings for Maya; return the presses."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    maya.settings.press_opener()
    return [
        Press("Ada", ada.toolbar.button("Microphone"), lambda state: state.is_muted("Ada"), is_repeated=True),
        Press("Ben", ben.toolbar.button("Raise hand"), lambda state: state.names_in("hands") == ["Ben"]),
        Press("Maya", maya.settings.stage_access, lambda state: state.access == "invite", choice="invite"),
    ]


def write_lower_hand_and_remove(scene: Scene) -> list[Press]:
    """Prepare a message that Ada, on stage, has typed; return the presses."""
    ada, ben, maya = (scene[name].places for name in ("Ada", "Ben", "Maya"))
    maya.settings.close()
    type_message(scene["Ada"], SECOND_MESSAGE)
    # A script can press the item while the menu is closed.
    remove_item = scene["Maya"].page.get_by_role("menuitem", name="Remove from stage", include_hidden=True)
    return [
        Press(
            "Ada",
            ada.chat.button("Send"),
            lambda state: state.chat == [("Ben", FIRST_MESSAGE), ("Ada", SECOND_MESSAGE)],
        ),
        Press("Ben", ben.toolbar.button("Raise hand"), lambda state: not state.names_in("hands")),
        Press("Maya", remove_item, lambda state: not state.names_in("stage")),
    ]


def decline_and_close(scene: Scene) -> list[Press]:
    """Prepare Ada with an open invitation and Maya with the poll open; return the presses."""
    ada, maya = (scene[name].places for name in ("Ada", "Maya"))
    ada.chat.close()
    inviting.invite(scene, "Maya", "Ada")
    maya.polls.press_opener()
    return [
        Press("Ada", ada.invitation.button("Decline invitation"), lambda state: not state.names_in("invitations")),
        Press(
            "Maya",
            maya.polls.button_in(QUESTIONNAIRES.poll, "Close poll"),
            lambda state: state.poll("phase") == "closed",
        ),
    ]


def type_message(person: Person, text: str) -> None:
    """Open the chat and type a message without sending it."""
    person.places.chat.press_opener()
    person.screen.input.write(person.places.chat.box, text)


ROUNDS = [
    ask_write_and_open,
    join_vote_and_clear_hands,
    mute_raise_hand_and_set_access,
    write_lower_hand_and_remove,
    decline_and_close,
]
"""These run in this order. Each prepares the session and returns the presses."""


@pytest.mark.parametrize("access", ["request"])
def test_steady_3_a_press_before_a_kill_takes_effect_for_all_or_nobody(restart_scene: RestartScene) -> None:
    for prepare in ROUNDS:
        presses = prepare(restart_scene.scene)
        restart_scene.catch_up()
        press_and_kill_before_storing(restart_scene, presses)
        expect_outcome(restart_scene, {press: press.is_repeated for press in presses}, "killed before storing")
        press_and_kill_after_storing(restart_scene, [press for press in presses if not press.is_repeated])
        expect_outcome(restart_scene, dict.fromkeys(presses, True), "killed after storing")


def press_and_kill_before_storing(restart_scene: RestartScene, presses: list[Press]) -> None:
    """Press, and kill the server after it has received a message and before it stores any."""
    with block_writes(restart_scene.server):
        press_all(presses)
        wait_until_blocked(restart_scene.server)
        restart_scene.scene.room.stop()
    restart_scene.restart()
    for press in presses:
        if not press.is_repeated:
            expect(visible_alerts(restart_scene.scene[press.person]).filter(has_text="did not answer")).to_be_visible()


def press_and_kill_after_storing(restart_scene: RestartScene, presses: list[Press]) -> None:
    """Press, and kill the server after it has stored all messages; the pages receive no acknowledgement."""
    with ignore_messages(restart_scene.scene, [press.person for press in presses]):
        press_all(presses)
        expect_effects(restart_scene, dict.fromkeys(presses, True), "the effect of a press was not stored")
        restart_scene.scene.room.stop()
    restart_scene.restart()


def press_all(presses: list[Press]) -> None:
    for press in presses:
        press.target.evaluate(PRESS, press.choice)


@contextmanager
def ignore_messages(scene: Scene, names: list[str]) -> Iterator[None]:
    """Make these people's pages ignore all messages of the room."""
    for name in names:
        scene[name].page.wait_for_function(IS_CONNECTED)
        scene[name].page.evaluate(IGNORE_MESSAGES, True)
    yield
    for name in names:
        scene[name].page.evaluate(IGNORE_MESSAGES, False)


def expect_outcome(restart_scene: RestartScene, expected: dict[Press, bool], when: str) -> None:
    """Expect server, screens and media to show the expected effects.

    Exactly the presses expected to be effective have effects.
    """
    expect_effects(restart_scene, expected, when)
    restart_scene.expect_same_state(when)
    restart_scene.expect_media()
    texts = [text for _, text in read_server_state(restart_scene).chat]
    for person in restart_scene.people:
        log = person.page.get_by_role("log", include_hidden=True)
        expect(log.get_by_role("listitem", include_hidden=True)).to_have_count(len(texts))
        expect(log.get_by_role("listitem", include_hidden=True)).to_contain_text(texts)
        box = person.page.get_by_role("textbox", name="Message", include_hidden=True)
        assert box.input_value() not in texts, f"{person.name}, {when}: a message in the log is still in the text box"


def expect_effects(restart_scene: RestartScene, expected: dict[Press, bool], message: str) -> None:
    """Wait until exactly the presses expected to be effective have taken effect; fail with this message."""
    wait_until(
        lambda: all(
            press.is_effective(read_server_state(restart_scene)) is effective for press, effective in expected.items()
        ),
        message,
    )


def read_server_state(restart_scene: RestartScene) -> ServerState:
    return ServerState(restart_scene.marc.view, read_chat(restart_scene.marc))
