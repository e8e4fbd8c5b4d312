"""Two people who act at the same moment, each in a browser of their own."""

from playwright.sync_api import Locator

from pages.screen import NotAsDocumented
from rooms.room import NotReached

LEAD = 1_000
"""Milliseconds from the appointment to the moment; in less, a busy machine might miss it."""
NOW = "() => Date.now()"
APPOINT = """(element, moment) => {
  setTimeout(() => element.click(), moment - Date.now());
  return moment - Date.now();
}"""


def press_at_once(first: Locator, second: Locator) -> None:
    """Have both pressed at one moment of the machine's clock; NotReached where one browser heard of it too late."""
    moment = float(first.page.evaluate(NOW)) + LEAD
    for locator in (first, second):
        if not locator.is_visible():
            raise NotAsDocumented(f"there is nothing to press at the appointed moment: {locator}")
        if float(locator.evaluate(APPOINT, moment)) <= 0:
            raise NotReached("The machine was too busy to let two people act at the same moment.")
