"""Removal from the session, and letting people in again."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.latest_action import LatestAction, expect_notified
from steps.step_patterns import step_pattern


@given(step_pattern("{MODERATOR} has removed {NAME} from the session"))
@when(step_pattern("{MODERATOR} removes {NAME} from the session"))
def remove(scene: Scene, moderator: str, name: str) -> None:
    """Remove the person, and wait until the moderator's own screen no longer lists them."""
    scene[moderator].places.participants.remove_from_session(name)
    scene.removed.add(name)


@then(step_pattern("{OTHER} cannot remove {NAME} from the session"))
def expect_cannot_remove(scene: Scene, other: str, name: str) -> None:
    scene[other].places.participants.expect_not_offered(name, "Remove from session")


@then(step_pattern("{NAME} is notified that they were removed from the session"))
def expect_removal_shown(scene: Scene, name: str) -> None:
    """Expect the room's screen to be replaced by one that says so."""
    places = scene[name].places
    places.status_messages.expect_shown("removed … session")
    places.toolbar.expect_gone(places.toolbar.root, "toolbar of the room")


@then(step_pattern("{MODERATOR} is notified that {NAME} was removed from the session"))
def expect_removal_confirmed(scene: Scene, latest_action: LatestAction, moderator: str, name: str) -> None:
    expect_notified(scene[moderator], latest_action, "NAME … removed … session", name=name)


@then(step_pattern("nobody else finds {NAME} in the session"))
def expect_not_in_session(scene: Scene, name: str) -> None:
    for person in scene.others_in_session(name):
        person.places.stage.expect_no_tile(name)
        if scene.offers("participants"):
            person.places.participants.expect_unlisted(name)


@when(step_pattern("{NAME} tries to come back by the same link"))
def try_to_come_back(scene: Scene, name: str) -> None:
    scene.follow_link_again(name)


@when(step_pattern("{NAME} asks to be let in"))
def ask_to_be_let_in(scene: Scene, name: str) -> None:
    scene[name].places.removed.ask_to_be_let_in()


@then(step_pattern("{MODERATOR} is notified that {NAME} asks to come back"))
def expect_return_request(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.requests.expect_return_of(name)


@when(step_pattern("{MODERATOR} lets {NAME} in"))
def let_in(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.requests.answer(name, "Let in")
    scene.removed.discard(name)


@when(step_pattern("{MODERATOR} keeps {NAME} out"))
def keep_out(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.requests.answer(name, "Keep out")


@then(step_pattern("{NAME} is notified that they are not let in"))
def expect_refusal_shown(scene: Scene, name: str) -> None:
    scene[name].places.status_messages.expect_shown("not let in")
