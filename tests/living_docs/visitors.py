"""A browser page that opens the site from disk and collects errors."""

from pathlib import Path

from playwright.sync_api import Page, Request


class Visitor:
    """A reader of the site.

    ``problems`` lists console messages, missing files and requests to other hosts.
    """

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self.problems: list[str] = []
        self._site = site
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("requestfailed", self._note_failure)
        page.on("request", lambda request: self._note_request_to_another_host(request.url))

    def open(self, name: str) -> Page:
        """Open a page; ``name`` may end with a query and an anchor."""
        self.page.goto(f"{self._site.as_uri()}/{name}")
        return self.page

    def _note_failure(self, request: Request) -> None:
        # Opening another page aborts pending requests; a missing file fails with another error.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"missing: {request.url} ({request.failure})")

    def _note_request_to_another_host(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.problems.append(f"request to another host: {url}")
