"""Starts the suite's browser and prints its path: ``python -m tools.try_browser [--full]``.

``--full``: a Chromium with windows and permission prompts, not the headless shell. The exception says what is
missing, such as a browser, a library or a permission.
"""

import sys

from playwright.sync_api import sync_playwright

from people.browsers import find_chromium


def main(full: bool) -> None:
    """Open a page in the browser and print the browser's path."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path, full=full)
        browser = playwright.chromium.launch(executable_path=path, timeout=30_000)
        browser.new_page().set_content("<p>It starts.</p>")
        browser.close()
        print(path)


if __name__ == "__main__":
    main("--full" in sys.argv)
