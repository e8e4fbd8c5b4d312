"""Requests to join the stage, and their answers."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.stage_flows import ask_to_join, expect_approved, go_on_stage_after_approval
from steps.step_patterns import listed, step_pattern


@given(step_pattern("{NAME} has asked to join the stage"))
@when(step_pattern("{NAME} asks to join the stage"))
def ask(scene: Scene, name: str) -> None:
    ask_to_join(scene[name])


@given(step_pattern("{NAME} has cancelled the request"))
@when(step_pattern("{NAME} cancels the request"))
def cancel(scene: Scene, name: str) -> None:
    toolbar = scene[name].places.toolbar
    toolbar.press_button("Cancel request")
    toolbar.expect_offered("Ask to join stage")


@given(step_pattern("{MODERATOR} has brought {NAME} to the stage"))
@when(step_pattern("{MODERATOR} brings {NAME} to the stage"))
def approve(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.requests.answer(name, "Bring to stage")


@then(step_pattern("the request of {NAME} is approved"))
def expect_request_approved(scene: Scene, name: str) -> None:
    expect_approved(scene, name)


@when(step_pattern("{NAME} goes on stage"))
def go_on_stage(scene: Scene, name: str) -> None:
    go_on_stage_after_approval(scene, name)


@given(step_pattern("{MODERATOR} has declined the request of {NAME}"))
@when(step_pattern("{MODERATOR} declines the request of {NAME}"))
def decline(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.requests.answer(name, "Decline")


@given(step_pattern("{MODERATOR} is notified that {NAME} asks"))
@then(step_pattern("{MODERATOR} is notified that {NAME} asks"))
def expect_notified_of_request(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.requests.expect_from(name)


@then(step_pattern("{MODERATOR} is (?:not|no longer) notified of {NAME}"))
def expect_not_notified_of_request(scene: Scene, moderator: str, name: str) -> None:
    scene[moderator].places.requests.expect_none_from(name)


@then(step_pattern("{MODERATOR} finds the requests of {NAMES} in this order"))
def expect_requests_in_order(scene: Scene, moderator: str, names: str) -> None:
    scene[moderator].places.requests.expect_order(listed(names))


@then(step_pattern("{NAME} still waits for an answer"))
def expect_waiting(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.expect_offered("Cancel request")
