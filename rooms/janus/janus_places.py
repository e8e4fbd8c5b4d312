"""The page objects of Janus' video room demo, where actions differ; its room file locates the rest."""

from pages.entry import Entry
from pages.places import Places
from pages.screen import NotAsDocumented, Screen
from pages.toolbar import Toolbar


class JanusEntry(Entry):
    """“Start”, and a form for the name, which publishes at once unless the page is for watching.

    People must enter as viewers, so a person who is published presses “Unpublish”.
    """

    was_published = False

    def enter_as(self, name: str) -> None:
        self.press(self.button("Start"), 'the button "Start"')
        self.expect_there(self.name, "the field for the name")
        self.screen.input.write(self.name, name)
        self.press(self.button("Enter"), 'the button "Join the room"')
        publishes = "subscriber-mode" not in self.screen.view.url
        self.expect_there(self.button("Unpublish") if publishes else self._toolbar, "the room")
        if publishes:
            self.was_published = True
            # Shown once the connection is up. "Unpublish" before that ends in a window "WebRTC error... undefined".
            self.expect_there(self.root.get_by_role("button", name="Bandwidth"), 'the button "Bandwidth"')
            self.press(self.button("Unpublish"), 'the button "Unpublish"')
            self.expect_there(self.button("Join stage"), 'the button "Publish"')

    def try_to_enter(self, name: str) -> bool:
        self.enter_as(name)
        return True


class JanusToolbar(Toolbar):
    """The buttons in the panel “Local Video”, of which none is for the camera."""

    def __init__(self, screen: Screen, entry: JanusEntry) -> None:
        super().__init__(screen)
        self._entry = entry

    def expect_own_devices(self) -> None:
        """Expect "Mute"; `expect_device` finds that there is no button for the camera."""
        self.expect_there(self.button("Microphone"), 'the button "Mute"')

    def expect_no_own_devices(self) -> None:
        """Expect no device in use now, nor at entry, where “Join the room” publishes some people."""
        super().expect_no_own_devices()
        if self._entry.was_published:
            what = "expected no camera and microphone in use before the first press of “Publish”"
            raise NotAsDocumented(f"{self.screen}: {what}, but “Join the room” published both.")


class JanusPlaces(Places):
    """The page objects that differ; parts that the demo lacks are looked for as in any room."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.entry: Entry = (entry := JanusEntry(screen))
        self.toolbar: Toolbar = JanusToolbar(screen, entry)
