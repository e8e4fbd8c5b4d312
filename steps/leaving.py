"""Leaving the stage: only a moderator can remove a person."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.step_patterns import step_pattern


@given(step_pattern("{MODERATOR} has removed {NAME} from the stage"))
@when(step_pattern("{MODERATOR} removes {NAME} from the stage"))
def remove(scene: Scene, moderator: str, name: str) -> None:
    """Remove the person, and wait until their tile is gone from the moderator's own screen.

    Records the messages sent, for forgery steps.
    """
    person = scene[moderator]
    with person.recording_sent_messages(f"removing {name}"):
        person.places.participants.choose_action(name, "Remove from stage")
        person.places.stage.expect_no_tile(name)


@when(step_pattern("{MODERATOR} removes themselves from the stage"))
def remove_themselves(scene: Scene, moderator: str) -> None:
    remove(scene, moderator, moderator)


@then(step_pattern("{MODERATOR} can remove {NAME} from the stage"))
def expect_can_remove(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.expect_offered(name, "Remove from stage")


@then(step_pattern("{OTHER} cannot remove {NAME} from the stage"))
def expect_cannot_remove(scene: Scene, other: str, name: str) -> None:
    scene[other].places.participants.expect_not_offered(name, "Remove from stage")


@then(step_pattern("{NAME} cannot remove themselves from the stage"))
def expect_cannot_remove_themselves(scene: Scene, name: str) -> None:
    expect_cannot_remove(scene, name, name)


@then(step_pattern("{NAME} finds no way to leave the stage"))
def expect_no_leave_control(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.expect_own_devices()
    scene[name].places.stage.expect_no_leave_control()


@when(step_pattern("the browser of {OTHER} repeats what {MODERATOR} sent to remove {NAME}"))
def forge_removal(scene: Scene, other: str, moderator: str, name: str) -> None:
    scene[other].probe.send_again(scene[moderator].sent_messages[f"removing {name}"])


@then(step_pattern("the camera and microphone of {NAME} are released"))
def expect_devices_released(scene: Scene, name: str) -> None:
    scene[name].probe.expect_released()


@then(step_pattern("the browser of {NAME} uses no device and sends neither picture nor sound"))
def expect_sending_nothing(scene: Scene, name: str) -> None:
    scene[name].probe.expect_not_capturing()
    scene[name].probe.expect_sending_nothing()


@then(step_pattern("the browser of {NAME} sends picture or sound"))
def expect_sending_something(scene: Scene, name: str) -> None:
    scene[name].probe.expect_sending_something()
