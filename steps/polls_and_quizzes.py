"""What polls and quizzes have in common: what was asked last is "the poll" or "the quiz"; it is opened and closed."""

import re
from dataclasses import dataclass

import pytest
from pytest_bdd import then, when

from pages.questionnaires import Questionnaires
from people.person import Person
from people.scene import Scene
from steps.latest_action import LatestAction, expect_notified
from steps.step_patterns import step_pattern

KIND = "(?P<kind>poll|quiz)"
OPTIONS = r'(?P<options>"[^"]+"(?:, "[^"]+")*(?: and "[^"]+")?)'


@dataclass
class LatestQuestionnaires:
    """The question of the last poll, and the title of the last quiz."""

    poll: str = ""
    quiz: str = ""

    def title(self, kind: str) -> str:
        """What the last of this kind is called."""
        return self.poll if kind == "poll" else self.quiz


@pytest.fixture
def asked() -> LatestQuestionnaires:
    return LatestQuestionnaires()


def quoted(options: str) -> list[str]:
    """The texts in quotation marks, as in `"Yes", "No" and "Later"`."""
    return re.findall(r'"([^"]+)"', options)


def region(person: Person, kind: str) -> Questionnaires:
    return person.places.polls if kind == "poll" else person.places.quizzes


@when(step_pattern(f"{{MODERATOR}} (?P<does>opens|closes) the {KIND}"))
def open_or_close(scene: Scene, asked: LatestQuestionnaires, moderator: str, does: str, kind: str) -> None:
    button = f"{'Open' if does == 'opens' else 'Close'} {kind}"
    region(scene[moderator], kind).press_in(asked.title(kind), button)


@then(step_pattern(f"{{NAME}} is told of the {KIND}"))
def told_of_it(scene: Scene, latest_action: LatestAction, asked: LatestQuestionnaires, name: str, kind: str) -> None:
    expect_notified(scene[name], latest_action, kind, "open", asked.title(kind))


@then(step_pattern("{NAME} is told that the poll is closed"))
def told_of_close(scene: Scene, latest_action: LatestAction, asked: LatestQuestionnaires, name: str) -> None:
    expect_notified(scene[name], latest_action, "poll", "closed", asked.poll)


@then(step_pattern(f"the news leads {{NAME}} to the {KIND}"))
def news_leads(scene: Scene, asked: LatestQuestionnaires, name: str, kind: str) -> None:
    region(scene[name], kind).follow_notification(asked.title(kind))


@then(step_pattern(f"{{NAME}} finds the {KIND}"))
def finds_it(scene: Scene, asked: LatestQuestionnaires, name: str, kind: str) -> None:
    region(scene[name], kind).expect_listed(asked.title(kind))


@then(step_pattern(f"{{NAME}} does not find the {KIND}"))
def finds_nothing(scene: Scene, asked: LatestQuestionnaires, name: str, kind: str) -> None:
    region(scene[name], kind).expect_absent(asked.title(kind))


@then(step_pattern("{NAME} cannot (?P<does>vote|answer)(?: any more)?"))
def cannot_answer(scene: Scene, asked: LatestQuestionnaires, name: str, does: str) -> None:
    kind = "poll" if does == "vote" else "quiz"
    region(scene[name], kind).expect_cannot_answer(asked.title(kind))
