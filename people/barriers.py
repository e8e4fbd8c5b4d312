"""Barriers for people with disabilities, as far as axe-core can find them on a screen as it stands."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Frame, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The rules of WCAG 2.2, levels A and AA."""
LOADED = "() => 'axe' in window"
RUN = """async tags => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} (${target.join(" ")}): ${failureSummary}`));
}"""


def barriers(view: Page | Frame) -> list[str]:
    """Each fault on the page or in the frame: the rule, the place, and what is wrong there."""
    if not view.evaluate(LOADED):
        view.evaluate(AXE_SCRIPT)
    found: Any = view.evaluate(RUN, TAGS)
    return [str(one) for one in found]
