"""Page objects with which the doctor finds the controls of a room without a toolbar."""

from playwright.sync_api import Locator

from pages.entry import Entry
from pages.places import Places
from pages.screen import Screen
from pages.toolbar import Toolbar


class ControlsOnScreen(Toolbar):
    """Buttons anywhere on the screen."""

    @property
    def root(self) -> Locator:
        return self.screen.view.locator("body")


class EntryForm(Entry):
    """A form that everybody sees first. If it is gone or disabled, the person is in the room."""

    @property
    def arrival(self) -> Locator:
        return self.name

    @property
    def _toolbar(self) -> Locator:
        enabled_name = self.name.and_(self.screen.view.locator(":enabled"))
        return self.root.filter(has_not=enabled_name)


class PlacesWithoutToolbar(Places):
    """Page objects that use the whole screen instead of the toolbar."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.toolbar = ControlsOnScreen(screen)
        self.entry = EntryForm(screen)


class NoEntryForm(Entry):
    """No form, since the link contains the name: the page of the link is the room."""

    @property
    def arrival(self) -> Locator:
        return self.root

    @property
    def _toolbar(self) -> Locator:
        return self.root


class PlacesWithoutForm(PlacesWithoutToolbar):
    """Page objects for a room without a toolbar whose links contain the name."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.entry = NoEntryForm(screen)
