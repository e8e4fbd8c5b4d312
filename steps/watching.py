"""Seeing and hearing others, and the sections in which people are listed."""

from typing import Literal

from pytest_bdd import given, then

from people.media_analysis import NEITHER_SEEN_NOR_HEARD, SEEN_AND_HEARD, MediaExpectation
from people.person import Person
from people.scene import Scene
from steps.step_patterns import listed, step_pattern


@given(step_pattern("{OTHER} sees and hears {NAMES}"))
@then(step_pattern("{OTHER} sees and hears {NAMES}"))
def expect_seen_and_heard(scene: Scene, other: str, names: str) -> None:
    scene[other].media.expect(dict.fromkeys(listed(names), SEEN_AND_HEARD))


@then(step_pattern("{NAME} sees their own camera in their own tile"))
def expect_own_tile(scene: Scene, name: str) -> None:
    scene[name].media.expect({name: MediaExpectation(see=True, hear=None)})


@then(step_pattern("{OTHER} sees and hears {NAMES}, but at no time {NAME}"))
def expect_never_seen_or_heard(scene: Scene, other: str, names: str, name: str) -> None:
    media = scene[other].media
    media.expect(dict.fromkeys(listed(names), SEEN_AND_HEARD))
    media.expect({**dict.fromkeys(listed(names), SEEN_AND_HEARD), name: NEITHER_SEEN_NOR_HEARD}, strict=True)


@then(step_pattern("{OTHER} sees and hears {NAMES}, but no longer {NAME}"))
def expect_no_longer_seen_or_heard(scene: Scene, other: str, names: str, name: str) -> None:
    scene[other].media.expect({**dict.fromkeys(listed(names), SEEN_AND_HEARD), name: NEITHER_SEEN_NOR_HEARD})


@then(step_pattern("{OTHER} still sees {NAME}, but hears only {NAMES}"))
def expect_seen_but_not_heard(scene: Scene, other: str, name: str, names: str) -> None:
    expected = {name: MediaExpectation(see=True, hear=False)}
    scene[other].media.expect(expected | dict.fromkeys(listed(names), SEEN_AND_HEARD))


@then(step_pattern("{OTHER} still hears {NAME}, but sees only {NAMES}"))
def expect_heard_but_not_seen(scene: Scene, other: str, name: str, names: str) -> None:
    expected = {name: MediaExpectation(see=False, hear=True)}
    scene[other].media.expect(expected | dict.fromkeys(listed(names), SEEN_AND_HEARD))


@then(step_pattern("{NAME} is on stage"))
def expect_on_stage(scene: Scene, name: str) -> None:
    """Expect the person's tile and "On stage" entry on all screens, and device controls on their own."""
    scene[name].places.toolbar.expect_own_devices()
    for person in scene.people.values():
        person.places.stage.expect_tile(name)
        expect_listed(scene, person, name, "On stage")


@then(step_pattern("{NAME} is a viewer"))
def expect_viewer(scene: Scene, name: str) -> None:
    """Expect the person's "Viewers" entry and no tile on all screens, and no device controls on their own."""
    scene[name].places.toolbar.expect_no_own_devices()
    for person in scene.people.values():
        person.places.stage.expect_no_tile(name)
        expect_listed(scene, person, name, "Viewers")


@then(step_pattern("{NAME} is a viewer on everybody else's screen"))
def expect_viewer_to_others(scene: Scene, name: str) -> None:
    """Expect the person to be a viewer on all other screens; a dialog covers their own screen."""
    for person in scene.others_in_session(name):
        person.places.stage.expect_no_tile(name)
        expect_listed(scene, person, name, "Viewers")


def expect_listed(scene: Scene, person: Person, name: str, section: Literal["On stage", "Viewers"]) -> None:
    """Expect the person in this section of the list only; do nothing if the room has no list."""
    if scene.offers("participants"):
        not_in: Literal["On stage", "Viewers"] = "Viewers" if section == "On stage" else "On stage"
        person.places.participants.expect_listed(name, section, not_in=not_in)


@then(step_pattern('everybody finds {NAME} listed under "(?P<section>On stage|Viewers)"'))
def expect_listed_for_everybody(scene: Scene, name: str, section: Literal["On stage", "Viewers"]) -> None:
    for person in scene.people.values():
        expect_listed(scene, person, name, section)


@then(step_pattern('{OTHER} finds {NAME} listed under "(?P<section>On stage|Viewers)"'))
def expect_listed_on_screen(scene: Scene, other: str, name: str, section: Literal["On stage", "Viewers"]) -> None:
    expect_listed(scene, scene[other], name, section)


@then(step_pattern("everybody finds a tile of {NAME} on the stage"))
def expect_tile_for_everybody(scene: Scene, name: str) -> None:
    for person in scene.people.values():
        person.places.stage.expect_tile(name)


@then(step_pattern("nobody finds a tile of {NAME} on the stage"))
def expect_no_tile_for_anybody(scene: Scene, name: str) -> None:
    for person in scene.people.values():
        person.places.stage.expect_no_tile(name)
