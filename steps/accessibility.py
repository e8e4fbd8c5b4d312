"""Accessibility: keyboard, screen reader, accessibility violations, and sizes of controls."""

from pytest_bdd import given, parsers, then

from pages.input_methods import Keyboard
from pages.reach import expect_within_reach
from pages.screen import NotAsDocumented
from people.accessibility_violations import find_accessibility_violations
from people.person import Person
from people.scene import Scene
from steps.notifying import NOTIFICATION_WORDS, NOTIFICATIONS
from steps.step_patterns import listed, step_pattern

WINDOW = r'the window "(?P<window>[^"]+)"'


@given(step_pattern("{NAMES} uses? only the keyboard"))
def use_only_keyboard(scene: Scene, names: str) -> None:
    for name in listed(names):
        screen = scene[name].screen
        screen.input = Keyboard(screen.page)


@then(step_pattern(f"the focus of {{NAME}} is in {WINDOW}"))
def expect_focus_in_window(scene: Scene, name: str, window: str) -> None:
    places = scene[name].places
    windows = {place.title: place for place in (places.getting_ready, places.invitation)}
    windows[window].expect_focus_within()


@then(parsers.re(r'the focus of (?P<name>[A-Z][a-z]+) is on the button "(?P<button>[^"]+)"'))
def expect_focus_on_button(scene: Scene, name: str, button: str) -> None:
    toolbar = scene[name].places.toolbar
    toolbar.expect_focus_on(toolbar.button(button), f'the button "{button}" on the toolbar')


@then(step_pattern("the focus of {NAME} is somewhere on the toolbar"))
def expect_focus_on_toolbar(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.expect_focus_within()


@then(step_pattern("a screen reader announces the request of {NAME} to {MODERATOR}"))
def expect_request_announced(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].probe.expect_announced(scene[moderator].screen.words.shown(name))


@then(step_pattern(f"a screen reader announces to {{NAME}} (?P<notification>{NOTIFICATIONS})"))
def expect_notification_announced(scene: Scene, name: str, notification: str) -> None:
    words = scene[name].screen.words.of_notification(NOTIFICATION_WORDS[notification])
    scene[name].probe.expect_announced(*words)


@then(step_pattern("no accessibility violation is found on the screen of {NAME}"))
def expect_no_violation_on_screen(scene: Scene, name: str) -> None:
    _expect_no_violation(scene[name])


@then(step_pattern("no accessibility violation is found in the settings of {MODERATOR}"))
def expect_no_violation_in_settings(scene: Scene, moderator: str) -> None:
    with scene[moderator].places.settings.open():
        _expect_no_violation(scene[moderator])


@then(step_pattern("no accessibility violation is found in the list of participants of {NAME}"))
def expect_no_violation_in_list(scene: Scene, name: str) -> None:
    with scene[name].places.participants.open():
        _expect_no_violation(scene[name])


@then(step_pattern("no accessibility violation is found in the menu that {MODERATOR} has for {NAME}"))
def expect_no_violation_in_menu(scene: Scene, moderator: str, name: str) -> None:
    with scene[moderator].places.participants.menu_of(name):
        _expect_no_violation(scene[moderator])


@given(step_pattern("{NAME} uses a screen in (?P<orientation>portrait|landscape) orientation"))
def set_orientation(scene: Scene, name: str, orientation: str) -> None:
    scene[name].screen.turn(orientation == "portrait")


@then(step_pattern("everything on the screen of {NAME} is within reach"))
def expect_screen_within_reach(scene: Scene, name: str) -> None:
    expect_within_reach(scene[name].screen)


@then(step_pattern("everything in the list of participants of {NAME} is within reach"))
def expect_list_within_reach(scene: Scene, name: str) -> None:
    with scene[name].places.participants.open():
        expect_within_reach(scene[name].screen)


def _expect_no_violation(person: Person) -> None:
    violations = find_accessibility_violations(person.screen.view)
    if violations:
        listed_violations = "\n".join(violations)
        raise NotAsDocumented(f"{person.screen}: expected no accessibility violation, but found:\n{listed_violations}")
