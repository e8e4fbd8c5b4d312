"""The server is killed at each point of each flow.

Every browser reconnects automatically (STEADY-3). Nobody presses anything after the kill. After the restart, the
server's state is the same, each screen is exactly the same, including open dialogs and unfinished texts, and the people
on stage are seen and heard as before.

Each round advances several people, each in a different flow, so that one restart tests several flows.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pages.composer import QuestionDraft, QuestionnaireDraft
from pages.questionnaires import Questionnaires
from pages.screen import await_state
from people.scene import Scene
from steps import (
    chatting,
    inviting,
    joining,
    leaving,
    microphone_and_camera,
    moderating,
    notifying,
    offering_polls_and_quizzes,
    polling,
    polls_and_quizzes,
    quizzing,
    raising_hands,
    requesting,
)
from steps.latest_action import LatestAction
from steps.polls_and_quizzes import LatestQuestionnaires
from tests.steadiness.restart_scene import RestartScene

QUESTIONNAIRES = LatestQuestionnaires("Outdoors?", "Colours")
POLL = QuestionnaireDraft([QuestionDraft(QUESTIONNAIRES.poll, ["Yes", "No"])])
QUIZ = QuestionnaireDraft([QuestionDraft("Which is warm?", ["Red", "Blue"], right=["Red"])], QUESTIONNAIRES.quiz)
CHAT_MESSAGE = "Good morning"
UNFINISHED_MESSAGE = "What I wanted to say is"


def start_draft(panel: Questionnaires, draft: QuestionnaireDraft) -> None:
    """Fill in the composer and leave it open."""
    panel.press_opener()
    panel.press_new()
    panel.composer.fill_in(draft)


def join_and_get_ready(scene: Scene) -> None:
    """Ben has joined directly; Ada is getting ready; Maya is writing a poll."""
    joining.join_stage(scene, "Ben")
    joining.open_getting_ready(scene, "Ada")
    microphone_and_camera.expect_preview(scene, "Ada")
    microphone_and_camera.switch_before_going_live(scene, "Ada", "microphone", "off")
    start_draft(scene["Maya"].places.polls, POLL)


def go_on_stage(scene: Scene) -> None:
    """Ada is on stage with her microphone off; the poll is a draft; Ben has typed half a message."""
    joining.go_live_from_window(scene, "Ada")
    scene["Maya"].places.polls.composer.finish("Save draft")
    chat = scene["Ben"].places.chat
    chat.press_opener()
    scene["Ben"].screen.input.write(chat.box, UNFINISHED_MESSAGE)


def switch_devices(scene: Scene) -> None:
    """Ada has switched the microphone on and the camera off; the poll is open.

    Ben has chosen an option, but not voted yet.
    """
    microphone_and_camera.switch(scene, "Ada", "microphone", "on")
    microphone_and_camera.switch(scene, "Ada", "camera", "off")
    polls_and_quizzes.open_or_close(scene, QUESTIONNAIRES, "Maya", "opens", "poll")
    polls = scene["Ben"].places.polls
    polls.press_opener()
    polls.choose(polls.group(QUESTIONNAIRES.poll), ["Yes"])


def remove_from_stage(scene: Scene) -> None:
    """Ada was removed from the stage and notified; Ben has voted.

    The stage access is "Join by request".
    """
    leaving.remove(scene, "Maya", "Ada")
    notifying.expect_notified_of(scene, LatestAction(), "Ada", "that they are a viewer again")
    scene["Ben"].places.polls.send_answer(QUESTIONNAIRES.poll)
    polling.expect_chosen(scene, QUESTIONNAIRES, "Ben", "Yes")
    moderating.change_access(scene, "Maya", "Join by request")


def ask_to_join(scene: Scene) -> None:
    """Ada asks to join, with a hand raised; Ben has changed the vote; Maya is writing a quiz."""
    raising_hands.raise_hand(scene, "Ada")
    requesting.ask(scene, "Ada")
    polling.vote(scene, QUESTIONNAIRES, "Ben", '"No"')
    start_draft(scene["Maya"].places.quizzes, QUIZ)


def cancel_request(scene: Scene) -> None:
    """Ada has cancelled her request, lowered her hand, and sent an unread message; the quiz is open."""
    requesting.cancel(scene, "Ada")
    raising_hands.lower_hand(scene, "Ada")
    chatting.write(scene, "Ada", CHAT_MESSAGE)
    for name in ("Maya", "Ben"):
        await_state(scene[name].page.get_by_text(CHAT_MESSAGE, exact=True), "attached")
    scene["Maya"].places.quizzes.composer.finish("Open quiz")


def decline_request(scene: Scene) -> None:
    """Ada's request was declined, and her hand cleared; Ben has answered the quiz; the poll is closed."""
    requesting.ask(scene, "Ada")
    requesting.decline(scene, "Maya", "Ada")
    raising_hands.raise_hand(scene, "Ada")
    raising_hands.clear_hands(scene, "Maya")
    quizzing.answer(scene, QUESTIONNAIRES, "Ben", [["question", "chosen"], ["Which is warm?", "Red"]])
    polls_and_quizzes.open_or_close(scene, QUESTIONNAIRES, "Maya", "closes", "poll")


