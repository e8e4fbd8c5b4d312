"""Choosing and switching microphone and camera."""

from typing import Literal

from pytest_bdd import given, then, when

from pages.getting_ready import Device
from people.scene import Scene
from steps.latest_action import LatestAction, expect_notified
from steps.step_patterns import step_pattern

DEVICES: dict[str, Device] = {"microphone": "Microphone", "camera": "Camera"}


@then(step_pattern("{NAME} can choose between several {DEVICE}s"))
def expect_choices(scene: Scene, name: str, device: Literal["microphone", "camera"]) -> None:
    scene[name].places.getting_ready.expect_choices(DEVICES[device], at_least=2)


@when(step_pattern("{NAME} chooses another {DEVICE}"))
def choose_another(scene: Scene, name: str, device: str) -> None:
    person = scene[name]
    person.chosen_devices[device] = person.places.getting_ready.choose_another(DEVICES[device])


@then(step_pattern("the chosen {DEVICE} of {NAME} is live"))
def expect_chosen_device_live(scene: Scene, name: str, device: str) -> None:
    scene[name].probe.expect_live_device(scene[name].chosen_devices[device])


@given(step_pattern("{NAME} sees their own camera in the preview"))
@then(step_pattern("{NAME} sees their own camera in the preview"))
def expect_preview(scene: Scene, name: str) -> None:
    scene[name].media.expect_preview(scene[name].places.getting_ready.preview)


@then(step_pattern("the preview of {NAME} shows the chosen camera"))
def expect_preview_of_chosen_camera(scene: Scene, name: str) -> None:
    person = scene[name]
    person.media.expect_preview_of(person.places.getting_ready.preview, person.chosen_devices["camera"])


@when(step_pattern("{NAME} switches the {DEVICE} {ON}"))
def switch(scene: Scene, name: str, device: str, on: str) -> None:
    scene[name].places.toolbar.switch(DEVICES[device], on == "on")


@when(step_pattern("{NAME} switches the {DEVICE} {ON} before going live"))
def switch_before_going_live(scene: Scene, name: str, device: str, on: str) -> None:
    scene[name].places.getting_ready.switch(DEVICES[device], on == "on")


@then(step_pattern("the level meter of {NAME} rises"))
def expect_level_rising(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.expect_level(rising=True)


@then(step_pattern("the level meter of {NAME} falls to zero"))
def expect_level_zero(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.expect_level(rising=False)


@when(step_pattern("the {DEVICE} of {NAME} is unplugged"))
def unplug(scene: Scene, device: str, name: str) -> None:
    scene[name].probe.unplug(device)


@when(step_pattern("the {DEVICE} of {NAME} is plugged in again"))
def plug_in(scene: Scene, name: str) -> None:
    scene[name].probe.plug_in()


@then(step_pattern("{NAME} is notified that the {DEVICE} is gone"))
def expect_notified_of_unplugged(scene: Scene, latest_action: LatestAction, name: str, device: str) -> None:
    expect_notified(scene[name], latest_action, device)


@then(
    step_pattern(
        "{NAME} finds the microphone switched (?P<microphone>on|off) and the camera switched (?P<camera>on|off)"
    )
)
def expect_devices_switched(scene: Scene, name: str, microphone: str, camera: str) -> None:
    toolbar = scene[name].places.toolbar
    toolbar.expect_device("Microphone", microphone == "on")
    toolbar.expect_device("Camera", camera == "on")


@then(step_pattern("{NAME} finds microphone and camera on the toolbar, both switched on"))
def expect_devices_on_toolbar(scene: Scene, name: str) -> None:
    """Expect both on the toolbar, at the bottom of the screen."""
    toolbar = scene[name].places.toolbar
    for word in DEVICES.values():
        toolbar.expect_device(word, on=True)
        toolbar.expect_at_the_bottom(word)


@then(step_pattern("{NAME} finds no microphone and camera on the toolbar"))
def expect_no_devices_on_toolbar(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.expect_no_own_devices()


@then(step_pattern("{NAME} is notified that the {DEVICE} cannot be used"))
def expect_alert_about_device(scene: Scene, name: str, device: str) -> None:
    scene[name].places.getting_ready.expect_alert_about(DEVICES[device])
