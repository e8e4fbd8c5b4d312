"""Clicks in the browsers of two people at the same moment."""

import time

from playwright.sync_api import Locator

from conformance.errors import NotReached
from conformance.time_limits import LEAD, LEAD_AT_MOST
from pages.screen import NotAsDocumented

NOW = "() => Date.now()"
SCHEDULE_CLICK = """(element, moment) => {
  setTimeout(() => element.click(), moment - Date.now());
  return moment - Date.now();
}"""


def click_simultaneously(first: Locator, second: Locator) -> None:
    """Click both elements at the same moment of the machine's clock.

    The clicks are scheduled further ahead if the browsers respond slowly. Raises NotReached if a browser received the
    command too late.
    """
    for locator in (first, second):
        if not locator.is_visible():
            raise NotAsDocumented(f"there is nothing to click: {locator} is not visible")
    lead = _measure_lead(first, second)
    moment = float(first.page.evaluate(NOW)) + lead
    for locator in (first, second):
        if float(locator.evaluate(SCHEDULE_CLICK, moment)) <= 0:
            raise NotReached(f"The machine was too busy for two clicks at the same moment, scheduled {lead} ms ahead.")


def _measure_lead(first: Locator, second: Locator) -> int:
    """Return the milliseconds from now to the clicks, which depend on the response time of both browsers."""
    start = time.monotonic()
    for locator in (first, second):
        locator.evaluate(NOW)
    response_time = round((time.monotonic() - start) * 1000)
    return min(max(LEAD, 4 * response_time), LEAD_AT_MOST)
