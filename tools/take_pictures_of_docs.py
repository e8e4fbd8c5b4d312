"""Takes the README's pictures of the living documentation.

Usage: ``.venv/bin/python -m tools.take_pictures_of_docs``.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from people.browsers import find_chromium

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SITE = Path("build/living-docs")
RULE = "ASK-5"
SCENARIO_PAGE = "scenarios/ask-to-join--a-declined-request.html"


def main(site: Path = SITE) -> None:
    """Take pictures of the overview, a rule, and a scenario at the step with the answer."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path, full=False)
        browser = playwright.chromium.launch(executable_path=path)
        page = browser.new_page(viewport={"width": 1200, "height": 820}, color_scheme="light", reduced_motion="reduce")
        _take(page, site, "index.html", "docs-overview")
        _take(page, site, f"rules.html#{RULE}", "docs-rule", target=f"#{RULE}")
        _take_scenario(page, site)
        browser.close()


def _take_scenario(page: Page, site: Path) -> None:
    page.goto(f"{site.resolve().as_uri()}/{SCENARIO_PAGE}")
    page.get_by_role("button", name="phone", exact=True).click()
    page.get_by_role("button", name="Maya declines").click()
    page.locator(".switch").evaluate("element => scrollTo(0, element.offsetTop - 90)")
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / "docs-film.png")


def _take(page: Page, site: Path, path: str, name: str, target: str = "body") -> None:
    page.goto(f"{site.resolve().as_uri()}/{path}", wait_until="networkidle")
    # A page scrolls to its fragment only some time after loading.
    page.locator(target).evaluate("element => element.scrollIntoView()")
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
