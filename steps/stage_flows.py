"""Flows through several page objects that more than one step definition uses."""

from people.person import Person
from people.scene import Scene


def ask_to_join(person: Person) -> None:
    """Ask, and wait for the effect on the person's own screen; record the sent messages for forgery steps."""
    with person.recording_sent_messages("asking"):
        person.places.toolbar.press_button("Ask to join stage")
        person.places.toolbar.expect_offered("Cancel request")


def choose_to_join(scene: Scene, name: str) -> None:
    """Press "Join stage", which opens the dialog to get ready.

    In a room without it, the person goes live at once.
    """
    places = scene[name].places
    places.toolbar.press_button("Join stage")
    if scene.offers("getting_ready"):
        places.getting_ready.expect_open()


def go_live(scene: Scene, name: str) -> None:
    """Go live in the open dialog; in a room without it, expect the person on stage.

    Records the messages sent, for forgery steps.
    """
    person = scene[name]
    if not scene.offers("getting_ready"):
        return person.places.stage.expect_tile(name)
    with person.recording_sent_messages("going live"):
        person.places.getting_ready.go_live()
        person.places.stage.expect_tile(name)
    return None


def join(scene: Scene, name: str) -> None:
    """Join the stage from the toolbar; record the messages sent, for forgery steps."""
    person = scene[name]
    with person.recording_sent_messages("going live"):
        if scene.offers("getting_ready"):
            person.places.join_stage()
        else:
            person.places.toolbar.press_button("Join stage")
        person.places.stage.expect_tile(name)


def accept_invitation(scene: Scene, name: str) -> None:
    """Accept, and wait for the dialog to get ready; in a room without it, the person goes live at once."""
    person = scene[name]
    person.places.invitation.expect_open()
    if scene.offers("getting_ready"):
        person.places.invitation.accept()
        return person.places.getting_ready.expect_open()
    with person.recording_sent_messages("going live"):
        person.places.invitation.accept()
        person.places.stage.expect_tile(name)
    return None


def expect_approved(scene: Scene, name: str) -> None:
    """Expect the invitation that follows an approval; in a room without it, expect the person on stage."""
    if scene.offers("invitation_after_approval"):
        scene[name].places.invitation.expect_open()
    else:
        scene[name].places.stage.expect_tile(name)


def go_on_stage_after_approval(scene: Scene, name: str) -> None:
    """Accept the invitation that follows an approval, and go live; without it, expect the person on stage."""
    if scene.offers("invitation_after_approval"):
        accept_invitation(scene, name)
        go_live(scene, name)
    else:
        scene[name].places.stage.expect_tile(name)


def be_approved(scene: Scene, name: str) -> None:
    """Ask to join, and have a moderator approve it."""
    ask_to_join(scene[name])
    scene.first_moderator.places.requests.answer(name, "Bring to stage")


def invite_to_get_ready(scene: Scene, name: str) -> None:
    """Open the dialog to get ready, by a moderator's invitation."""
    scene.first_moderator.places.participants.choose_action(name, "Invite to stage")
    accept_invitation(scene, name)


def get_ready(scene: Scene, name: str) -> None:
    """Open the dialog to get ready, in the way that the session's stage access allows this person."""
    if scene.joins_directly(name):
        choose_to_join(scene, name)
    elif scene.offers("access_invite"):
        invite_to_get_ready(scene, name)
    else:
        be_approved(scene, name)
        accept_invitation(scene, name)


def bring_on_stage(scene: Scene, name: str) -> None:
    """Bring the person on stage, as the session's stage access allows.

    Some rooms have moderators there already.
    """
    if scene.is_on_stage_as_moderator(name):
        scene[name].places.stage.expect_tile(name)
    elif scene.joins_directly(name):
        join(scene, name)
    elif scene.offers("access_invite"):
        invite_to_get_ready(scene, name)
        go_live(scene, name)
    else:
        be_approved(scene, name)
        go_on_stage_after_approval(scene, name)
