"""Start a browser once, as the features do: python trial.py PATH, in the environment, beside Playwright."""

import sys

from playwright.sync_api import sync_playwright


def main(path: str) -> None:
    """Open a page; whatever is missing (a library, a permission) shows in the exception."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, timeout=30_000)
        browser.new_page().set_content("<p>It starts.</p>")
        print(browser.version)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