def approve_request(scene: Scene) -> None:
    """Ada's request was approved, and her invitation dialog is open.

    Maya is on stage and has the settings open.
    """
    joining.join_stage(scene, "Maya")
    requesting.ask(scene, "Ada")
    requesting.approve(scene, "Maya", "Ada")
    inviting.expect_invited(scene, "Ada")
    scene["Maya"].places.settings.press_opener()


def accept_invitation(scene: Scene) -> None:
    """Ada is getting ready again, with a preview; the quiz is closed."""
    inviting.accept(scene, "Ada")
    microphone_and_camera.expect_preview(scene, "Ada")
    scene["Maya"].places.settings.close()
    polls_and_quizzes.open_or_close(scene, QUESTIONNAIRES, "Maya", "closes", "quiz")


def mute_everybody(scene: Scene) -> None:
    """Ada is on stage, and Maya has muted everybody else's microphone."""
    joining.go_live_from_window(scene, "Ada")
    moderating.switch_all_off(scene, "Maya", "mutes all microphones")
    for name in ("Ada", "Ben"):
        moderating.expect_notified_of_all_off(scene, LatestAction(), name, "Maya", "muted all microphones")


def invite_again(scene: Scene) -> None:
    """Maya has removed Ada and herself from the stage.

    The stage access is "Invite only"; Ada is invited again, and her invitation dialog is open.
    """
    microphone_and_camera.switch(scene, "Ben", "microphone", "on")
    for name in ("Ada", "Maya"):
        leaving.remove(scene, "Maya", name)
    moderating.change_access(scene, "Maya", "Invite only")
    inviting.invite(scene, "Maya", "Ada")


def decline_invitation(scene: Scene) -> None:
    """Ada has declined the invitation, and Maya was notified; polls are turned off."""
    inviting.decline(scene, "Ada")
    notifying.expect_notified_of_decline(scene, LatestAction(), "Maya", "Ada")
    offering_polls_and_quizzes.disable(scene, "Maya", "polls")


def revoke_invitation(scene: Scene) -> None:
    """Ada's invitation was revoked, and she was notified.

    Polls are on again, with their contents.
    """
    inviting.invite(scene, "Maya", "Ada")
    inviting.revoke(scene, "Maya", "Ada")
    notifying.expect_notified_of(scene, LatestAction(), "Ada", "that the invitation was withdrawn")
    offering_polls_and_quizzes.enable(scene, "Maya", "polls")


def close_invitation_dialog(scene: Scene) -> None:
    """Ada is invited once more and has closed the dialog without an answer; Ben's camera is off."""
    inviting.invite(scene, "Maya", "Ada")
    scene["Ada"].page.keyboard.press("Escape")
    inviting.expect_no_longer_invited(scene, "Ada")
    microphone_and_camera.switch(scene, "Ben", "camera", "off")


def end_stage_access(scene: Scene) -> None:
    """The stage access is "No stage access": Ada's invitation is withdrawn, and Ben stays on stage."""
    microphone_and_camera.switch(scene, "Ben", "camera", "on")
    moderating.change_access(scene, "Maya", "No stage access")
    notifying.expect_notified_of(scene, LatestAction(), "Ada", "that the invitation was withdrawn")


ROUNDS: list[Callable[[Scene], None]] = [
    join_and_get_ready,
    go_on_stage,
    switch_devices,
    remove_from_stage,
    ask_to_join,
    cancel_request,
    decline_request,
    approve_request,
    accept_invitation,
    mute_everybody,
    invite_again,
    decline_invitation,
    revoke_invitation,
    close_invitation_dialog,
    end_stage_access,
]
"""These run in this order. Each leads to the state that its docstring describes; then the server is killed."""


@pytest.mark.parametrize("access", ["everyone"])
def test_steady_3_everybody_returns_to_the_same_state_after_a_kill(restart_scene: RestartScene) -> None:
    durations = []
    for lead_to_state in ROUNDS:
        when = f"killed when: {lead_to_state.__doc__}"
        lead_to_state(restart_scene.scene)
        before = restart_scene.read_state()
        for person in restart_scene.people:
            expect(person.page.get_by_role("alert"), when).to_have_count(0)
        durations.append(restart_scene.kill_and_restart())
        restart_scene.expect_unchanged(before, when)
    print(f"\nKilled {len(durations)} times; all had reconnected after {min(durations):.1f} to {max(durations):.1f} s")


@pytest.mark.parametrize("access", ["nobody"])
def test_steady_3_a_reaction_shown_before_a_restart_disappears(restart_scene: RestartScene) -> None:
    chatting.react(restart_scene.scene, "Ada", "Applause")
    for person in restart_scene.people:
        person.places.reactions.expect_seen("Applause", "Ada")
    restart_scene.kill_and_restart()
    for person in restart_scene.people:
        reaction = person.places.reactions.of("Applause", "Ada")
        person.places.reactions.expect_gone(reaction, "reaction that is over")
