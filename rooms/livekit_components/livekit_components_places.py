"""The page objects of LiveKit's own room interface: the form in front of the room.

Its room file locates the rest.
"""

from pages.form_before_room import PlacesWithForm
from pages.getting_ready import Device, GettingReady
from pages.screen import Screen

GROUP = {"Microphone": "audio", "Camera": "video"}


class LiveKitPreJoin(GettingReady):
    """The form in front of the room (`PreJoin`): preview, devices, name, and the button that goes live."""

    def expect_choices(self, device: Device, at_least: int) -> None:
        self._press_menu(device)
        super().expect_choices(device, at_least)
        self._press_menu(device)

    def choose_another(self, device: Device) -> str:
        self._press_menu(device)
        super().expect_choices(device, at_least=2)
        last = self.choice(device).get_by_role("option").last
        name = last.inner_text()
        self.press(last.get_by_role("button"), f"{device} {name}")
        # The menu stays open after a choice.
        self._press_menu(device)
        self.expect_gone(self.choice(device), "menu of devices")
        return name

    def switch(self, device: Device, on: bool) -> None:
        """Press the toggle button, which must be in the opposite state."""
        self.expect_switched(self.device_switch(device), not on, f'the button "{device}" before the press')
        self.press(self.device_switch(device), f'the button "{device}"')
        self.expect_switched(self.device_switch(device), on, f"the {device.lower()} after the press")

    def _press_menu(self, device: Device) -> None:
        menu = self.root.locator(f".lk-button-group.{GROUP[device]} .lk-button-menu")
        self.press(menu, f"the arrow beside “{device}”")


class LiveKitComponentsPlaces(PlacesWithForm):
    """The page objects that differ; parts that the room lacks are looked for as in any room."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen, LiveKitPreJoin(screen))
