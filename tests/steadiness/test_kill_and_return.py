"""The server is killed at each point of each flow, and every browser reconnects automatically (STEADY-3).

Nobody presses anything in the meantime. Afterwards the server's state is the same, each screen is exactly the same,
including open dialogs and unfinished texts, and the people on stage are seen and heard as before.

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
    quizzing,
    raising_hands,
    requesting,
)
from steps import polls_and_quizzes as questions
from steps.latest_action import LatestAction
from steps.polls_and_quizzes import LatestQuestionnaires
from tests.steadiness.restart_scene import RestartScene

ASKED = LatestQuestionnaires("Outdoors?", "Colours")
POLL = QuestionnaireDraft([QuestionDraft(ASKED.poll, ["Yes", "No"])])
QUIZ = QuestionnaireDraft([QuestionDraft("Which is warm?", ["Red", "Blue"], right=["Red"])], ASKED.quiz)
REMARK = "Good morning"
UNFINISHED = "What I wanted to say is"


def start_draft(panel: Questionnaires, draft: QuestionnaireDraft) -> None:
    """Fill in the composer and leave it open."""
    panel.press_opener()
    panel.press_new()
    panel.composer.fill_in(draft)


def direct_join(scene: Scene) -> None:
    """Ben has joined directly; Ada is getting ready; Maya is writing a poll."""
    joining.join_stage(scene, "Ben")
    joining.open_getting_ready(scene, "Ada")
    microphone_and_camera.expect_preview(scene, "Ada")
    microphone_and_camera.switch_before_going_live(scene, "Ada", "microphone", "off")
    start_draft(scene["Maya"].places.polls, POLL)


def on_stage(scene: Scene) -> None:
    """Ada is on stage with her microphone off; the poll is a draft; Ben has typed half a message."""
    joining.live(scene, "Ada")
    scene["Maya"].places.polls.composer.finish("Save draft")
    chat = scene["Ben"].places.chat
    chat.press_opener()
    scene["Ben"].screen.input.write(chat.box, UNFINISHED)


def devices_switched(scene: Scene) -> None:
    """Ada has switched the microphone on and the camera off; the poll is open.

    Ben has chosen an option, but not voted yet.
    """
    microphone_and_camera.switch(scene, "Ada", "microphone", "on")
    microphone_and_camera.switch(scene, "Ada", "camera", "off")
    questions.open_or_close(scene, ASKED, "Maya", "opens", "poll")
    polls = scene["Ben"].places.polls
    polls.press_opener()
    polls.choose(polls.group(ASKED.poll), ["Yes"])


def removal(scene: Scene) -> None:
    """Ada was removed from the stage and notified; Ben has voted.

    The stage access is "Join by request".
    """
    leaving.remove(scene, "Maya", "Ada")
    notifying.expect_notified_of(scene, LatestAction(), "Ada", "that they are a viewer again")
    scene["Ben"].places.polls.send_answer(ASKED.poll)
    polling.expect_chosen(scene, ASKED, "Ben", "Yes")
    moderating.change_access(scene, "Maya", "Join by request")


def request(scene: Scene) -> None:
    """Ada asks to join, with a hand raised; Ben has changed the vote; Maya is writing a quiz."""
    raising_hands.raise_hand(scene, "Ada")
    requesting.ask(scene, "Ada")
    polling.vote(scene, ASKED, "Ben", '"No"')
    start_draft(scene["Maya"].places.quizzes, QUIZ)


def cancelled(scene: Scene) -> None:
    """Ada has cancelled her request, lowered her hand, and sent a message that is unread; the quiz is open."""
    requesting.cancel(scene, "Ada")
    raising_hands.lower_hand(scene, "Ada")
    chatting.write(scene, "Ada", REMARK)
    for name in ("Maya", "Ben"):
        await_state(scene[name].page.get_by_text(REMARK, exact=True), "attached")
    scene["Maya"].places.quizzes.composer.finish("Open quiz")


def declined(scene: Scene) -> None:
    """Ada's request was declined, and her hand cleared; Ben has answered the quiz; the poll is closed."""
    requesting.ask(scene, "Ada")
    requesting.decline(scene, "Maya", "Ada")
    raising_hands.raise_hand(scene, "Ada")
    raising_hands.clear_hands(scene, "Maya")
    quizzing.answer(scene, ASKED, "Ben", [["question", "chosen"], ["Which is warm?", "Red"]])
    questions.open_or_close(scene, ASKED, "Maya", "closes", "poll")


