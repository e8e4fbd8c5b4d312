"""The accessibility violations that axe-core finds on the current screen."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Frame, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The rules of WCAG 2.2, levels A and AA."""
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""The rules that depend on colours."""
IS_AXE_LOADED = "() => 'axe' in window"
RUN_AXE = """async rules => {
  const results = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} (${target.join(" ")}): ${failureSummary}`));
}"""


def find_accessibility_violations(view: Page | Frame, rules: Sequence[str] = TAGS) -> list[str]:
    """Return a text for each violation on the page or in the frame: rule, element and fault.

    ``rules``: ids or tags of axe-core's rules.
    """
    if not view.evaluate(IS_AXE_LOADED):
        view.evaluate(AXE_SCRIPT)
    violations: Any = view.evaluate(RUN_AXE, rules)
    return [str(violation) for violation in violations]
