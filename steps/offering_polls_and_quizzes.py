"""Whether polls and quizzes are offered in a session."""

from pytest_bdd import given, parsers, then, when

from pages.questionnaires import Questionnaires
from people.person import Person
from people.scene import Scene
from rooms.room import SessionRequest
from steps.sessions import ACCESSES_FOR_AUDIENCE
from steps.step_patterns import step_pattern

SESSIONS = {
    "with polls": SessionRequest("nobody", polls=True),
    "with quizzes": SessionRequest("nobody", quizzes=True),
    "with polls and quizzes": SessionRequest("nobody", polls=True, quizzes=True),
    "without polls and quizzes": SessionRequest("nobody"),
}
KIND = "(?P<kind>polls|quizzes)"
SWITCHES = {"polls": "Polls", "quizzes": "Quizzes"}


def panel(person: Person, kind: str) -> Questionnaires:
    return person.places.polls if kind == "polls" else person.places.quizzes


def expect_no_panel(person: Person, kind: str) -> None:
    """Expect no such panel, on a screen with a visible toolbar."""
    person.places.toolbar.expect_there(person.places.toolbar.root, "the toolbar")
    panel(person, kind).expect_not_offered()


@given(parsers.re(rf"a session (?P<questionnaires>{'|'.join(SESSIONS)})"))
def open_session(scene: Scene, questionnaires: str) -> None:
    scene.open_one_of(ACCESSES_FOR_AUDIENCE, SESSIONS[questionnaires])


@when(step_pattern(f"{{MODERATOR}} enables {KIND}"))
def enable(scene: Scene, moderator: str, kind: str) -> None:
    scene[moderator].places.settings.set_switch(SWITCHES[kind], True)


@when(step_pattern(f"{{MODERATOR}} disables {KIND}"))
def disable(scene: Scene, moderator: str, kind: str) -> None:
    scene[moderator].places.settings.set_switch(SWITCHES[kind], False)


@then(step_pattern(f"{{MODERATOR}} finds {KIND} switched {{ON}}"))
def expect_switched(scene: Scene, moderator: str, kind: str, on: str) -> None:
    scene[moderator].places.settings.expect_switch(SWITCHES[kind], on == "on")


@then(step_pattern(f"{{NAME}} finds {KIND}"))
def expect_offered(scene: Scene, name: str, kind: str) -> None:
    panel(scene[name], kind).expect_offered()


@then(step_pattern(f"{{NAME}} finds no {KIND}"))
def expect_not_offered(scene: Scene, name: str, kind: str) -> None:
    expect_no_panel(scene[name], kind)


@then(step_pattern(f"everybody finds {KIND}"))
def expect_offered_to_everybody(scene: Scene, kind: str) -> None:
    for person in scene.people.values():
        panel(person, kind).expect_offered()


@then(step_pattern(f"nobody finds {KIND}"))
def expect_offered_to_nobody(scene: Scene, kind: str) -> None:
    for person in scene.people.values():
        expect_no_panel(person, kind)
