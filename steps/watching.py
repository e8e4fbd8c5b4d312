"""Who sees, hears and lists whom."""

from typing import Literal

from pytest_bdd import given, then

from people.person import Person
from people.scene import Scene
from people.senses import AWAY, THERE, Perception
from steps.sentences import listed, sentence


@given(sentence("{OTHER} sees and hears {NAMES}"))
@then(sentence("{OTHER} sees and hears {NAMES}"))
def sees_and_hears(scene: Scene, other: str, names: str) -> None:
    scene[other].senses.expect(dict.fromkeys(listed(names), THERE))


@then(sentence("{NAME} sees the own camera in the own tile"))
def sees_own_tile(scene: Scene, name: str) -> None:
    scene[name].senses.expect({name: Perception(see=True, hear=None)})


@then(sentence("{OTHER} sees and hears {NAMES}, but at no time {NAME}"))
def never(scene: Scene, other: str, names: str, name: str) -> None:
    senses = scene[other].senses
    senses.expect(dict.fromkeys(listed(names), THERE))
    senses.expect({**dict.fromkeys(listed(names), THERE), name: AWAY}, strict=True)


@then(sentence("{OTHER} sees and hears {NAMES}, but no longer {NAME}"))
def no_longer(scene: Scene, other: str, names: str, name: str) -> None:
    scene[other].senses.expect({**dict.fromkeys(listed(names), THERE), name: AWAY})


@then(sentence("{OTHER} still sees {NAME}, but only hears {NAMES}"))
def seen_in_silence(scene: Scene, other: str, name: str, names: str) -> None:
    wanted = {name: Perception(see=True, hear=False)}
    scene[other].senses.expect(wanted | dict.fromkeys(listed(names), THERE))


@then(sentence("{OTHER} still hears {NAME}, but only sees {NAMES}"))
def heard_in_the_dark(scene: Scene, other: str, name: str, names: str) -> None:
    wanted = {name: Perception(see=False, hear=True)}
    scene[other].senses.expect(wanted | dict.fromkeys(listed(names), THERE))


@then(sentence("{NAME} is on stage"))
def is_on_stage(scene: Scene, name: str) -> None:
    """A tile and a place in the list, for everybody, and controls of one's own."""
    scene[name].places.toolbar.expect_own_devices()
    for person in scene.people.values():
        person.places.stage.expect_tile(name)
        expect_listed(scene, person, name, "On stage")


@then(sentence("{NAME} is a viewer"))
def is_a_viewer(scene: Scene, name: str) -> None:
    """No tile, and a place among the viewers, for everybody, and no controls of one's own."""
    scene[name].places.toolbar.expect_no_own_devices()
    for person in scene.people.values():
        person.places.stage.expect_no_tile(name)
        expect_listed(scene, person, name, "Viewers")


@then(sentence("{NAME} is a viewer on everybody's screen but the own"))
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


@then(sentence('everybody finds {NAME} listed under "(?P<section>On stage|Viewers)"'))
def everybody_lists(scene: Scene, name: str, section: Literal["On stage", "Viewers"]) -> None:
    for person in scene.people.values():
        expect_listed(scene, person, name, section)


@then(sentence('{OTHER} finds {NAME} listed under "(?P<section>On stage|Viewers)"'))
def lists(scene: Scene, other: str, name: str, section: Literal["On stage", "Viewers"]) -> None:
    expect_listed(scene, scene[other], name, section)


@then(sentence("everybody finds a tile of {NAME} on the stage"))
def everybody_sees_tile(scene: Scene, name: str) -> None:
    for person in scene.people.values():
        person.places.stage.expect_tile(name)


@then(sentence("nobody finds a tile of {NAME} on the stage"))
def nobody_sees_tile(scene: Scene, name: str) -> None:
    for person in scene.people.values():
        person.places.stage.expect_no_tile(name)
