"""Parts of a screen without role and name, for adapters: ``root = ByCss("#video-pane")``."""

from playwright.sync_api import Locator

from pages.screen import Place


class ByCss:
    """An attribute of a page object: the elements of the view that match ``selector``.

    ``visible``: leave out elements that are not visible.
    """

    def __init__(self, selector: str, *, visible: bool = False) -> None:
        self._selector = selector
        self._visible = visible

    def __get__(self, place: Place, owner: type[Place] | None = None) -> Locator:
        elements = place.screen.view.locator(self._selector)
        return elements.filter(visible=True) if self._visible else elements
