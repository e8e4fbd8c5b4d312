"""Invitations to the stage, and their answers."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.stage_flows import accept_invitation
from steps.step_patterns import step_pattern


@given(step_pattern("{MODERATOR} has invited {NAME} to the stage"))
@when(step_pattern("{MODERATOR} invites {NAME} to the stage"))
def invite(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.choose_action(name, "Invite to stage")
    scene[name].places.invitation.expect_open()


@given(step_pattern("{MODERATOR} has revoked the invitation of {NAME}"))
@when(step_pattern("{MODERATOR} revokes the invitation of {NAME}"))
def revoke(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.choose_action(name, "Revoke invitation")
    scene[name].places.invitation.expect_closed()


@given(step_pattern("{NAME} has accepted the invitation"))
@when(step_pattern("{NAME} accepts the invitation"))
def accept(scene: Scene, name: str) -> None:
    accept_invitation(scene, name)


@when(step_pattern("{NAME} declines the invitation"))
def decline(scene: Scene, name: str) -> None:
    scene[name].places.invitation.decline()


@then(step_pattern("{NAME} is invited to join the stage"))
def expect_invited(scene: Scene, name: str) -> None:
    scene[name].places.invitation.expect_open()


@then(step_pattern("{NAME} is no longer invited"))
def expect_no_longer_invited(scene: Scene, name: str) -> None:
    scene[name].places.invitation.expect_closed()


@then(step_pattern("{MODERATOR} can invite {NAME} to the stage"))
def expect_can_invite(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.expect_offered(name, "Invite to stage")


@then(step_pattern("{MODERATOR} cannot invite {NAME} to the stage"))
def expect_cannot_invite(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.participants.expect_not_offered(name, "Invite to stage")
