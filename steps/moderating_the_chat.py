"""Deleting messages, turning the chat off, and messages that disturb others."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.chatting import TEXT
from steps.step_patterns import step_pattern

LONG_MESSAGES = {
    "ordinary": [f"{number} " + "word " * 390 for number in range(5)],
    "slow": [f"http://a/{number}" + ")" * 1940 for number in range(5)],
}
"""Messages of about the same length. The slow messages are URLs that end with closing brackets; an inefficient search
for links counts the brackets again for each bracket."""
LAST_MESSAGES = {"ordinary": "That was long", "slow": "That was even longer"}
"""The message sent after the long ones, which a room may refuse as too long."""
MAX_TIME_RATIO = 3
"""The largest ratio to the time for ordinary messages. A busy machine measured 0.7 to 1.2 for a room that reads each
message once, and nearly 4 with the inefficient search."""
FLOOD_SIZE = 40
"""Messages of a flood: as many as a person types in minutes."""


@when(step_pattern(f"{{MODERATOR}} deletes the message {TEXT} of {{NAME}}"))
def delete(scene: Scene, moderator: str, text: str, name: str) -> None:
    scene[moderator].places.chat.delete(name, text)


@then(step_pattern(f"everybody finds the message {TEXT} deleted"))
def expect_deleted_for_everybody(scene: Scene, text: str) -> None:
    for person in scene.people.values():
        person.places.chat.expect_deleted(text)


@then(step_pattern(f"{{OTHER}} finds the message {TEXT} deleted"))
def expect_deleted(scene: Scene, other: str, text: str) -> None:
    scene[other].places.chat.expect_deleted(text)


@then(step_pattern(f"{{OTHER}} cannot delete the message {TEXT} of {{NAME}}"))
def expect_cannot_delete(scene: Scene, other: str, text: str, name: str) -> None:
    scene[other].places.chat.expect_no_deleting(name, text)


@when(step_pattern("{MODERATOR} turns the chat {ON}"))
def switch_chat(scene: Scene, moderator: str, on: str) -> None:
    scene[moderator].places.settings.set_switch("Chat", on == "on")


@then(step_pattern("{NAME} (?P<can>can|cannot) write in the chat"))
def expect_can_write(scene: Scene, name: str, can: str) -> None:
    scene[name].places.chat.expect_writable(can == "can")


@when(step_pattern("{NAME} writes long messages, which {OTHER} reads"))
def write_long_messages(scene: Scene, name: str, other: str) -> None:
    _write_long(scene, name, other, "ordinary")


@when(step_pattern("{NAME} writes long messages that are slow to display, which {OTHER} reads"))
def write_slow_messages(scene: Scene, name: str, other: str) -> None:
    _write_long(scene, name, other, "slow")


@then(step_pattern("the browser of {NAME} displays these about as fast as the ordinary ones"))
def expect_displayed_as_fast(scene: Scene, name: str) -> None:
    """Compare processor time, which does not depend on how busy the machine is."""
    scene[name].expect_similar_work("slow", "ordinary", MAX_TIME_RATIO)


def _write_long(scene: Scene, name: str, other: str, kind: str) -> None:
    with scene[other].measuring_work(kind):
        scene[name].places.chat.send_until_refused(LONG_MESSAGES[kind])
        scene[name].places.chat.write(name, LAST_MESSAGES[kind])
        scene[other].places.chat.expect_message(name, LAST_MESSAGES[kind])


@when(step_pattern("{NAME} floods the chat"))
def flood(scene: Scene, name: str) -> None:
    """Send messages as fast as the screen allows, until the room refuses one or all are sent."""
    scene[name].places.chat.send_until_refused([f"Flood {number}" for number in range(FLOOD_SIZE)])


@given(step_pattern("{OTHER} finds only {NAME} marked as a moderator in the list of participants"))
@then(step_pattern("{OTHER} finds only {NAME} marked as a moderator in the list of participants"))
def expect_only_moderator_listed(scene: Scene, other: str, name: str) -> None:
    scene[other].places.participants.expect_moderator_marked(name)


@given(step_pattern(f"{{OTHER}} finds only the message {TEXT} of {{NAME}} marked as a moderator's"))
@then(step_pattern(f"{{OTHER}} finds only the message {TEXT} of {{NAME}} marked as a moderator's"))
def expect_only_moderators_message(scene: Scene, other: str, text: str, name: str) -> None:
    scene[other].places.chat.expect_moderator_marked(name, text)


@when(step_pattern('{NAME} tries to attend under the name "(?P<shown_name>[^"]+)"'))
def try_to_attend(scene: Scene, name: str, shown_name: str) -> None:
    """Try to enter; a room may refuse the name."""
    scene.set_shown_name(name, shown_name)
    scene.attendee_tries_to_enter(name)


@when(step_pattern(f"{{NAME}} writes {TEXT}, if the room let them in"))
def write_if_let_in(scene: Scene, name: str, text: str) -> None:
    if name in scene.people:
        scene[name].places.chat.write(name, text)
