"""Choosing and switching microphone and camera."""

from typing import Literal

from pytest_bdd import given, then, when

from pages.getting_ready import Device
from people.scene import Scene
from steps.latest_action import LatestAction, expect_told
from steps.sentences import sentence

DEVICES: dict[str, Device] = {"microphone": "Microphone", "camera": "Camera"}


@then(sentence("{NAME} can choose between several {DEVICE}s"))
def can_choose(scene: Scene, name: str, device: Literal["microphone", "camera"]) -> None:
    scene[name].places.getting_ready.expect_choices(DEVICES[device], at_least=2)


@when(sentence("{NAME} chooses another {DEVICE}"))
def choose_another(scene: Scene, name: str, device: str) -> None:
    person = scene[name]
    person.chosen[device] = person.places.getting_ready.choose_another(DEVICES[device])


@then(sentence("the chosen {DEVICE} of {NAME} is live"))
def chosen_is_live(scene: Scene, name: str, device: str) -> None:
    scene[name].witness.expect_live_device(scene[name].chosen[device])


@given(sentence("{NAME} sees the own camera in the preview"))
@then(sentence("{NAME} sees the own camera in the preview"))
def sees_preview(scene: Scene, name: str) -> None:
    scene[name].senses.expect_preview(scene[name].places.getting_ready.preview)


@then(sentence("the preview of {NAME} shows the chosen camera"))
def preview_follows(scene: Scene, name: str) -> None:
    person = scene[name]
    person.senses.expect_preview_of(person.places.getting_ready.preview, person.chosen["camera"])


@when(sentence("{NAME} switches the {DEVICE} {ON}"))
def switch(scene: Scene, name: str, device: str, on: str) -> None:
    scene[name].places.toolbar.switch(DEVICES[device], on == "on")


@when(sentence("{NAME} switches the {DEVICE} {ON} before going live"))
def switch_before(scene: Scene, name: str, device: str, on: str) -> None:
    scene[name].places.getting_ready.switch(DEVICES[device], on == "on")


@then(sentence("the level meter of {NAME} rises"))
def level_rises(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.expect_level(rising=True)


@then(sentence("the level meter of {NAME} falls to nothing"))
def level_falls(scene: Scene, name: str) -> None:
    scene[name].places.getting_ready.expect_level(rising=False)


@when(sentence("the {DEVICE} of {NAME} is unplugged"))
def unplug(scene: Scene, device: str, name: str) -> None:
    scene[name].witness.unplug(device)


@when(sentence("the {DEVICE} of {NAME} is plugged in again"))
def plug_in(scene: Scene, name: str) -> None:
    scene[name].witness.plug_in()


@then(sentence("{NAME} is told that the {DEVICE} is gone"))
def told_that_gone(scene: Scene, latest_action: LatestAction, name: str, device: str) -> None:
    expect_told(scene[name], latest_action, device)


@then(
    sentence("{NAME} finds the microphone switched (?P<microphone>on|off) and the camera switched (?P<camera>on|off)")
)
def finds_switched(scene: Scene, name: str, microphone: str, camera: str) -> None:
    toolbar = scene[name].places.toolbar
    toolbar.expect_device("Microphone", microphone == "on")
    toolbar.expect_device("Camera", camera == "on")


@then(sentence("{NAME} finds microphone and camera on the toolbar, both switched on"))
def finds_devices(scene: Scene, name: str) -> None:
    finds_switched(scene, name, "on", "on")


@then(sentence("{NAME} finds no microphone and camera on the toolbar"))
def finds_no_devices(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.expect_no_own_devices()


@then(sentence("{NAME} is told that the {DEVICE} cannot be used"))
def told_about_device(scene: Scene, name: str, device: str) -> None:
    scene[name].places.getting_ready.expect_told_about(DEVICES[device])
