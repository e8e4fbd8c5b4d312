"""The server is killed at each point of each flow, and everybody's browser comes back by itself (STEADY-3).

Nobody presses anything meanwhile. Afterwards the server knows what it knew, each screen is to the letter what it was,
with its open windows and what was half written there, and whoever is on stage is seen and heard as before.

Each round brings several people on by a step, each in a flow of their own, so that one restart stands for several.
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
from tests.steadiness.everybody import Everybody

ASKED = LatestQuestionnaires("Outdoors?", "Colours")
POLL = QuestionnaireDraft([QuestionDraft(ASKED.poll, ["Yes", "No"])])
QUIZ = QuestionnaireDraft([QuestionDraft("Which is warm?", ["Red", "Blue"], right=["Red"])], ASKED.quiz)
REMARK = "Good morning"
BEGUN = "What I wanted to say is"


def begin_to_write(panel: Questionnaires, draft: QuestionnaireDraft) -> None:
    """In the window for it, which stays open."""
    panel.press_opener()
    panel.press_new()
    panel.composer.fill_in(draft)


def direct_join(scene: Scene) -> None:
    """Ben has joined directly; Ada is getting ready, and Maya writing a poll."""
    joining.joins(scene, "Ben")
    joining.choose(scene, "Ada")
    microphone_and_camera.sees_preview(scene, "Ada")
    microphone_and_camera.switch_before(scene, "Ada", "microphone", "off")
    begin_to_write(scene["Maya"].places.polls, POLL)


def live(scene: Scene) -> None:
    """Ada is live, her microphone off as she chose; the poll is a draft; Ben has begun a message."""
    joining.live(scene, "Ada")
    scene["Maya"].places.polls.composer.finish("Save draft")
    chat = scene["Ben"].places.chat
    chat.press_opener()
    scene["Ben"].screen.input.write(chat.box, BEGUN)


def switches(scene: Scene) -> None:
    """Ada has switched the microphone on and the camera off; the poll is open; Ben has chosen, and not voted yet."""
    microphone_and_camera.switch(scene, "Ada", "microphone", "on")
    microphone_and_camera.switch(scene, "Ada", "camera", "off")
    questions.open_or_close(scene, ASKED, "Maya", "opens", "poll")
    polls = scene["Ben"].places.polls
    polls.press_opener()
    polls.choose(polls.group(ASKED.poll), ["Yes"])


def removal(scene: Scene) -> None:
    """Ada was removed, and is told so; Ben has voted; attendees now ask to join."""
    leaving.remove(scene, "Maya", "Ada")
    notifying.notified(scene, LatestAction(), "Ada", "of being a viewer again")
    scene["Ben"].places.polls.send_answer(ASKED.poll)
    polling.finds_chosen(scene, ASKED, "Ben", "Yes")
    moderating.change_access(scene, "Maya", "Join by request")


def request(scene: Scene) -> None:
    """Ada asks, with a hand raised; Ben has changed the vote; Maya is writing a quiz."""
    raising_hands.raise_hand(scene, "Ada")
    requesting.ask(scene, "Ada")
    polling.vote(scene, ASKED, "Ben", '"No"')
    begin_to_write(scene["Maya"].places.quizzes, QUIZ)


def cancelled(scene: Scene) -> None:
    """Ada has cancelled, lowered the hand, and written; the others have not read it; the quiz is open."""
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
    raising_hands.clear(scene, "Maya")
    quizzing.answer(scene, ASKED, "Ben", [["question", "chosen"], ["Which is warm?", "Red"]])
    questions.open_or_close(scene, ASKED, "Maya", "closes", "poll")


def approval(scene: Scene) -> None:
    """Ada asked and has the pop-up before her; Maya, on stage herself, has the settings open."""
    joining.joins(scene, "Maya")
    requesting.ask(scene, "Ada")
    requesting.approve(scene, "Maya", "Ada")
    inviting.invited(scene, "Ada")
    scene["Maya"].places.settings.press_opener()


def getting_ready_by_invitation(scene: Scene) -> None:
    """Ada is getting ready again, and sees herself; the quiz is closed."""
    inviting.accept(scene, "Ada")
    microphone_and_camera.sees_preview(scene, "Ada")
    scene["Maya"].places.settings.close()
    questions.open_or_close(scene, ASKED, "Maya", "closes", "quiz")


def muted(scene: Scene) -> None:
    """Ada is live, and Maya has muted everybody but herself."""
    joining.live(scene, "Ada")
    moderating.all_off(scene, "Maya", "mutes all microphones")
    for name in ("Ada", "Ben"):
        moderating.notified_of_all_off(scene, LatestAction(), name, "Maya", "muted all microphones")


def invitation(scene: Scene) -> None:
    """Maya has removed Ada and herself; Ada, invited again under "Invite only", has the pop-up before her."""
    microphone_and_camera.switch(scene, "Ben", "microphone", "on")
    for name in ("Ada", "Maya"):
        leaving.remove(scene, "Maya", name)
    moderating.change_access(scene, "Maya", "Invite only")
    inviting.invite(scene, "Maya", "Ada")


def declined_invitation(scene: Scene) -> None:
    """Ada has declined, and Maya is told; polls are offered no more."""
    inviting.decline(scene, "Ada")
    notifying.notified_of_decline(scene, LatestAction(), "Maya", "Ada")
    offering_polls_and_quizzes.disable(scene, "Maya", "polls")


def revoked(scene: Scene) -> None:
    """Ada's invitation was revoked, and she is told; polls are offered again, with what they held."""
    inviting.invite(scene, "Maya", "Ada")
    inviting.revoke(scene, "Maya", "Ada")
    notifying.notified(scene, LatestAction(), "Ada", "that the invitation was withdrawn")
    offering_polls_and_quizzes.enable(scene, "Maya", "polls")


