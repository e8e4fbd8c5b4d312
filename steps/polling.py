"""Polls: writing, opening, voting, results."""

import re

from pytest_bdd import given, then, when

from pages.composer import QuestionDraft, QuestionnaireDraft
from people.scene import Scene
from steps.polls_and_quizzes import OPTIONS, LatestQuestionnaires, quoted
from steps.step_patterns import step_pattern

POLL = rf'the poll "(?P<question>[^"]+)"(?P<several>, with several choices,|) with {OPTIONS}'
VOTES = r'(?P<votes>\d+ votes? for "[^"]+"(?: and \d+ votes? for "[^"]+")?)'


def _poll(question: str, several: str, options: str) -> QuestionnaireDraft:
    return QuestionnaireDraft([QuestionDraft(question, quoted(options))], several=bool(several))


@given(step_pattern(f"{{MODERATOR}} has opened {POLL}"))
@when(step_pattern(f"{{MODERATOR}} opens {POLL}"))
def write_and_open(
    scene: Scene, latest_questionnaires: LatestQuestionnaires, moderator: str, question: str, several: str, options: str
) -> None:
    latest_questionnaires.poll = question
    scene[moderator].places.polls.write(_poll(question, several, options), and_open=True)


@given(step_pattern(f"{{MODERATOR}} has written {POLL}"))
def write(
    scene: Scene, latest_questionnaires: LatestQuestionnaires, moderator: str, question: str, several: str, options: str
) -> None:
    latest_questionnaires.poll = question
    scene[moderator].places.polls.write(_poll(question, several, options), and_open=False)


@given(step_pattern(f"{{NAME}} has voted for {OPTIONS}"))
@when(step_pattern(f"{{NAME}} votes for {OPTIONS}"))
def vote(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, options: str) -> None:
    """Vote; record the messages sent, for forgery steps."""
    person = scene[name]
    with person.recording_sent_messages(f"voting for {options}"):
        person.places.polls.vote(latest_questionnaires.poll, quoted(options))


@when(step_pattern(f"the browser of {{NAME}} repeats what it sent to vote for {OPTIONS}"))
def forge_vote(scene: Scene, name: str, options: str) -> None:
    scene[name].probe.send_again(scene[name].sent_messages[f"voting for {options}"])


@then(step_pattern(f"{{NAME}} finds {VOTES}"))
def expect_votes(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, votes: str) -> None:
    counted = {option: int(number) for number, option in re.findall(r'(\d+) votes? for "([^"]+)"', votes)}
    scene[name].places.polls.expect_votes(latest_questionnaires.poll, counted)


@then(step_pattern("{NAME} finds no result of the poll"))
def expect_no_result(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str) -> None:
    scene[name].places.polls.expect_no_result(latest_questionnaires.poll)


@then(step_pattern('{NAME} finds "(?P<option>[^"]+)" chosen'))
def expect_chosen(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, option: str) -> None:
    scene[name].places.polls.expect_chosen(latest_questionnaires.poll, option)


@then(step_pattern('{NAME} finds "(?P<option>[^"]+)" marked as their own vote'))
def expect_marked_own(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, option: str) -> None:
    scene[name].places.polls.expect_marked_own(latest_questionnaires.poll, option)
