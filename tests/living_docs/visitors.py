"""Readers of the pages."""

from pathlib import Path

from playwright.sync_api import Page, Request


class Visitor:
    """Somebody who reads the pages from disk; whatever the console says, or asks of another host, is a complaint."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._site = site
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._note_failure)
        page.on("request", lambda request: self._expect_local(request.url))

    def open(self, name: str) -> Page:
        """``name``: a page, with words and an anchor behind it where there are any."""
        self.page.goto(f"{self._site.as_uri()}/{name}")
        return self.page

    def _note_failure(self, request: Request) -> None:
        # Going on to another page aborts what is still loading; a missing file fails with another error.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"not there: {request.url} ({request.failure})")

    def _expect_local(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.complaints.append(f"asked another host: {url}")
