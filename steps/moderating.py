"""The session's settings, and moderators' controls over everyone's devices."""

from pytest_bdd import parsers, then, when

from conformance.room_profile import ACCESS_NAMES
from people.scene import Scene
from steps.latest_action import LatestAction, expect_notified
from steps.step_patterns import step_pattern

ALL_OFF_BUTTONS = {"mutes all microphones": "Mute all microphones", "turns off all cameras": "Turn off all cameras"}


@when(parsers.re(r'(?P<moderator>[A-Z][a-z]+) changes the stage access to "(?P<access>[^"]+)"'))
def change_access(scene: Scene, moderator: str, access: str) -> None:
    person = scene[moderator]
    with person.recording_sent_messages(f"changing the stage access to {access}"):
        person.places.settings.set_stage_access(access)
    scene.note_stage_access(ACCESS_NAMES[access])


@then(parsers.re(r'(?P<moderator>[A-Z][a-z]+) finds the stage access set to "(?P<access>[^"]+)"'))
def expect_stage_access(scene: Scene, moderator: str, access: str) -> None:
    scene[moderator].places.settings.expect_stage_access(access)


@when(step_pattern("{MODERATOR} (?P<action>mutes all microphones|turns off all cameras)"))
def switch_all_off(scene: Scene, moderator: str, action: str) -> None:
    """Switch all off; record the messages sent, for forgery steps."""
    person = scene[moderator]
    with person.recording_sent_messages(action):
        person.places.participants.press_button(ALL_OFF_BUTTONS[action])


@when(step_pattern("the browser of {OTHER} repeats what {MODERATOR} sent to mute all microphones"))
def forge_switching_all_off(scene: Scene, other: str, moderator: str) -> None:
    scene[other].probe.send_again(scene[moderator].sent_messages["mutes all microphones"])


@then(step_pattern("{NAME} is notified that {MODERATOR} (?P<devices>muted all microphones|turned off all cameras)"))
def expect_notified_of_all_off(
    scene: Scene, latest_action: LatestAction, name: str, moderator: str, devices: str
) -> None:
    expect_notified(scene[name], latest_action, f"NAME … {devices.split()[-1]}", name=moderator)


@then(step_pattern("{NAME} (?P<can>can|cannot) mute all microphones or turn off all cameras"))
def expect_can_switch_all_off(scene: Scene, name: str, can: str) -> None:
    for word in ALL_OFF_BUTTONS.values():
        scene[name].places.participants.expect_button(word, is_visible=can == "can")


@then(step_pattern("{MODERATOR} finds no way to switch a device of {NAME} on"))
def expect_no_way_to_switch_on(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.expect_no_way_to_switch_on(name)


@then(step_pattern("{NAME} finds no settings"))
def expect_no_settings(scene: Scene, name: str) -> None:
    scene[name].places.settings.expect_not_offered()
