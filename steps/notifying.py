"""Notifications: those that a person must get, and those that they must never get."""

import re

from pytest_bdd import given, then

from pages.getting_ready import GettingReady
from pages.invitation import Invitation
from pages.screen import NotAsDocumented
from pages.status_messages import patterns_of
from pages.words import whole_word
from people.person import Person
from people.scene import Scene
from steps.latest_action import LatestAction, expect_notified
from steps.step_patterns import step_pattern

NOTIFICATION_WORDS = {
    "that the request was declined": "request … declined",
    "that the request was closed": "request … closed",
    "that the invitation was withdrawn": "invitation … withdrawn",
    "that the stage is full": "stage … full",
    "that they are a viewer again": "viewer",
}
"""For each notification in a step, its documented words."""
NOTIFICATIONS = "|".join(NOTIFICATION_WORDS)


@given(step_pattern(f"{{NAME}} is notified (?P<notification>{NOTIFICATIONS})"))
@then(step_pattern(f"{{NAME}} is notified (?P<notification>{NOTIFICATIONS})"))
def expect_notified_of(scene: Scene, latest_action: LatestAction, name: str, notification: str) -> None:
    expect_notified(scene[name], latest_action, NOTIFICATION_WORDS[notification])


@then(step_pattern("{MODERATOR} is notified that {NAME} declined the invitation"))
def expect_notified_of_decline(scene: Scene, latest_action: LatestAction, moderator: str, name: str) -> None:
    expect_notified(scene[moderator], latest_action, "NAME … declined", name=name)


@then(step_pattern("{OTHER} was never notified of {NAME}"))
def expect_never_notified_of_person(scene: Scene, other: str, name: str) -> None:
    _expect_never_shown(scene[other], whole_word(scene[other].screen.words.shown(name)))


@then(step_pattern("{NAME} was never notified of a decline"))
def expect_never_notified_of_decline(scene: Scene, name: str) -> None:
    _expect_never_shown(scene[name], *patterns_of(scene[name].screen.words, "request … declined"))


@then(step_pattern("{NAME} was never notified that they are a viewer again"))
def expect_never_notified_of_removal(scene: Scene, name: str) -> None:
    _expect_never_shown(scene[name], *patterns_of(scene[name].screen.words, "viewer"))


@then(step_pattern("{NAME} was never invited to join the stage"))
def expect_never_invited(scene: Scene, name: str) -> None:
    """Expect no invitation in the probe's record, since one may have appeared and vanished."""
    _expect_never_shown(scene[name], whole_word(scene[name].places.invitation.words(Invitation.title)))


@then(step_pattern("{NAME} was never asked to get ready"))
def expect_never_getting_ready(scene: Scene, name: str) -> None:
    """Expect no getting-ready dialog in the probe's record of a person on stage."""
    scene[name].places.toolbar.expect_own_devices()
    _expect_never_shown(scene[name], whole_word(scene[name].places.getting_ready.words(GettingReady.title)))


def _expect_never_shown(person: Person, *patterns: re.Pattern[str]) -> None:
    person.screen.expect_not_blank()
    texts = person.probe.shown_texts()
    matching = [text for text in texts if all(pattern.search(text) for pattern in patterns)]
    if matching:
        quoted = " and ".join(f"“{pattern.pattern}”" for pattern in patterns)
        raise NotAsDocumented(f"{person.screen}: expected no message or dialog matching {quoted}, but saw: {matching}")
