"""Steps that polls and quizzes share. "The poll" and "the quiz" mean the latest that was written."""

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
    """The question of the latest poll, and the title of the latest quiz."""

    poll: str = ""
    quiz: str = ""

    def title(self, kind: str) -> str:
        """Return the name of the latest poll or quiz."""
        return self.poll if kind == "poll" else self.quiz


@pytest.fixture
def latest_questionnaires() -> LatestQuestionnaires:
    return LatestQuestionnaires()


def quoted(options: str) -> list[str]:
    """Return the texts in quotation marks, as in `"Yes", "No" and "Later"`."""
    return re.findall(r'"([^"]+)"', options)


def panel(person: Person, kind: str) -> Questionnaires:
    return person.places.polls if kind == "poll" else person.places.quizzes


@when(step_pattern(f"{{MODERATOR}} (?P<action>opens|closes) the {KIND}"))
def open_or_close(
    scene: Scene, latest_questionnaires: LatestQuestionnaires, moderator: str, action: str, kind: str
) -> None:
    button = f"{'Open' if action == 'opens' else 'Close'} {kind}"
    panel(scene[moderator], kind).press_in(latest_questionnaires.title(kind), button)


@then(step_pattern(f"{{NAME}} is notified of the {KIND}"))
def expect_notified_of_questionnaire(
    scene: Scene, latest_action: LatestAction, latest_questionnaires: LatestQuestionnaires, name: str, kind: str
) -> None:
    expect_notified(scene[name], latest_action, f"{kind} … open", latest_questionnaires.title(kind))


@then(step_pattern("{NAME} is notified that the poll is closed"))
def expect_notified_of_close(
    scene: Scene, latest_action: LatestAction, latest_questionnaires: LatestQuestionnaires, name: str
) -> None:
    expect_notified(scene[name], latest_action, "poll … closed", latest_questionnaires.poll)


@then(step_pattern(f"the notification leads {{NAME}} to the {KIND}"))
def follow_notification(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, kind: str) -> None:
    panel(scene[name], kind).follow_notification(latest_questionnaires.title(kind))


@then(step_pattern(f"{{NAME}} finds the {KIND}"))
def expect_questionnaire(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, kind: str) -> None:
    panel(scene[name], kind).expect_listed(latest_questionnaires.title(kind))


@then(step_pattern(f"{{NAME}} does not find the {KIND}"))
def expect_no_questionnaire(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, kind: str) -> None:
    panel(scene[name], kind).expect_absent(latest_questionnaires.title(kind))


@then(step_pattern("{NAME} cannot (?P<action>vote|answer)(?: any more)?"))
def expect_cannot_answer(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, action: str) -> None:
    kind = "poll" if action == "vote" else "quiz"
    panel(scene[name], kind).expect_cannot_answer(latest_questionnaires.title(kind))
