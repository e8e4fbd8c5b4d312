"""Who sees, hears and lists whom."""

from typing import Literal

from pytest_bdd import given, then

from people.media_analysis import NEITHER_SEEN_NOR_HEARD, SEEN_AND_HEARD, MediaExpectation
from people.person import Person
from people.scene import Scene
from steps.step_patterns import listed, step_pattern


@given(step_pattern("{OTHER} sees and hears {NAMES}"))
@then(step_pattern("{OTHER} sees and hears {NAMES}"))
def sees_and_hears(scene: Scene, other: str, names: str) -> None:
    scene[other].media.expect(dict.fromkeys(listed(names), SEEN_AND_HEARD))


@then(step_pattern("{NAME} sees the own camera in the own tile"))
def sees_own_tile(scene: Scene, name: str) -> None:
    scene[name].media.expect({name: MediaExpectation(see=True, hear=None)})


@then(step_pattern("{OTHER} sees and hears {NAMES}, but at no time {NAME}"))
def never(scene: Scene, other: str, names: str, name: str) -> None:
    media = scene[other].media
    media.expect(dict.fromkeys(listed(names), SEEN_AND_HEARD))
    media.expect({**dict.fromkeys(listed(names), SEEN_AND_HEARD), name: NEITHER_SEEN_NOR_HEARD}, strict=True)


@then(step_pattern("{OTHER} sees and hears {NAMES}, but no longer {NAME}"))
def no_longer(scene: Scene, other: str, names: str, name: str) -> None:
    scene[other].media.expect({**dict.fromkeys(listed(names), SEEN_AND_HEARD), name: NEITHER_SEEN_NOR_HEARD})


@then(step_pattern("{OTHER} still sees {NAME}, but only hears {NAMES}"))
def seen_in_silence(scene: Scene, other: str, name: str, names: str) -> None:
    wanted = {name: MediaExpectation(see=True, hear=False)}
    scene[other].media.expect(wanted | dict.fromkeys(listed(names), SEEN_AND_HEARD))


@then(step_pattern("{OTHER} still hears {NAME}, but only sees {NAMES}"))
def heard_in_the_dark(scene: Scene, other: str, name: str, names: str) -> None:
    wanted = {name: MediaExpectation(see=False, hear=True)}
    scene[other].media.expect(wanted | dict.fromkeys(listed(names), SEEN_AND_HEARD))


@then(step_pattern("{NAME} is on stage"))
def is_on_stage(scene: Scene, name: str) -> None:
    """A tile and a place in the list, for everybody, and controls of one's own."""
    scene[name].places.toolbar.expect_own_devices()
    for person in scene.people.values():
        person.places.stage.expect_tile(name)
        expect_listed(scene, person, name, "On stage")


@then(step_pattern("{NAME} is a viewer"))
def is_a_viewer(scene: Scene, name: str) -> None:
    """No tile, and a place among the viewers, for everybody, and no controls of one's own."""
    scene[name].places.toolbar.expect_no_own_devices()
    for person in scene.people.values():
        person.places.stage.expect_no_tile(name)
        expect_listed(scene, person, name, "Viewers")


@then(step_pattern("{NAME} is a viewer on everybody's screen but the own"))
def is_a_viewer_to_others(scene: Scene, name: str) -> None:
    """The own screen is left alone, since a window covers it."""
    for person in scene.others(name):
        person.places.stage.expect_no_tile(name)
        expect_listed(scene, person, name, "Viewers")


def expect_listed(scene: Scene, person: Person, name: str, section: Literal["On stage", "Viewers"]) -> None:
    """Found on this person's screen in one section of the list and not in the other; a room without a list has none."""
    if scene.offers("participants"):
        not_in: Literal["On stage", "Viewers"] = "Viewers" if section == "On stage" else "On stage"
        person.places.participants.expect_listed(name, section, not_in=not_in)


@then(step_pattern('everybody finds {NAME} listed under "(?P<section>On stage|Viewers)"'))
def everybody_lists(scene: Scene, name: str, section: Literal["On stage", "Viewers"]) -> None:
    for person in scene.people.values():
        expect_listed(scene, person, name, section)


@then(step_pattern('{OTHER} finds {NAME} listed under "(?P<section>On stage|Viewers)"'))
def lists(scene: Scene, other: str, name: str, section: Literal["On stage", "Viewers"]) -> None:
    expect_listed(scene, scene[other], name, section)


@then(step_pattern("everybody finds a tile of {NAME} on the stage"))
def everybody_sees_tile(scene: Scene, name: str) -> None:
    for person in scene.people.values():
        person.places.stage.expect_tile(name)


@then(step_pattern("nobody finds a tile of {NAME} on the stage"))
def nobody_sees_tile(scene: Scene, name: str) -> None:
    for person in scene.people.values():
        person.places.stage.expect_no_tile(name)
