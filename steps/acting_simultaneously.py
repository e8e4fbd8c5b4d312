"""Simultaneous actions of two people: either may be handled first; everyone sees the same outcome."""

from pytest_bdd import parsers, then, when

from pages.screen import NotAsDocumented, await_state
from people.person import Person
from people.scene import Scene
from people.simultaneous_clicks import click_simultaneously
from steps.latest_action import LatestAction, expect_notified, was_notified
from steps.step_patterns import NAME, listed, step_pattern
from steps.watching import expect_on_stage, expect_viewer_to_others


@when(
    parsers.re(f"at the same moment {NAME} cancels the request and (?P<moderator>[A-Z][a-z]+) brings them to the stage")
)
def cancel_and_approve(scene: Scene, name: str, moderator: str) -> None:
    approve_button = scene[moderator].places.requests.answer_button(name, "Bring to stage")
    click_simultaneously(scene[name].places.toolbar.button("Cancel request"), approve_button)


@when(step_pattern("at the same moment {MODERATOR} brings {NAME} to the stage and {OTHER} declines the request"))
def approve_and_decline(scene: Scene, moderator: str, name: str, other: str) -> None:
    approve_button = scene[moderator].places.requests.answer_button(name, "Bring to stage")
    click_simultaneously(approve_button, scene[other].places.requests.answer_button(name, "Decline"))


@when(step_pattern("at the same moment {NAME} and {OTHER} go live"))
def go_live_together(scene: Scene, name: str, other: str) -> None:
    click_simultaneously(*(scene[attendee].places.getting_ready.button("Join stage") for attendee in (name, other)))


@then(step_pattern("{NAME} is either invited or a viewer who can ask again, and everybody sees the same"))
def expect_invited_or_viewer(scene: Scene, name: str) -> None:
    approved = is_approved(scene, name)
    after_approval = "Revoke invitation" if scene.offers("invitation_after_approval") else "Remove from stage"
    for moderator in scene.moderators:
        places = scene[moderator].places
        places.requests.expect_none_from(name)
        places.participants.expect_offered(name, after_approval if approved else "Invite to stage")
        places.participants.expect_not_offered(name, "Invite to stage" if approved else after_approval)


@then(step_pattern("{NAME} is notified of the decline, unless invited"))
def expect_notified_unless_invited(scene: Scene, latest_action: LatestAction, name: str) -> None:
    if not is_approved(scene, name):
        expect_notified(scene[name], latest_action, "request … declined")


@then(step_pattern("one of {NAMES} is on stage for everybody, and the other is notified that the stage is full"))
def expect_one_on_stage(scene: Scene, latest_action: LatestAction, names: str) -> None:
    went_live = [name for name in listed(names) if is_live_unless_notified(scene[name], latest_action, "stage … full")]
    if len(went_live) != 1:
        raise NotAsDocumented(f"expected one person on a stage with one place; these went live: {went_live or 'none'}")
    other = next(name for name in listed(names) if name not in went_live)
    scene[other].places.getting_ready.close_if_open()
    expect_on_stage(scene, went_live[0])
    expect_viewer_to_others(scene, other)


def is_approved(scene: Scene, name: str) -> bool:
    """Wait until the request is answered; return whether it was approved.

    An approval is an invitation or a place on stage.
    """
    places = scene[name].places
    invited = scene.offers("invitation_after_approval")
    approval = places.invitation.root if invited else places.stage.tile(name)
    what = "an invitation" if invited else f"a tile of {name} on the stage"
    with scene[name].screen.expecting(f"{what}, or the button to ask again"):
        places.toolbar.expect_gone(places.toolbar.button("Cancel request"), 'button "Cancel request"')
        await_state(approval.or_(places.toolbar.button("Ask to join stage")).first, "visible")
    return approval.is_visible()


def is_live_unless_notified(person: Person, action: LatestAction, refused: str) -> bool:
    """Wait until the person is on stage or refused by this notification; return whether they are on stage."""
    if was_notified(person, action, refused):
        return False
    microphone, refusal = person.places.toolbar.button("Microphone"), person.places.status_messages.saying(refused)
    with person.screen.expecting(
        f'the button "Microphone" on the toolbar, or a status message or alert containing “{refused}”'
    ):
        await_state(microphone.or_(refusal).first, "visible")
    return not refusal.first.is_visible()