def approval(scene: Scene) -> None:
    """Ada's request was approved, and her invitation dialog is open.

    Maya is on stage and has the settings open.
    """
    joining.join_stage(scene, "Maya")
    requesting.ask(scene, "Ada")
    requesting.approve(scene, "Maya", "Ada")
    inviting.expect_invited(scene, "Ada")
    scene["Maya"].places.settings.press_opener()


def getting_ready_by_invitation(scene: Scene) -> None:
    """Ada is getting ready again, with a preview; the quiz is closed."""
    inviting.accept(scene, "Ada")
    microphone_and_camera.expect_preview(scene, "Ada")
    scene["Maya"].places.settings.close()
    questions.open_or_close(scene, ASKED, "Maya", "closes", "quiz")


def muted(scene: Scene) -> None:
    """Ada is on stage, and Maya has muted everybody else's microphone."""
    joining.live(scene, "Ada")
    moderating.switch_all_off(scene, "Maya", "mutes all microphones")
    for name in ("Ada", "Ben"):
        moderating.expect_notified_of_all_off(scene, LatestAction(), name, "Maya", "muted all microphones")


def invitation(scene: Scene) -> None:
    """Maya has removed Ada and herself from the stage.

    The stage access is "Invite only"; Ada is invited again, and her invitation dialog is open.
    """
    microphone_and_camera.switch(scene, "Ben", "microphone", "on")
    for name in ("Ada", "Maya"):
        leaving.remove(scene, "Maya", name)
    moderating.change_access(scene, "Maya", "Invite only")
    inviting.invite(scene, "Maya", "Ada")


def declined_invitation(scene: Scene) -> None:
    """Ada has declined the invitation, and Maya was notified; polls are turned off."""
    inviting.decline(scene, "Ada")
    notifying.expect_notified_of_decline(scene, LatestAction(), "Maya", "Ada")
    offering_polls_and_quizzes.disable(scene, "Maya", "polls")


def revoked(scene: Scene) -> None:
    """Ada's invitation was revoked, and she was notified.

    Polls are on again, with their contents.
    """
    inviting.invite(scene, "Maya", "Ada")
    inviting.revoke(scene, "Maya", "Ada")
    notifying.expect_notified_of(scene, LatestAction(), "Ada", "that the invitation was withdrawn")
    offering_polls_and_quizzes.enable(scene, "Maya", "polls")


def invitation_closed(scene: Scene) -> None:
    """Ada is invited once more and has closed the dialog without an answer; Ben's camera is off."""
    inviting.invite(scene, "Maya", "Ada")
    scene["Ada"].page.keyboard.press("Escape")
    inviting.expect_no_longer_invited(scene, "Ada")
    microphone_and_camera.switch(scene, "Ben", "camera", "off")


def no_stage_access(scene: Scene) -> None:
    """The stage access is "No stage access": Ada's invitation is withdrawn, and Ben stays on stage."""
    microphone_and_camera.switch(scene, "Ben", "camera", "on")
    moderating.change_access(scene, "Maya", "No stage access")
    notifying.expect_notified_of(scene, LatestAction(), "Ada", "that the invitation was withdrawn")


ROUNDS: list[Callable[[Scene], None]] = [
    direct_join,
    on_stage,
    devices_switched,
    removal,
    request,
    cancelled,
    declined,
    approval,
    getting_ready_by_invitation,
    muted,
    invitation,
    declined_invitation,
    revoked,
    invitation_closed,
    no_stage_access,
]
"""Run in this order. Each leads to the state that its docstring describes; then the server is killed."""


@pytest.mark.parametrize("access", ["everyone"])
def test_steady_3_everybody_returns_to_the_same_state_after_a_kill(restart_scene: RestartScene) -> None:
    took = []
    for lead_to_state in ROUNDS:
        when = f"killed when: {lead_to_state.__doc__}"
        lead_to_state(restart_scene.scene)
        before = restart_scene.read_state()
        for person in restart_scene.people:
            expect(person.page.get_by_role("alert"), when).to_have_count(0)
        took.append(restart_scene.kill_and_restart())
        restart_scene.expect_unchanged(before, when)
    print(f"\nKilled {len(took)} times; all were back after {min(took):.1f} to {max(took):.1f} s")


@pytest.mark.parametrize("access", ["nobody"])
def test_steady_3_a_reaction_disappears_also_after_a_restart(restart_scene: RestartScene) -> None:
    chatting.react(restart_scene.scene, "Ada", "Applause")
    for person in restart_scene.people:
        person.places.reactions.expect_seen("Applause", "Ada")
    restart_scene.kill_and_restart()
    for person in restart_scene.people:
        reaction = person.places.reactions.of("Applause", "Ada")
        person.places.reactions.expect_gone(reaction, "reaction that is over")
