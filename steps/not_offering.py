"""Capabilities that a room declares absent, and which must be absent."""

from pytest_bdd import parsers, then

from conformance.room_profile import ACCESS_NAMES
from pages.absence import NAMES
from people.scene import Scene
from steps.sessions import ACCESS
from steps.step_patterns import step_pattern

ANY_MESSAGE = "Good morning"


@then(parsers.re(rf"nobody finds (?P<what>{'|'.join(NAMES)})"))
def expect_nobody_finds(scene: Scene, what: str) -> None:
    """Expect that no screen shows the capability, and that no screen is blank."""
    for person in scene.people.values():
        person.places.absence.expect_absent(what)


@then("nobody finds a way to remove anybody from the session")
def expect_no_removal(scene: Scene) -> None:
    """Expect no such action in anybody's menu.

    Check nothing in a room without a list of participants; another scenario checks that the list is absent.
    """
    if scene.offers("participants"):
        for person in scene.people.values():
            for other in scene.others_in_session(person.name):
                person.places.participants.expect_not_offered(other.name, "Remove from session")


@then("nobody finds a way to delete messages")
def expect_no_deletion(scene: Scene) -> None:
    """Expect no such button at a message.

    Check nothing in a room without a chat; another scenario checks that the chat is absent.
    """
    if scene.offers("chat"):
        author = scene.first_moderator
        author.places.chat.write(author.name, ANY_MESSAGE)
        for person in scene.people.values():
            person.places.chat.expect_no_deleting(author.name, ANY_MESSAGE)


@then("nobody finds a way to turn the chat off")
def expect_no_chat_switch(scene: Scene) -> None:
    """Expect no such switch.

    Check nothing in a room without settings; another scenario checks that the settings are absent.
    """
    if scene.offers("settings"):
        scene.first_moderator.places.settings.expect_no_switch("Chat")


@then("nobody finds anything that only a moderator has")
def expect_no_moderator_controls(scene: Scene) -> None:
    for person in scene.people.values():
        person.places.moderator_controls.expect_absent()


@then(parsers.re(rf"the room offers no session in which (?P<access>{'|'.join(ACCESS)})"))
def expect_no_session(scene: Scene, access: str) -> None:
    """Expect no such session; the scenario's own session shows that the room opens others."""
    scene.expect_refusal(ACCESS[access])


@then(step_pattern(f'{{MODERATOR}} cannot set the stage access to "(?P<access>{"|".join(ACCESS_NAMES)})"'))
def expect_access_not_selectable(scene: Scene, moderator: str, access: str) -> None:
    """Expect that the access cannot be chosen.

    Check nothing in a room without settings; another scenario checks that the settings are absent.
    """
    if scene.offers("settings"):
        scene[moderator].places.settings.expect_not_selectable(access)
