"""Chat messages and reactions."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.latest_action import LatestAction
from steps.step_patterns import step_pattern

TEXT = '"(?P<text>[^"]+)"'
REACTION = TEXT.replace("text", "reaction")


@given(step_pattern(f"{{NAME}} has written {TEXT}"))
@when(step_pattern(f"{{NAME}} writes {TEXT}"))
def write(scene: Scene, name: str, text: str) -> None:
    scene[name].places.chat.write(name, text)


@then(step_pattern(f"everybody reads {TEXT} from {{NAME}}"))
def expect_message_for_everybody(scene: Scene, name: str, text: str) -> None:
    for person in scene.people.values():
        person.places.chat.expect_message(name, text)


@then(step_pattern("{OTHER} finds these messages in the chat, in this order:"))
def expect_messages_in_order(scene: Scene, other: str, datatable: list[list[str]]) -> None:
    scene[other].places.chat.expect_order([(name, text) for name, text in datatable[1:]])


@when(step_pattern(f"{{NAME}} reacts with {REACTION}"))
def react(scene: Scene, name: str, reaction: str) -> None:
    scene[name].places.reactions.react(reaction)


@then(step_pattern(f"{{OTHER}} sees {REACTION} from {{NAME}} over the stage"))
def expect_reaction(scene: Scene, latest_action: LatestAction, other: str, reaction: str, name: str) -> None:
    """Expect the reaction on the stage; the probe's record counts too, since reactions fade."""
    person = scene[other]
    image, stage = person.places.reactions.image_name(reaction, name), person.screen.words("Stage")
    if not person.probe.has_shown_image(image, stage, latest_action.since):
        person.places.reactions.expect_seen(reaction, name)
