"""Flows through several page objects that more than one step definition uses."""

from people.person import Person
from people.scene import Scene


def choose_to_join(person: Person) -> None:
    person.places.toolbar.press_button("Join stage")
    person.places.getting_ready.expect_open()


def go_live(person: Person) -> None:
    """Go live in the open dialog; record the messages sent, for forgery steps."""
    with person.recording_sent_messages("going live"):
        person.places.getting_ready.go_live()
        person.places.stage.expect_tile(person.name)


def join(person: Person) -> None:
    """Join the stage from the toolbar; record the messages sent, for forgery steps."""
    with person.recording_sent_messages("going live"):
        person.places.join_stage()
        person.places.stage.expect_tile(person.name)


def accept_invitation(person: Person) -> None:
    person.places.invitation.expect_open()
    person.places.invitation.accept()
    person.places.getting_ready.expect_open()


def invite_to_get_ready(scene: Scene, name: str) -> None:
    """Open the dialog before the stage by a moderator's invitation."""
    scene.first_moderator.places.participants.act(name, "Invite to stage")
    accept_invitation(scene[name])


def get_ready(scene: Scene, name: str) -> None:
    """Open the dialog before the stage, as the session's stage access allows this person."""
    if scene.joins_directly(name):
        choose_to_join(scene[name])
    else:
        invite_to_get_ready(scene, name)


def bring_on_stage(scene: Scene, name: str) -> None:
    """Bring the person on stage, as the session's stage access allows."""
    if scene.joins_directly(name):
        join(scene[name])
    else:
        invite_to_get_ready(scene, name)
        go_live(scene[name])
