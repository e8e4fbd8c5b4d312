"""Invitations to the stage, and their answers."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.flows import accept_invitation
from steps.sentences import sentence


@given(sentence("{MODERATOR} has invited {NAME} to the stage"))
@when(sentence("{MODERATOR} invites {NAME} to the stage"))
def invite(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.act(name, "Invite to stage")
    scene[name].places.invitation.expect_open()


@given(sentence("{MODERATOR} has revoked the invitation of {NAME}"))
@when(sentence("{MODERATOR} revokes the invitation of {NAME}"))
def revoke(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.act(name, "Revoke invitation")
    scene[name].places.invitation.expect_closed()


@given(sentence("{NAME} has accepted the invitation"))
@when(sentence("{NAME} accepts the invitation"))
def accept(scene: Scene, name: str) -> None:
    accept_invitation(scene[name])


@when(sentence("{NAME} declines the invitation"))
def decline(scene: Scene, name: str) -> None:
    scene[name].places.invitation.decline()


@then(sentence("{NAME} is invited to join the stage"))
def invited(scene: Scene, name: str) -> None:
    scene[name].places.invitation.expect_open()


@then(sentence("{NAME} is no longer invited"))
def no_longer_invited(scene: Scene, name: str) -> None:
    scene[name].places.invitation.expect_closed()


@then(sentence("{MODERATOR} can invite {NAME} to the stage"))
def can_invite(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.expect_offered(name, "Invite to stage")


@then(sentence("{MODERATOR} cannot invite {NAME} to the stage"))
def cannot_invite(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.expect_not_offered(name, "Invite to stage")
