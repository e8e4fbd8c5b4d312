"""Lost connections, reloaded pages, restarts of the room, and the state afterwards."""

from pytest_bdd import given, then, when

from conformance.time_limits import DEPARTURE
from pages.status_messages import CONNECTION_LOST
from people.scene import Scene
from steps.latest_action import LatestAction, expect_not_notified
from steps.step_patterns import step_pattern


@when(step_pattern("{NAME} reloads the page"))
def reload_page(scene: Scene, name: str) -> None:
    scene[name].reload()


@when(step_pattern("{NAME} closes the page"))
def close_page(scene: Scene, name: str) -> None:
    scene.leave(name)


@then(step_pattern("{NAME} is gone from the stage and the list, for everybody"))
def expect_gone(scene: Scene, name: str) -> None:
    for person in scene.people.values():
        person.places.participants.expect_unlisted(name, DEPARTURE)
        person.places.stage.expect_no_tile(name)


@when(step_pattern("the network of {NAME} fails"))
def lose_network(scene: Scene, name: str) -> None:
    scene[name].lose_network()


@when(step_pattern("the network of {NAME} fails for a moment"))
def lose_network_for_a_moment(scene: Scene, name: str) -> None:
    """Interrupt the network in one step, so that a pause between steps cannot outlast the grace period."""
    lose_network(scene, name)
    expect_notified_of_loss(scene, name)
    regain_network(scene, name)
    expect_no_longer_notified_of_loss(scene, name)


@when(step_pattern("the network of {NAME} is back"))
def regain_network(scene: Scene, name: str) -> None:
    scene[name].regain_network()


@then(step_pattern("{NAME} is notified that the connection is lost"))
def expect_notified_of_loss(scene: Scene, name: str) -> None:
    scene[name].places.status_messages.expect_connection_lost()


@then(step_pattern("{NAME} is no longer notified that the connection is lost"))
def expect_no_longer_notified_of_loss(scene: Scene, name: str) -> None:
    scene[name].places.status_messages.expect_connection_restored()


@then(step_pattern("{NAME} is not notified that the connection is lost"))
def expect_not_notified_of_loss(scene: Scene, latest_action: LatestAction, name: str) -> None:
    """Expect no such message on the screen, nor one that appeared after the action and has vanished."""
    expect_not_notified(scene[name], latest_action, CONNECTION_LOST)


@when("the room hangs")
def hang_room(scene: Scene) -> None:
    scene.room.hang()


@when("the room responds again")
def resume_room(scene: Scene) -> None:
    scene.room.recover()


@then("everybody is notified that the connection is lost")
def expect_all_notified_of_loss(scene: Scene) -> None:
    for person in scene.in_session:
        person.places.status_messages.expect_connection_lost()


@then("nobody is notified any longer that the connection is lost")
def expect_all_reconnected(scene: Scene) -> None:
    for person in scene.in_session:
        person.places.status_messages.expect_connection_restored()


@given("the room has restarted")
@when("the room restarts without warning")
def restart_room(scene: Scene) -> None:
    """Restart the room; wait until every person's page shows the loss, and then is connected again."""
    scene.room.stop()
    expect_all_notified_of_loss(scene)
    resume_room(scene)
    expect_all_reconnected(scene)


@when(step_pattern("{NAME} tries to ask while the connection is lost"))
def try_to_ask(scene: Scene, name: str) -> None:
    """Press the button if possible; a room may disable or remove it, or refuse the press with a message."""
    scene[name].places.toolbar.press_if_possible("Ask to join stage")


@when(step_pattern("{NAME} opens the link once more"))
def open_link_again(scene: Scene, name: str) -> None:
    scene.open_link_again(name)


@then(step_pattern("the older tab of {NAME} says that another tab took over"))
def expect_taken_over(scene: Scene, name: str) -> None:
    scene[name].older_tab.expect_taken_over()


@then(step_pattern("the older tab of {NAME} uses no device and sends neither picture nor sound"))
def expect_older_tab_sending_nothing(scene: Scene, name: str) -> None:
    scene[name].older_tab.probe.expect_released()
    scene[name].older_tab.probe.expect_sending_nothing()


@then(step_pattern("the screens of {NAME} and {MODERATOR} agree on whether (?P=name) asks"))
def expect_screens_agree(scene: Scene, name: str, moderator: str) -> None:
    requests = scene[moderator].places.requests
    if scene[name].places.toolbar.is_asking():
        requests.expect_from(name)
    else:
        requests.expect_none_from(name)


@when(step_pattern("{NAME} asks to join the stage, unless the request is there already"))
def ask_if_needed(scene: Scene, name: str) -> None:
    toolbar = scene[name].places.toolbar
    if not toolbar.is_asking():
        toolbar.press_button("Ask to join stage")
