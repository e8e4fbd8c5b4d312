"""Polls: asked, voted on, closed, read."""

import re

from pytest_bdd import given, then, when

from pages.composer import Asked, Composed
from people.scene import Scene
from steps.asked import OPTIONS, WasAsked, quoted
from steps.sentences import sentence

POLL = rf'the poll "(?P<question>[^"]+)"(?P<several>, with several choices,|) with {OPTIONS}'
VOTES = r'(?P<votes>\d+ votes? for "[^"]+"(?: and \d+ votes? for "[^"]+")?)'


def _poll(question: str, several: str, options: str) -> Composed:
    return Composed([Asked(question, quoted(options))], several=bool(several))


@given(sentence(f"{{MODERATOR}} has opened {POLL}"))
@when(sentence(f"{{MODERATOR}} opens {POLL}"))
def write_and_open(scene: Scene, asked: WasAsked, moderator: str, question: str, several: str, options: str) -> None:
    asked.poll = question
    scene[moderator].places.polls.write(_poll(question, several, options), and_open=True)


@given(sentence(f"{{MODERATOR}} has written {POLL}"))
def write(scene: Scene, asked: WasAsked, moderator: str, question: str, several: str, options: str) -> None:
    asked.poll = question
    scene[moderator].places.polls.write(_poll(question, several, options), and_open=False)


@given(sentence(f"{{NAME}} has voted for {OPTIONS}"))
@when(sentence(f"{{NAME}} votes for {OPTIONS}"))
def vote(scene: Scene, asked: WasAsked, name: str, options: str) -> None:
    """What the browser sends for it is kept for forgers."""
    person = scene[name]
    with person.keeping_what_is_sent(f"voting for {options}"):
        person.places.polls.vote(asked.poll, quoted(options))


@when(sentence(f"the browser of {{NAME}} repeats what it sent to vote for {OPTIONS}"))
def forge_vote(scene: Scene, name: str, options: str) -> None:
    scene[name].witness.send_again(scene[name].sent[f"voting for {options}"])


@then(sentence(f"{{NAME}} finds {VOTES}"))
def finds_votes(scene: Scene, asked: WasAsked, name: str, votes: str) -> None:
    counted = {option: int(number) for number, option in re.findall(r'(\d+) votes? for "([^"]+)"', votes)}
    scene[name].places.polls.expect_votes(asked.poll, counted)


@then(sentence("{NAME} finds no result of the poll"))
def finds_no_result(scene: Scene, asked: WasAsked, name: str) -> None:
    scene[name].places.polls.expect_no_result(asked.poll)


@then(sentence('{NAME} finds "(?P<option>[^"]+)" chosen'))
def finds_chosen(scene: Scene, asked: WasAsked, name: str, option: str) -> None:
    scene[name].places.polls.expect_chosen(asked.poll, option)


@then(sentence('{NAME} finds "(?P<option>[^"]+)" marked as the own vote'))
def finds_marked(scene: Scene, asked: WasAsked, name: str, option: str) -> None:
    scene[name].places.polls.expect_marked_own(asked.poll, option)
