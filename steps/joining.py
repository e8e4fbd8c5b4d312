"""Joining the stage: the button, the dialog, going live."""

from pytest_bdd import given, parsers, then, when

from people.scene import Scene
from steps.stage_flows import bring_on_stage, get_ready, go_live
from steps.step_patterns import listed, step_pattern


@when(step_pattern("{NAME} chooses to join the stage"))
@given(step_pattern("{NAME} is getting ready"))
def open_getting_ready(scene: Scene, name: str) -> None:
    get_ready(scene, name)


@when(step_pattern("{NAME} goes live"))
def go_live_from_window(scene: Scene, name: str) -> None:
    go_live(scene, name)


@when(step_pattern("{NAME} joins the stage"))
def join_stage(scene: Scene, name: str) -> None:
    bring_on_stage(scene, name)


@given(step_pattern("{NAMES} (?:is|are) on stage"))
def put_on_stage(scene: Scene, names: str) -> None:
    for name in listed(names):
        bring_on_stage(scene, name)


@given(step_pattern("{NAME} has tried to join the stage"))
@when(step_pattern("{NAME} tries to join the stage"))
def try_to_join(scene: Scene, name: str) -> None:
    places = scene[name].places
    places.toolbar.press_button("Join stage")
    places.getting_ready.join_unless_refused(places.status_messages, "stage … full")


@given(step_pattern("{NAME} has given up"))
@when(step_pattern("{NAME} gives up"))
def give_up(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.close_if_open()


@given(step_pattern("{NAME} has closed the window"))
@when(step_pattern("{NAME} closes the window"))
def close_window(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.cancel()


@when(step_pattern("{NAME} closes the window with the Escape key"))
def close_window_with_escape(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.escape()


@then(parsers.re(r'(?P<name>[A-Z][a-z]+) finds "(?P<button>[^"]+)" at the bottom of the screen'))
def expect_button_at_the_bottom(scene: Scene, name: str, button: str) -> None:
    toolbar = scene[name].places.toolbar
    toolbar.expect_offered(button)
    toolbar.expect_at_the_bottom(button)


@then(step_pattern("{NAME} finds no way to join the stage or to ask for it"))
def expect_no_way_on_stage(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.expect_no_way_on_stage()


@then(step_pattern('{NAME} finds the window "Get ready to join the stage"'))
def expect_window_open(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.expect_open()


@then(step_pattern('{NAME} no longer finds the window "Get ready to join the stage"'))
def expect_window_closed(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.expect_closed()


@when(step_pattern("the browser of {NAME} repeats what it sent to go live"))
def forge_going_live(scene: Scene, name: str) -> None:
    person = scene[name]
    person.probe.send_again(person.sent_messages["going live"])
