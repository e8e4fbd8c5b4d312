"""What a room declares not to offer."""

from pytest_bdd import parsers, then

from conformance.room_profile import ACCESS_NAMES
from pages.absence import NAMES
from people.scene import Scene
from steps.sessions import ACCESS
from steps.step_patterns import step_pattern


@then(parsers.re(rf"nobody finds (?P<what>{'|'.join(NAMES)})"))
def nobody_finds(scene: Scene, what: str) -> None:
    """Looked for on screens that are seen to be there: the toolbar stands on each of them."""
    for person in scene.people.values():
        person.places.absence.expect_of(what)


@then("nobody finds anything that only a moderator has")
def nobody_moderates(scene: Scene) -> None:
    for person in scene.people.values():
        person.places.moderator_controls.expect_impossible()


@then(parsers.re(rf"the room gives no session in which (?P<access>{'|'.join(ACCESS)})"))
def no_session(scene: Scene, access: str) -> None:
    """It gave the one that this scenario takes place in, so it is there to be asked."""
    scene.expect_refusal(ACCESS[access])


@then(step_pattern(f'{{MODERATOR}} cannot set the stage access to "(?P<access>{"|".join(ACCESS_NAMES)})"'))
def cannot_set(scene: Scene, moderator: str, access: str) -> None:
    """Where a room has no settings, another scenario proves that nothing can be set."""
    if scene.offers("settings"):
        scene[moderator].places.settings.expect_not_selectable(access)