def put_aside(scene: Scene) -> None:
    """Ada is invited once more, and has put that aside; Ben's camera is off."""
    inviting.invite(scene, "Maya", "Ada")
    scene["Ada"].page.keyboard.press("Escape")
    inviting.no_longer_invited(scene, "Ada")
    microphone_and_camera.switch(scene, "Ben", "camera", "off")


def nobody_on_stage(scene: Scene) -> None:
    """Nobody may come on stage any more: Ada's invitation is withdrawn, and Ben stays."""
    microphone_and_camera.switch(scene, "Ben", "camera", "on")
    moderating.change_access(scene, "Maya", "No stage access")
    notifying.notified(scene, LatestAction(), "Ada", "that the invitation was withdrawn")


ROUNDS: list[Callable[[Scene], None]] = [
    direct_join,
    live,
    switches,
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
    put_aside,
    nobody_on_stage,
]
"""What happens in the session, in this order; after each the server is killed."""


@pytest.mark.parametrize("access", ["everyone"])
def test_steady_3_everybody_comes_back_to_what_was_there(everybody: Everybody) -> None:
    took = []
    for bring_on in ROUNDS:
        when = f"killed when: {bring_on.__doc__}"
        bring_on(everybody.scene)
        before = everybody.stand()
        for person in everybody.people:
            expect(person.page.get_by_role("alert"), when).to_have_count(0)
        took.append(everybody.are_cut_off_and_back())
        everybody.expect_to_stand(before, when)
    print(f"\nKilled {len(took)} times; everybody was back after {min(took):.1f} to {max(took):.1f} s")


@pytest.mark.parametrize("access", ["nobody"])
def test_steady_3_a_reaction_passes_also_where_the_server_was_killed_meanwhile(everybody: Everybody) -> None:
    chatting.react(everybody.scene, "Ada", "Applause")
    for person in everybody.people:
        person.places.reactions.expect_seen("Applause", "Ada")
    everybody.are_cut_off_and_back()
    for person in everybody.people:
        reaction = person.places.reactions.of("Applause", "Ada")
        person.places.reactions.expect_gone(reaction, "reaction that is over")
