"""Ways through several places that more than one sentence takes."""

from people.person import Person
from people.scene import Scene


def choose_to_join(person: Person) -> None:
    person.places.toolbar.press_button("Join stage")
    person.places.getting_ready.expect_open()


def go_live(person: Person) -> None:
    """From the open window to the stage; what the browser sent for it is kept for forgers."""
    with person.recording_sent_messages("going live"):
        person.places.getting_ready.go_live()
        person.places.stage.expect_tile(person.name)


def join(person: Person) -> None:
    """By whatever the room puts between toolbar and stage; what the browser sent for it is kept for forgers."""
    with person.recording_sent_messages("going live"):
        person.places.join_stage()
        person.places.stage.expect_tile(person.name)


def accept_invitation(person: Person) -> None:
    person.places.invitation.expect_open()
    person.places.invitation.accept()
    person.places.getting_ready.expect_open()


def invite_to_get_ready(scene: Scene, name: str) -> None:
    """To the window before the stage by a moderator's invitation."""
    scene.first_moderator.places.participants.act(name, "Invite to stage")
    accept_invitation(scene[name])


def get_ready(scene: Scene, name: str) -> None:
    """To the window before the stage, by whatever way the session's stage access gives this person."""
    if scene.joins_directly(name):
        choose_to_join(scene[name])
    else:
        invite_to_get_ready(scene, name)


def come_on_stage(scene: Scene, name: str) -> None:
    """On stage by whatever way the session's stage access gives this person."""
    if scene.joins_directly(name):
        join(scene[name])
    else:
        invite_to_get_ready(scene, name)
        go_live(scene[name])
