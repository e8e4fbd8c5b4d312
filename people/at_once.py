"""Two people who act at the same moment, each in a browser of their own."""

import time

from playwright.sync_api import Locator

from conformance.errors import NotReached
from conformance.time_limits import LEAD, LEAD_AT_MOST
from pages.screen import NotAsDocumented

NOW = "() => Date.now()"
APPOINT = """(element, moment) => {
  setTimeout(() => element.click(), moment - Date.now());
  return moment - Date.now();
}"""


def press_at_once(first: Locator, second: Locator) -> None:
    """Have both pressed at one moment of the machine's clock.

    The moment is as far ahead as the browsers are slow. NotReached where one of them heard of it too late all the same.
    """
    for locator in (first, second):
        if not locator.is_visible():
            raise NotAsDocumented(f"there is nothing to press at the appointed moment: {locator}")
    lead = _lead(first, second)
    moment = float(first.page.evaluate(NOW)) + lead
    for locator in (first, second):
        if float(locator.evaluate(APPOINT, moment)) <= 0:
            raise NotReached(
                f"The machine was too busy to let two people act at the same moment, appointed {lead} ms ahead."
            )


def _lead(first: Locator, second: Locator) -> int:
    """Milliseconds until both browsers have surely heard of the moment, by how long both take to answer now."""
    start = time.monotonic()
    for locator in (first, second):
        locator.evaluate(NOW)
    took = round((time.monotonic() - start) * 1000)
    return min(max(LEAD, 4 * took), LEAD_AT_MOST)
